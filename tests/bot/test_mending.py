"""Texts that can be stored and sent."""

from hypothesis import given
from hypothesis import strategies as st

from bot.mending import mended, mended_json


@given(st.text(st.characters()))
def test_a_mended_text_can_be_stored_and_keeps_its_length(text: str) -> None:
    whole = mended(text)
    assert whole.encode().decode() == whole
    assert "\x00" not in whole
    assert len(whole) == len(text)


def test_half_a_character_is_replaced() -> None:
    assert mended("a\ud83db\x00") == "a�b�"


def test_every_text_of_a_json_value_is_mended() -> None:
    assert mended_json({"a\x00": ["b\ud83d", 5, None]}) == {"a\ufffd": ["b\ufffd", 5, None]}
