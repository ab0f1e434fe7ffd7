"""Commands and links that lead to a survey."""

from datetime import UTC, datetime

import pytest

from appeals.model import Address
from appeals.words import Attachment, Content, MediaKind
from bot.surveys.entry import is_command, led_to
from handlers.conversation import Person, Wrote


def wrote(text: str, led_by: str = "", *, photo: bool = False) -> Wrote:
    files = (Attachment(MediaKind.PHOTO, "f"),) if photo else ()
    return Wrote(
        Address("vk", "301"),
        Person("301", "Надя"),
        datetime(2026, 11, 23, tzinfo=UTC),
        "1",
        Content(text, attachments=files),
        private=True,
        led_by=led_by,
    )


@pytest.mark.parametrize(
    ("text", "led_by", "code"),
    [
        ("/survey", "", ""),
        ("/Survey@otklik_bot", "", ""),
        ("/start survey_visits", "", "visits"),
        ("/start survey_", "", ""),
        ("Начать", "survey_visits", "visits"),
        ("/start", "", None),
        ("/start report_roads", "", None),
        ("/survey open visits", "", None),
        ("Начать", "report_roads", None),
        ("survey_visits", "", None),
        ("", "", None),
    ],
)
def test_where_words_lead(text: str, led_by: str, code: str | None) -> None:
    assert led_to(wrote(text, led_by)) == code


def test_a_question_that_came_by_the_link_is_for_staff() -> None:
    assert led_to(wrote("Когда у вас приём?", "survey_visits")) is None


def test_under_a_file_a_command_is_somebodys_words() -> None:
    assert not is_command(wrote("/survey", photo=True))
