import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.screen import SCREENS, Layout, Screen, layout, rows_of, units

TELEGRAM, VK = SCREENS["telegram"], SCREENS["vk"]


def rows(plan: Layout) -> list[list[int]]:
    """Lengths of the rows, page by page."""
    return [[len(row) for row in page] for page in plan.pages]


def test_short_options_stand_one_below_another() -> None:
    plan = layout(["Да", "Нет"], VK, others=3, digits=False)
    assert plan == Layout((((0,), (1,)),), numbered=False)


@pytest.mark.parametrize(("count", "numbered"), [(4, False), (5, True)])
def test_options_too_many_for_the_rows_become_numbers(count: int, numbered: bool) -> None:
    assert layout(["Да"] * count, VK, others=3, digits=False).numbered is numbered


def test_a_label_too_long_with_its_mark_becomes_a_number() -> None:
    for screen in SCREENS.values():
        assert not layout(["я" * 38], screen, others=3, digits=False).numbered
        assert layout(["я" * 39], screen, others=3, digits=False).numbered


def test_a_scale_needs_one_row_and_no_list() -> None:
    plan = layout("12345", VK, others=4, digits=True)
    assert rows(plan) == [[5]]
    assert not plan.numbered


def test_marks_from_0_to_10_take_two_pages_of_ten_buttons() -> None:
    digits = list(map(str, range(11)))
    assert rows(layout(digits, TELEGRAM, others=3, digits=True)) == [[6, 5]]
    assert rows(layout(digits, VK, others=3, digits=True)) == [[3, 3], [5]]


def test_rows_of_one_page_are_about_equally_long() -> None:
    long = ["я" * 50]
    assert rows(layout(long * 7, TELEGRAM, others=3, digits=False)) == [[4, 3]]
    assert rows(layout(long * 13, TELEGRAM, others=3, digits=False)) == [[5, 4, 4]]


@given(
    count=st.integers(0, 60),
    length=st.integers(1, 60),
    others=st.integers(2, 5),
    digits=st.booleans(),
    screen=st.sampled_from(list(SCREENS.values())),
)
def test_every_option_has_its_button_and_no_limit_is_passed(
    count: int, length: int, others: int, digits: bool, screen: Screen
) -> None:
    plan = layout(["я" * length] * count, screen, others, digits=digits)
    assert [at for page in plan.pages for row in page for at in row] == list(range(count))
    others += len(plan.pages) > 1
    for page in plan.pages:
        assert len(page) + rows_of(others) <= screen.down
        assert sum(map(len, page)) + others <= screen.buttons
        assert all(1 <= len(row) <= screen.across for row in page)
    assert plan.numbered or digits or length + 2 <= screen.label or not count


def test_a_text_is_counted_as_platforms_count_it() -> None:
    assert units("я") == 1
    assert units("😀") == 2
