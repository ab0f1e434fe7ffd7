from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Priority, Refresh
from handlers.office import ChannelRules
from handlers.registering import CARD_TEXT, stands_in_card
from tests.handlers.front_desk import FrontDesk, to_client, to_topic


@pytest.fixture
async def impersonal(desk: FrontDesk) -> FrontDesk:
    """A house whose moderator chat may not show personal data."""
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    desk.desk = replace(desk.desk, channels=telegram)
    return desk


async def acknowledged(desk: FrontDesk, written: timedelta = timedelta(0)) -> str:
    """What the client reads about words written so long ago."""
    replies = await desk.asks("Какая квота?", when=desk.now - written)
    return desk.text(to_client(replies)[0].lead)


async def test_seconds_are_said_only_where_the_window_is_under_a_minute(desk: FrontDesk) -> None:
    assert "14:30, вторник" in await acknowledged(desk)
    seconds = {"consultation": timedelta(seconds=30)}
    desk.desk = replace(desk.desk, answer_within=seconds)
    await desk.presses("a:spam:1:1")
    assert "14:30:30, понедельник" in await acknowledged(desk)


async def test_a_message_that_came_after_its_own_deadline_promises_no_time_in_the_past(
    desk: FrontDesk,
) -> None:
    text = await acknowledged(desk, timedelta(hours=25))
    assert "№ 2026-000001" in text
    assert "Ответим до" not in text
    assert "как можно скорее" in text


def test_a_short_question_stands_in_the_card_and_nowhere_else() -> None:
    assert stands_in_card(Content("а" * CARD_TEXT))
    assert not stands_in_card(Content("а" * (CARD_TEXT + 1)))
    assert not stands_in_card(Content("а", attachments=(Attachment(MediaKind.PHOTO),)))


async def test_a_question_that_masking_makes_longer_than_the_card_follows_it(
    impersonal: FrontDesk,
) -> None:
    long = "9131234567 " * 130 + "конец вопроса"
    assert stands_in_card(Content(long))
    (copy,) = to_topic(await impersonal.asks(long))
    assert copy.content
    assert copy.content.text.endswith("конец вопроса")


async def test_a_topics_name_carries_no_part_of_a_number_cut_in_two(impersonal: FrontDesk) -> None:
    await impersonal.asks("Просим вас перезвонить нашему начальнику кадров 8 913 123 45 67")
    assert "913" not in (await impersonal.appeal()).subject


async def test_the_card_counts_an_albums_files_once_all_of_them_have_come(desk: FrontDesk) -> None:
    """The second look at the card waits in the topic's lane behind the album itself."""
    replies = []
    for number in range(3):
        part = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        replies += await desk.asks(content=part, album="a")
    assert isinstance(replies[-1], Refresh)


async def test_copies_give_way_to_answers_and_acknowledgements(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    (copy,) = to_topic(await desk.asks("Нас 35"))
    assert copy.priority is Priority.COPY
