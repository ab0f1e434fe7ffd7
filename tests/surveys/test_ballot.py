import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ballot import Answer, NotABallot, longest, packed, unpacked
from surveys.questionnaire import FARTHEST, Missing
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text

QUESTIONNAIRE = asking(
    info(), single(), multiple(), scale(), nps(), number(), text(longest=40), text("more")
)
MISSING = st.sampled_from(Missing)


def one_of(codes: tuple[str, ...]) -> st.SearchStrategy[Answer]:
    return st.sampled_from([(code,) for code in codes])


def in_order(codes: set[str]) -> tuple[str, ...]:
    return tuple(code for code in multiple().codes if code in codes)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
BALLOTS = st.fixed_dictionaries(
    {
        "visited": MISSING | one_of(single().codes),
        "wanted": MISSING | st.sets(st.sampled_from(multiple().codes), min_size=1).map(in_order),
        "good": MISSING | one_of(scale().codes),
        "recommend": MISSING | one_of(nps().codes),
        "people": MISSING | st.integers(-FARTHEST, FARTHEST),
        "ideas": MISSING | WORDS.map(lambda words: words[:40]),
        "more": MISSING | WORDS.map(lambda words: words[:1000]),
    }
)


@given(ballot=BALLOTS)
def test_a_sheet_comes_back_as_it_was_and_is_never_too_long(ballot: dict[str, Answer]) -> None:
    data = packed(ballot, QUESTIONNAIRE)
    assert unpacked(data, QUESTIONNAIRE) == ballot
    assert len(data) <= longest(QUESTIONNAIRE)


def test_the_longest_sheet_is_allowed_for_even_with_the_costliest_characters() -> None:
    for mark in ("\x01", "😀", '"', "\\", "я"):
        for count in (1, 30):
            codes = [f"t{at}" for at in range(count)]
            texts = asking(*(text(code, longest=1000) for code in codes))
            sheet = packed(dict.fromkeys(codes, mark * 1000), texts)
            assert len(sheet) <= longest(texts)


def test_the_order_of_pressing_leaves_no_trace_in_a_sheet() -> None:
    questionnaire = asking(multiple())
    assert packed({"wanted": ("a", "c")}, questionnaire) == b'[["a","c"]]'
    with pytest.raises(NotABallot):
        unpacked(b'[["c","a"]]', questionnaire)


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "[",
        "[" * 100_000,
        "null",
        "{}",
        "[]",
        '[["yes"],["a"],["1"],["0"],7]',
        '[["maybe"],["a"],["1"],["0"],7,"x","y"]',
        '[["yes","no"],["a"],["1"],["0"],7,"x","y"]',
        '[["yes"],["a","a"],["1"],["0"],7,"x","y"]',
        '[["yes"],[],["1"],["0"],7,"x","y"]',
        '[["yes"],["a"],["6"],["0"],7,"x","y"]',
        '[["yes"],["a"],[1],["0"],7,"x","y"]',
        '[["yes"],["a"],["1"],["0"],true,"x","y"]',
        '[["yes"],["a"],["1"],["0"],7.5,"x","y"]',
        '[["yes"],["a"],["1"],["0"],NaN,"x","y"]',
        '[["yes"],["a"],["1"],["0"],"7","x","y"]',
        json.dumps([["yes"], ["a"], ["1"], ["0"], 7, "x" * 41, "y"]),
        '[{"missing":"lazy"},["a"],["1"],["0"],7,"x","y"]',
        '[{"missing":"skipped","who":"me"},["a"],["1"],["0"],7,"x","y"]',
        '[{"missing":1},["a"],["1"],["0"],7,"x","y"]',
        '[["yes"],["a"],["1"],["0"],7,"x", "y"]',
        '[["yes"],["a"],["1"],["0"],7,"x","\\u0079"]',
        '[["yes"],["a"],["1"],["0"],7,"x","\\ud800"]',
    ],
)
def test_what_was_not_packed_here_is_no_sheet_and_is_never_quoted(sheet: str) -> None:
    with pytest.raises(NotABallot) as caught:
        unpacked(sheet.encode(), QUESTIONNAIRE)
    assert "maybe" not in str(caught.value)
    assert unpacked(b'[["yes"],["a"],["1"],["0"],7,"x","y"]', QUESTIONNAIRE)


@given(data=st.binary(max_size=60))
def test_arbitrary_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(NotABallot):
        unpacked(data, QUESTIONNAIRE)
