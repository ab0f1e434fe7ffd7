"""Answers to pressed buttons: at once, at most once, and never missing.

A pressed button turns a wheel until it is answered, so an empty answer goes out after two seconds
when the worker had nothing to say by then.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

PATIENCE = 2.0
REMEMBERED = 1000

Answer = Callable[[str, str, bool], Awaitable[object]]
"""Answers a press (its id) with a text, empty for none; True: in a window of its own."""


class Toasts:
    """Answers presses; a failure only means that somebody sees a wheel a little longer."""

    def __init__(
        self, answer: Answer, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._ask, self._wait = answer, wait
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._answered: deque[str] = deque(maxlen=REMEMBERED)

    def press_received(self, press_id: str) -> None:
        """Start the two seconds. For each press, in the loop that runs the bot."""
        if press_id and press_id not in self._timers and press_id not in self._answered:
            self._timers[press_id] = asyncio.create_task(self._answer_empty(press_id))

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Show `text`, unless this press was answered already."""
        if press_id in self._answered:
            return
        timer = self._timers.pop(press_id, None)
        if timer:
            timer.cancel()
        await self._answer(press_id, text, alert)

    async def close(self) -> None:
        """Let the timers go."""
        timers = list(self._timers.values())
        for timer in timers:
            timer.cancel()
        await asyncio.gather(*timers, return_exceptions=True)
        self._timers.clear()

    async def _answer_empty(self, press_id: str) -> None:
        await self._wait(PATIENCE)
        task = self._timers.pop(press_id, None)
        if task:
            await self._answer(press_id, "", False)

    async def _answer(self, press_id: str, text: str, alert: bool) -> None:
        self._answered.append(press_id)
        # Too late, offline …: a toast is not worth a retry.
        with suppress(Exception):
            await self._ask(press_id, text, alert)
