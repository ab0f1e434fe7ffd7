"""How far the long poll was read."""

import pytest

from bot.vk.cursor import SLACK, Cursor, read_cursor


def test_a_cursor_survives_the_database() -> None:
    cursor = Cursor("105", 1000, 900, 800)
    assert read_cursor(cursor.text()) == cursor


@pytest.mark.parametrize("text", [None, "", "105", "[]", "{}", "не JSON", '{"ts": 1, "seen": "x"}'])
def test_what_nobody_can_read_is_a_first_start(text: str | None) -> None:
    assert read_cursor(text) is None


def test_it_advances_with_the_latest_message() -> None:
    assert Cursor("1", 1000).advanced("4", [990, 1005, 0]) == Cursor("4", 1005)
    assert Cursor("1", 1000).advanced("4", []) == Cursor("4", 1000)


def test_a_gap_begins_a_while_before_the_last_message_and_stays_until_it_is_mended() -> None:
    broken = Cursor("1", 10_000).broken("50")
    assert broken == Cursor("50", 10_000, 10_000 - SLACK, wall=10_000 - SLACK)
    later = broken.advanced("60", [20_000]).broken("70")
    assert later == Cursor("70", 20_000, 10_000 - SLACK, wall=10_000 - SLACK)
    assert later.mended().wall_mended() == Cursor("70", 20_000)


def test_those_who_waited_at_the_first_start_are_looked_for_apart_from_a_gap() -> None:
    first = Cursor("1", 100_000, first=13_600)
    both = first.broken("50")
    gap = 100_000 - SLACK
    assert both == Cursor("50", 100_000, gap, 13_600, wall=gap)
    assert both.begun() == Cursor("50", 100_000, gap, wall=gap)
    mended = both.mended().wall_mended()
    assert mended.advanced("60", []) == Cursor("60", 100_000, first=13_600)


def test_a_cursor_of_an_earlier_version_is_read() -> None:
    assert read_cursor('{"ts": "7", "seen": 5, "gap": 0}') == Cursor("7", 5)
