"""Counting and cutting text in Telegram's units."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.utf16 import Ruler, cut, units

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("👍🏽🇷🇺👨"))


def test_an_emoji_counts_twice() -> None:
    assert units("да 👍") == 5


@given(TEXTS)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(0, 50))
def test_offsets_survive_the_way_there_and_back(text: str, offset: int) -> None:
    ruler = Ruler(text)
    assert ruler.characters(ruler.units(offset)) == min(offset, len(text))


@given(TEXTS, st.integers(1, 20))
def test_a_cut_text_fits_and_begins_alike(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))
