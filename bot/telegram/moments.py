"""Moments as Telegram writes them down."""

from datetime import UTC, datetime

from bot.received import Unreadable

EARLIEST = datetime(2013, 8, 14, tzinfo=UTC)


def moment(when: datetime | int) -> datetime:
    """Aware UTC. Raises Unreadable for a moment before Telegram was there."""
    try:
        found = datetime.fromtimestamp(when, UTC) if isinstance(when, int) else when
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        found = EARLIEST
    if found <= EARLIEST:
        raise Unreadable("date: out of range")
    return found
