"""What a spreadsheet would run is shown instead, whatever it hides behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formulas import disarmed

SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹫", "−"]
BEFORE = ["", " ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u202e", "\x00", "  \u200b"]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_is_words(before: str, sign: str) -> None:
    """In either width, and behind what is not seen."""
    words = f"{before}{sign}cmd|' /C calc'!A0"
    assert disarmed(words) == f"'{words}"


@pytest.mark.parametrize("begins", ["\t", "\r", "\n", "\r\n", "\t=", "\n@", " \t"])
def test_what_ends_a_cell_begins_none(begins: str) -> None:
    assert disarmed(f"{begins}SUM(A1)") == f"'{begins}SUM(A1)"


@pytest.mark.parametrize("words", ["", " ", "Квота 2 %", "a=b", "№ 1", "(-1)", "'=1", "«-»", "2−1"])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert disarmed(words) == words


@given(st.text())
def test_nothing_is_lost_and_nothing_is_disarmed_twice(words: str) -> None:
    assert disarmed(words).removeprefix("'") == words.removeprefix("'")
    assert disarmed(disarmed(words)) == disarmed(words)
