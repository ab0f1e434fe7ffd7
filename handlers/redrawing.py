"""Cards that have become overdue, redrawn no faster than the moderator chat takes it.

The chat takes some twenty actions a minute and has better use for them: a card says what the
notices have said already. What is put off is drawn in its turn, or with whatever happens next.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.conversation import Priority, Refresh, Reply

AT_ONCE = 200
PER_MINUTE = 10

_MINUTE = timedelta(minutes=1)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Redraws:
    """How many cards may be redrawn at a moment, and which ones wait; kept in memory only.

    `now` is the timetable's moment; a clock that is set back only makes the others wait.
    """

    def __init__(self) -> None:
        self._room, self._looked = float(AT_ONCE), _NEVER
        self._waiting: dict[int, None] = {}

    def affordable(self, replies: Sequence[Reply], now: datetime) -> list[Reply]:
        """The replies without the redraws that there is no room for; these wait."""
        self._refill(now)
        return [reply for reply in replies if not isinstance(reply, Refresh) or self._fits(reply)]

    def due(self, now: datetime) -> list[Reply]:
        """Redraws that had to wait and have room now, the longest waiting first."""
        self._refill(now)
        ready = list(self._waiting)[: int(self._room)]
        for appeal_id in ready:
            del self._waiting[appeal_id]
        self._room -= len(ready)
        return [Refresh(appeal_id, Priority.BULK) for appeal_id in ready]

    def _fits(self, redraw: Refresh) -> bool:
        if self._room < 1:
            self._waiting[redraw.appeal_id] = None
            return False
        self._room -= 1
        return True

    def _refill(self, now: datetime) -> None:
        if self._looked < now:
            self._room = min(self._room + PER_MINUTE * ((now - self._looked) / _MINUTE), AT_ONCE)
        self._looked = now
