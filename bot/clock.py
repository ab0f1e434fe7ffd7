"""The program's two clocks. Only `bot/app.py` makes one; everything else is given the time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

FARTHEST = 10 * 366 * 24 * 3600
"""Seconds. No deadline lies farther ahead, so the sandbox's clock need not go farther."""


class Clock(Protocol):
    """Wall time for what people see and rows remember, a steady time for waits and limits."""

    def now(self) -> datetime:
        """Aware UTC; may jump when the administrator or NTP corrects the machine's clock."""

    def monotonic(self) -> float:
        """Seconds since some moment; never jumps."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of the machine's steady clock."""
        return time.monotonic()


class OffsetClock:
    """A clock whose wall time is put forward, for the sandbox only; never back.

    `offset` is in seconds ahead of `base`. Steady time goes along only when it is `steady_too`:
    then pauses and limits pass as fast as deadlines do.
    """

    def __init__(self, base: Clock, offset: float = 0.0, *, steady_too: bool = False) -> None:
        self._base, self._steady_too = base, steady_too
        self.offset = 0.0
        self.put_forward(offset)

    def now(self) -> datetime:
        """Aware UTC, ahead of the base by the offset."""
        return self._base.now() + timedelta(seconds=self.offset)

    def monotonic(self) -> float:
        """The base's own, unless steady time goes along."""
        return self._base.monotonic() + (self.offset if self._steady_too else 0.0)

    def put_forward(self, offset: float) -> None:
        """Be so many seconds ahead of the base from now on; the same offset again is no change.

        Raises ValueError for less than now, for more than `FARTHEST` and for what is no number.
        """
        if not self.offset <= offset <= FARTHEST:
            raise ValueError(offset)
        self.offset = offset


class QueueClock:
    """The time by which queues decide what is due: the wall clock, but never set back.

    When the wall clock is corrected backwards, rows would otherwise wait as long as it was wrong.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began, self._began_steady = clock.now(), clock.monotonic()

    def now(self) -> datetime:
        """Aware UTC; the later of the wall clock and the time counted since the start."""
        passed = timedelta(seconds=self._clock.monotonic() - self._began_steady)
        return max(self._clock.now(), self._began + passed)
