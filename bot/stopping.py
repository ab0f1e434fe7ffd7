"""How the program ends: told once, in good order and in time; told twice, at once.

Both are safe: what was received and what is to be sent stands in the database.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

LATEST = 9.0
"""Seconds from the signal to the end, whatever hangs: who stops a service waits ten."""
CUT_SHORT = 1
_BY_SIGNAL = 128

SIGNALS = (signal.SIGTERM, signal.SIGINT)

log = structlog.get_logger(__name__)


class Stopping:
    """`asked` is set by the first signal. `leave` ends the process with an exit code."""

    def __init__(self, latest: float = LATEST, leave: Callable[[int], object] = os._exit) -> None:
        self.asked = asyncio.Event()
        self._leave = leave
        self._last = threading.Timer(latest, self._cut_short)
        self._last.daemon = True

    @contextmanager
    def by_signals(self) -> Iterator[asyncio.Event]:
        """Within the block SIGTERM and SIGINT mean this; `asked` is handed out.

        The block has to last until everything is closed.
        """
        loop = asyncio.get_running_loop()
        for sign in SIGNALS:
            loop.add_signal_handler(sign, self.told, sign)
        try:
            yield self.asked
        finally:
            self._last.cancel()
            for sign in SIGNALS:
                loop.remove_signal_handler(sign)

    def told(self, sign: signal.Signals) -> None:
        """A signal has come."""
        if self.asked.is_set():
            log.warning("stopped_at_once", signal=sign.name)
            self._leave(_BY_SIGNAL + sign)
            return
        log.info("stopping", signal=sign.name)
        self._last.start()
        self.asked.set()

    def _cut_short(self) -> None:
        """In a thread, for the loop itself may hang."""
        log.error("stop_cut_short", seconds=LATEST)
        self._leave(CUT_SHORT)
