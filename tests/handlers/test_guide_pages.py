"""Pages of the menu: what stands on them and where their buttons lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Style
from handlers.conversation import Button
from handlers.guide import HOME, Guide, Item, Page
from handlers.guide_pages import (
    ITEMS_AT_ONCE,
    MY_APPEALS,
    PAGE_LIMIT,
    Drawn,
    Spot,
    form_of,
    home,
    page,
    parts_of,
)
from tests.handlers.guides import small_guide

CODES = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)


def drawn(spot: Spot) -> Drawn:
    found = page(small_guide(), spot)
    assert found is not None
    return found


def buttons(of: Drawn) -> list[Button]:
    return [button for row in of.buttons for button in row]


def data_of(of: Drawn, key: str) -> str:
    return next(button.data for button in buttons(of) if button.caption.key == key)


def test_the_menu_lists_the_purposes_in_order() -> None:
    captions = [button.caption.args["text"] for button in buttons(home(small_guide()))]
    assert captions == ["Узнать", "Формы"]


def test_without_a_guide_the_menu_still_offers_my_appeals() -> None:
    assert [button.data for button in buttons(home(Guide()))] == [MY_APPEALS]


def test_a_page_under_the_menu_has_one_way_back() -> None:
    assert [button.data for button in drawn(Spot("info")).buttons[-1]] == ["m:main:1"]


def test_back_from_a_deeper_page_leads_to_where_it_belongs() -> None:
    assert data_of(drawn(Spot("deep")), "menu-back") == "m:info:1"


def test_back_leads_to_the_page_it_was_opened_from() -> None:
    opened = next(b.data for b in buttons(drawn(Spot("forms"))) if b.data.startswith("m:deep"))
    spot = Spot.of(opened)
    assert spot is not None
    assert data_of(drawn(spot), "menu-back") == "m:forms:1"


@pytest.mark.parametrize("came_from", ["unheard-of", "deep", "main"])
def test_a_forged_origin_leads_back_to_where_the_page_belongs(came_from: str) -> None:
    assert data_of(drawn(Spot("deep", 1, came_from)), "menu-back") == "m:info:1"


def test_a_long_list_is_shown_in_parts_that_lead_to_each_other() -> None:
    first, second, third = (drawn(Spot("long", part)) for part in (1, 2, 3))
    assert first.lead.args == {"title": "Длинный список", "part": 1, "parts": 3}
    assert data_of(first, "menu-later") == "m:long:2"
    assert data_of(second, "menu-earlier") == "m:long:1"
    assert data_of(second, "menu-later") == "m:long:3"
    assert "menu-later" not in [button.caption.key for button in buttons(third)]


def test_the_origin_is_kept_while_paging() -> None:
    assert data_of(drawn(Spot("long", 1, "forms")), "menu-later") == "m:long:2:forms"


@pytest.mark.parametrize("part", [0, 4, 99])
def test_a_part_that_does_not_exist_is_no_page(part: int) -> None:
    assert page(small_guide(), Spot("long", part)) is None


def test_a_list_keeps_counting_in_its_later_parts() -> None:
    content = parts_of(small_guide().pages["long"])[1]
    assert "9. Строка 9: пояснение" in content.text


def test_a_title_with_an_address_is_a_link_without_its_colon() -> None:
    content = parts_of(small_guide().pages["long"])[0]
    mark = content.marks[0]
    assert mark.style is Style.LINK
    assert mark.url == "https://example.ru"
    assert content.text[mark.offset : mark.offset + mark.length] == "Строка 1"


def test_a_form_is_found_by_the_data_of_its_button() -> None:
    guide = small_guide()
    data = buttons(drawn(Spot("forms")))[0].data
    assert form_of(guide, data) is guide.forms["paper"]
    assert form_of(guide, "m:file:unheard-of") is None


@given(CODES, st.integers(1, 99), st.one_of(st.just(""), CODES))
def test_every_place_survives_the_journey_through_button_data(
    code: str, part: int, came_from: str
) -> None:
    data = Spot(code, part, came_from).data()
    assert len(data.encode()) <= 64
    assert Spot.of(data) == Spot(code, part, came_from)


@given(st.text())
def test_any_forged_data_either_names_a_page_or_nothing(data: str) -> None:
    spot = Spot.of(data)
    assert (
        spot is None
        or page(small_guide(), spot) is None
        or spot.code
        in {
            HOME,
            *small_guide().pages,
        }
    )


@pytest.mark.parametrize(
    "data", ["m:", "m:ИНФО", "m:info:", "m:info:x", "m:info:100", "m:info:１", "m:info\n", "x:info"]
)
def test_malformed_data_names_no_place(data: str) -> None:
    assert Spot.of(data) is None


@given(
    st.lists(
        st.builds(
            Item, st.text(min_size=1, max_size=120), st.text(max_size=150), st.just("https://a.ru")
        ),
        max_size=40,
    )
)
def test_a_list_of_any_lines_keeps_the_screen_and_loses_no_line(items: list[Item]) -> None:
    of = Page("list", "Список", "Список", "Вот он:", tuple(items))
    parts = parts_of(of)
    assert sum(len(part.marks) for part in parts) == len(items)
    for part in parts:
        assert len(part.text) + len(of.title) <= PAGE_LIMIT
        assert len(part.marks) <= ITEMS_AT_ONCE
        assert all(mark.offset + mark.length <= len(part.text) for mark in part.marks)
