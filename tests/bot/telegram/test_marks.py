"""Styles between Telegram's entities and the product's marks."""

from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Mark, Style
from bot.telegram.marks import entities_of, marks_of

TEXTS = st.text("аб👍 🇷🇺\n", min_size=1, max_size=20)


def entity(kind: str, offset: int, length: int, url: str | None = None) -> MessageEntity:
    return MessageEntity(type=kind, offset=offset, length=length, url=url)


def test_an_entity_after_an_emoji_falls_on_the_right_word() -> None:
    (mark,) = marks_of("👍👍 да", [entity("bold", 5, 2)])
    assert "👍👍 да"[mark.offset :] == "да"


def test_entities_out_of_range_are_cut_or_dropped() -> None:
    far = [
        entity("bold", 1, 500),
        entity("bold", 900, 5),
        entity("bold", -5, 3),
        entity("italic", 0, -2),
        entity("italic", 0, 0),
    ]
    assert marks_of("абв", far) == (Mark(Style.BOLD, 1, 2),)


def test_what_the_product_does_not_know_is_left_out() -> None:
    assert marks_of("абв", [entity("mention", 0, 3), entity("spoiler", 0, 3)]) == ()


def test_a_link_without_an_address_is_no_link() -> None:
    assert marks_of("абв", [entity("text_link", 0, 3)]) == ()
    assert entities_of("абв", [Mark(Style.LINK, 0, 3)]) == []


@given(TEXTS, st.data())
def test_marks_survive_the_way_there_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(1, len(text) - offset))
    style = data.draw(st.sampled_from(Style))
    mark = Mark(style, offset, length, "https://trud.example" if style is Style.LINK else "")
    assert marks_of(text, entities_of(text, [mark])) == (mark,)
