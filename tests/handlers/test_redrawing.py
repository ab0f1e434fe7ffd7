"""Cards are redrawn no faster than the moderator chat takes it, and none is forgotten."""

from datetime import UTC, datetime, timedelta

from handlers.conversation import ModeratorChat, Priority, Refresh, Reply, Say, Words
from handlers.redrawing import AT_ONCE, PER_MINUTE, Redraws

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def cards(*numbers: int) -> list[Reply]:
    return [Refresh(number, Priority.BULK) for number in numbers]


def full(now: datetime = NOW) -> Redraws:
    """As many as fit have just been drawn."""
    redraws = Redraws()
    assert len(redraws.affordable(cards(*range(AT_ONCE)), now)) == AT_ONCE
    return redraws


def test_what_fits_is_drawn_at_once() -> None:
    redraws = Redraws()
    assert redraws.affordable(cards(1, 2), NOW) == cards(1, 2)
    assert redraws.due(NOW) == []


def test_only_redraws_wait_for_room() -> None:
    said = Say(ModeratorChat(), Words("alive-test"))
    assert full().affordable([*cards(1), said], NOW) == [said]


def test_what_was_put_off_comes_bit_by_bit_in_order_and_once() -> None:
    redraws = full()
    put_off = range(1000, 1000 + PER_MINUTE + 2)
    assert redraws.affordable(cards(*put_off, 1000), NOW) == []
    assert redraws.due(NOW) == []
    assert redraws.due(NOW + MINUTE) == cards(*put_off[:PER_MINUTE])
    assert redraws.due(NOW + 2 * MINUTE) == cards(*put_off[PER_MINUTE:])
    assert redraws.due(NOW + 3 * MINUTE) == []


def test_a_long_quiet_time_saves_up_no_more_than_fits_at_once() -> None:
    redraws = full()
    redraws.affordable(cards(*range(1000, 1000 + 2 * AT_ONCE)), NOW)
    assert len(redraws.due(NOW + timedelta(days=30))) == AT_ONCE


def test_a_clock_set_back_loses_nothing() -> None:
    redraws = full(NOW + timedelta(days=1))
    redraws.affordable(cards(7), NOW + timedelta(days=1))
    assert redraws.due(NOW) == []
    assert redraws.due(NOW + MINUTE) == cards(7)
