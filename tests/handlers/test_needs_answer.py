"""Which comments become appeals by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Attachment, Content, MediaKind
from handlers.needs_answer import asks, needs_answer
from handlers.office import NeedsAnswer, PublicRules

PHOTO = Attachment(MediaKind.PHOTO, "1")
BY_WORDS = PublicRules(comments=NeedsAnswer.WORDS, comment_words=("квот", "приём", " "))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Когда приём?", True),
        ("А что,если опоздать?!", True),
        ("что делать？", True),
        ("Спасибо за работу", False),
        ("https://example.org/?id=5", False),
        ("смотрите example.org/page?x=1", False),
        ("Это правда? https://example.org/?id=5", True),
        ("", False),
    ],
)
def test_a_question_mark_outside_a_link_asks(text: str, asked: bool) -> None:
    assert needs_answer(Content(text), PublicRules()) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Сколько человек по КВОТЕ", True),
        ("Прием отменили", True),
        ("неквотируемое место", False),
        ("Что это?", False),
        ("", False),
    ],
)
def test_named_beginnings_of_words_ask(text: str, asked: bool) -> None:
    assert needs_answer(Content(text), BY_WORDS) is asked


def test_without_named_words_none_asks() -> None:
    rules = PublicRules(comments=NeedsAnswer.WORDS)
    assert not needs_answer(Content("Когда приём?"), rules)


def test_everything_may_need_an_answer() -> None:
    rules = PublicRules(comments=NeedsAnswer.ALL)
    assert needs_answer(Content("Спасибо", attachments=(PHOTO,)), rules)


@given(st.text(max_size=4000))
def test_any_text_gets_a_verdict_soon(text: str) -> None:
    assert needs_answer(Content(text + " ?"), PublicRules())
    assert asks(Content(text)) in {True, False}


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("a." * 2000, "://" * 1500, "a-" * 2000 + "/", "?" * 4000):
        asks(Content(text))
