"""Whoever had seen all that is still there needs not look again when something has left."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from appeals.model import SYSTEM, Event, What
from appeals.seen import gone_with, is_all
from tests.appeals.test_desk import fresh

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def event(what: What, **data: str | int) -> Event:
    return Event(what, NOW, SYSTEM, data)


FIRST = event(What.REGISTERED)
SECOND = event(What.CLIENT_WROTE, message=2)
THIRD = event(What.CLIENT_WROTE, message=3)
EDITED = event(What.CLIENT_EDITED, message=3)
OURS = event(What.STAFF_WROTE, message=9)


@pytest.mark.parametrize(
    ("history", "moved", "counted", "gone"),
    [
        ([FIRST, SECOND], {2}, {2}, 1),
        ([FIRST, SECOND, OURS], {2}, {2}, 1),
        ([FIRST, SECOND, THIRD], {2, 3}, {2, 3}, 2),
        ([FIRST, SECOND, THIRD, EDITED], {3}, {3}, 2),
        ([FIRST, SECOND], {2}, set(), 0),
        ([FIRST, SECOND, THIRD], {2}, {2}, 0),
        ([FIRST, THIRD, event(What.REOPENED)], {3}, {3}, 0),
        ([FIRST, SECOND], {7}, {7}, 0),
    ],
)
def test_what_goes_is_known_when_nothing_else_came_after_it(
    history: list[Event], moved: set[int], counted: set[int], gone: int
) -> None:
    assert gone_with(history, moved, counted) == gone


@pytest.mark.parametrize(
    ("seen", "now", "gone", "all_of_it"),
    [
        (2, 2, 1, True),
        (1, 2, 1, True),
        (1, 3, 1, False),
        (1, 2, 0, False),
        (0, 2, 1, False),
        (3, 2, 1, False),
        (-1, 2, 1, False),
    ],
)
def test_an_older_count_is_enough_when_only_what_has_left_was_added(
    seen: int, now: int, gone: int, all_of_it: bool
) -> None:
    """`now` is what the appeal counts, 2 what it counted when the words left."""
    split = event(What.SPLIT, number="2026-000002", seen=2, gone=gone)
    assert is_all(seen, replace(fresh(), seen=now), [FIRST, SECOND, split]) is all_of_it


def test_splits_of_earlier_versions_say_nothing() -> None:
    split = event(What.SPLIT, number="2026-000002")
    assert not is_all(1, replace(fresh(), seen=2), [FIRST, SECOND, split])
