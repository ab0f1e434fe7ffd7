"""How Telegram counts, cleans and understands text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.text_rules import clean, is_empty, pieces, trimmed, utf16_length, with_found


@given(st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(max_size=60), st.integers(2, 9))
def test_pieces_lose_nothing_and_keep_the_limit(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(utf16_length(part) <= limit for part in parts)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d", "\u202e\u200f", "\ufeff\u2060"])
def test_invisible_text_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["я", "\u202eя", "👍", "."])
def test_visible_text_is_not_empty(text: str) -> None:
    assert not is_empty(text)


def test_control_characters_become_spaces() -> None:
    assert clean("a\x00b\r\nc\td") == "a b\nc d"


def test_trimming_moves_the_entities() -> None:
    bold = {"type": "bold", "offset": 1, "length": 4}
    text, entities = trimmed("  ab  ", [bold, {"type": "code", "offset": 5, "length": 1}])
    assert text == "ab"
    assert entities == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("см. https://trudvsem.ru/quota?a=1, там", "url", "https://trudvsem.ru/quota?a=1"),
        ("пишите на olga@mail.ru.", "email", "olga@mail.ru"),
        ("спросите @olga_hr", "mention", "@olga_hr"),
        ("/find@otklik_bot квота", "bot_command", "/find@otklik_bot"),
        ("это #квота", "hashtag", "#квота"),
    ],
)
def test_telegram_finds_entities_by_itself(text: str, kind: str, part: str) -> None:
    (entity,) = with_found(text, [])
    assert entity["type"] == kind
    assert text[entity["offset"] : entity["offset"] + entity["length"]] == part


def test_nothing_is_found_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert with_found("/start", [code]) == [code]


@pytest.mark.parametrize("text", ["и/или", "24/7", "a@b", "#1"])
def test_ordinary_text_holds_no_entities(text: str) -> None:
    assert with_found(text, []) == []
