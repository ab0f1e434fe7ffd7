"""The program's two clocks. Only `bot/app.py` makes one; everything else is given the time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


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
