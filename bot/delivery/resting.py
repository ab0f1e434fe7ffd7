"""Outbox rows that are left alone for a while."""

from collections.abc import Set

from bot.clock import Clock

ALONE_PAUSE = 300.0
"""Seconds for a row in whose handling something failed: it holds its own lane only."""


class Resting:
    """Who rests, measured by the steady clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def leave(self, row_id: int, seconds: float = ALONE_PAUSE) -> None:
        """Leave this row alone for so long."""
        self._until[row_id] = self._clock.monotonic() + seconds

    def rows(self) -> Set[int]:
        """Ids of those whose time is not over."""
        now = self._clock.monotonic()
        self._until = {row: until for row, until in self._until.items() if until > now}
        return self._until.keys()

    def __contains__(self, row_id: int) -> bool:
        return row_id in self._until
