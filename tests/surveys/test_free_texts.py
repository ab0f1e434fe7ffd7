"""Typed answers under their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.free_texts import NoSuchNumber, called, moderated, said
from surveys.ports import Sheets

MANY = Sheets(texts=tuple(sorted(("ideas", f"мысль {number}") for number in range(50))))
TEXT = st.tuples(st.sampled_from(("ideas", "more")), st.text(max_size=5))


def test_they_are_mixed_and_a_number_always_means_the_same_text() -> None:
    found = said(MANY)
    assert [one.number for one in found] == list(range(1, 51))
    assert [one.text for one in found] != sorted(one.text for one in found)
    assert found == said(MANY)


@given(st.lists(TEXT), st.sets(st.integers(0, 20)))
def test_each_is_there_once_with_its_own_fate(texts: list[tuple[str, str]], kept: set[int]) -> None:
    sheets = Sheets(texts=tuple(sorted(texts)), withheld=frozenset(kept))
    found = said(sheets)
    assert sorted((one.question, one.text) for one in found) == sorted(texts)
    for one in found:
        assert sheets.texts[one.place] == (one.question, one.text)
        assert one.withheld is (one.place in kept)


def test_a_text_is_never_shown_by_accident() -> None:
    assert "мысль" not in repr(said(MANY))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["3"], {3}),
        (["3", "7"], {3, 7}),
        (["3,7", "5-6"], {3, 5, 6, 7}),
        (["5–7"], {5, 6, 7}),
        (["50"], {50}),
        ([], set()),
        ([" , "], set()),
    ],
)
def test_numbers_are_read_as_people_write_them(words: list[str], numbers: set[int]) -> None:
    assert called(words, 50) == numbers


@pytest.mark.parametrize(
    "word", ["0", "51", "7-5", "1-51", "три", "-3", "3-", "1-2-3", "²", "9" * 5000, "1-" + "9" * 50]
)
def test_what_is_no_number_of_a_text_is_named(word: str) -> None:
    with pytest.raises(NoSuchNumber) as wrong:
        called(["3", word], 50)
    assert wrong.value.given == word


def test_withholding_adds_and_releasing_takes_away() -> None:
    found = said(MANY)
    first = moderated(found, {1, 2}, withhold=True)
    assert {found[0].place, found[1].place} == first
    later = said(Sheets(texts=MANY.texts, withheld=first))
    assert moderated(later, {2, 3}, withhold=True) == first | {found[2].place}
    assert moderated(later, {1, 3}, withhold=False) == {found[1].place}
