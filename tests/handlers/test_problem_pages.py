"""The keyboard of categories fits every platform, however many there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import Texts
from handlers.conversation import Words
from handlers.office import ProblemCategory
from handlers.problem_pages import OPEN, PER_PAGE, asking, caption, page

TEXTS = Texts()
MANY = tuple(ProblemCategory(f"code-{n}", f"Тема {n}") for n in range(12))


def data_of(number: int) -> list[list[str]]:
    drawn = page(MANY, number, "vk")
    assert drawn
    return [[button.data for button in row] for row in drawn.buttons]


def test_the_pages_show_every_category_once_and_lead_to_each_other() -> None:
    first, second, third = (data_of(number) for number in (1, 2, 3))
    shown = [row[0] for rows in (first, second, third) for row in rows[:-1]]
    assert shown == [f"p:c:{one.code}" for one in MANY]
    assert first[-1] == ["p:2", "m:main:1"]
    assert second[-1] == ["p:1", "p:3", "m:main:1"]
    assert third[-1] == ["p:2", "m:main:1"]


@given(st.integers(1, 60), st.integers(-3, 99))
def test_a_page_has_at_most_six_rows_or_does_not_exist(count: int, number: int) -> None:
    categories = tuple(ProblemCategory(f"c{n}", "Тема") for n in range(count))
    drawn = page(categories, number, "vk")
    exists = 1 <= number <= -(-count // PER_PAGE)
    assert (drawn is not None) is exists
    assert drawn is None or len(drawn.buttons) <= 6


@pytest.mark.parametrize("length", [1, 40, 41, 200])
def test_a_long_name_is_cut_to_what_a_button_holds(length: int) -> None:
    shown = TEXTS.plain(caption(ProblemCategory("x", "я" * length)))
    assert len(shown) == min(length, 40)
    assert shown.endswith("…") is (length > 40)


def test_only_in_vk_the_networks_own_button_is_explained() -> None:
    said = {name: TEXTS.plain(_lead(name)) for name in ("vk", "telegram")}
    assert "на странице сообщества" in said["vk"]
    assert "сообщества" not in said["telegram"]


def _lead(channel: str) -> Words:
    drawn = page(MANY, 1, channel)
    assert drawn
    return drawn.lead


def test_the_question_for_details_leads_back_to_the_choice() -> None:
    (row,) = asking(MANY[0]).buttons
    assert [button.data for button in row] == [OPEN, "p:x"]
