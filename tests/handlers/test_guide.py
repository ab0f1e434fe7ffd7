"""The guide knows where its pages belong and which can be reached."""

from dataclasses import replace

from handlers.guide import HOME, Guide, Page
from tests.handlers.guides import small_guide


def test_a_purpose_belongs_to_the_menu() -> None:
    assert small_guide().parent("forms") == HOME


def test_a_page_opened_from_two_places_belongs_to_the_first() -> None:
    assert small_guide().parent("deep") == "info"


def test_a_page_nobody_opens_belongs_to_the_menu() -> None:
    assert small_guide().parent("unheard-of") == HOME


def test_a_page_no_button_leads_to_is_not_reachable() -> None:
    guide = small_guide()
    hidden = Page("hidden", "Скрыто", "Скрыто", "Текст.")
    guide = replace(guide, pages={**guide.pages, "hidden": hidden})
    assert guide.reachable() == {"info", "forms", "deep", "long"}


def test_pages_that_open_each_other_do_not_go_round_for_ever() -> None:
    first = Page("first", "1", "1", "1", opens=("second",))
    second = Page("second", "2", "2", "2", opens=("first",))
    guide = Guide(purposes=("first",), pages={"first": first, "second": second})
    assert guide.reachable() == {"first", "second"}


def test_clauses_are_gathered_from_pages_and_from_items() -> None:
    found = list(small_guide().clauses())
    assert found[0] == "QUOTA 8"
    assert found[1:] == [f"QUOTA 9.{n}" for n in range(1, 21)]
