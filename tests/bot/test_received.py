"""What is no JSON is said to be none, in words that quote nothing of it."""

import pytest

from bot.received import Unreadable, json_of


@pytest.mark.parametrize("raw", ["", "тайна", '{"text": "тайна"', "[" * 100_000])
def test_what_is_no_json_is_unreadable_and_is_quoted_nowhere(raw: str) -> None:
    with pytest.raises(Unreadable) as found:
        json_of(raw)
    assert "тайна" not in str(found.value)
    assert found.value.__context__ is None


def test_half_characters_are_mended() -> None:
    assert json_of('{"text": "\\ud83d!"}') == {"text": "\ufffd!"}
