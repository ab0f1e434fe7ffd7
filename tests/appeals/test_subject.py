import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.subject import LIMIT, subject_of
from appeals.words import Attachment, Content, MediaKind


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Здравствуйте! Подскажите, пожалуйста, какая квота?", "Какая квота?"),
        ("добрый день, нас 35 человек", "Нас 35 человек"),
        ("Квота\nпри 35 сотрудниках", "Квота при 35 сотрудниках"),
        ("привет", "Привет"),
        ("\u202eкакая квота\u202c?\u200b", "Какая квота?"),
        ("\u200b", "Без текста"),
    ],
)
def test_the_subject_is_the_matter_without_the_greeting(text: str, subject: str) -> None:
    assert subject_of(Content(text)) == subject


def test_a_long_question_is_cut_between_words() -> None:
    subject = subject_of(Content("Обязана ли организация с численностью тридцать пять работать"))
    long = subject_of(Content("слово " * 40))
    assert len(subject) <= LIMIT
    assert long.endswith("слово…")


def test_a_message_without_words_is_named_by_what_it_is() -> None:
    voice = Content(attachments=(Attachment(MediaKind.VOICE),))
    assert subject_of(voice) == "Голосовое сообщение"
    assert subject_of(Content()) == "Без текста"


@given(st.text())
def test_every_subject_is_one_short_line(text: str) -> None:
    subject = subject_of(Content(text))
    assert subject
    assert len(subject) <= LIMIT
    assert "\n" not in subject
