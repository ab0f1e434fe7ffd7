"""The program's two clocks. Only `bot/app.py` makes one; everything else is given the time."""

import time
from datetime import UTC, datetime
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
