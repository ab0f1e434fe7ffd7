"""An end to what would never end: a careless pattern, a loop that looks back at everything."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENOUGH = 5.0


class Runaway(Exception):
    """It worked for so long that it would not have ended."""


@contextmanager
def not_running_away(seconds: float = ENOUGH) -> Iterator[None]:
    """Raise Runaway after so many seconds of this process's own work; others' work costs none.

    Many times what is needed, so that no slow machine decides.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Runaway

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
