"""After each pause of a storm one harmless call says whether it is over."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.delivery.turn import LIMITED_SLEEP
from bot.delivery.weather import Weather
from bot.limits import Limits
from handlers.conversation import Unknown

LOOK_OUT = 30.0
"""Seconds that the harmless call may take."""


class Lookout:
    """One channel's; `responds` makes the call, `wake` is set when its answer is there."""

    def __init__(
        self,
        responds: Callable[[], Awaitable[bool]],
        limits: Limits,
        weather: Weather,
        clock: Clock,
        wake: asyncio.Event,
    ) -> None:
        self._responds, self._limits, self._weather = responds, limits, weather
        self._clock, self._wake = clock, wake
        self._task: asyncio.Task[None] | None = None

    @property
    def task(self) -> asyncio.Task[None] | None:
        """The call that is under way."""
        return None if self._task is None or self._task.done() else self._task

    def look(self) -> float:
        """Begin the call, unless it is too early or under way; returns seconds until the next."""
        wait = self._limits.paused_in("")
        if wait or self.task:
            return min(wait, LIMITED_SLEEP) or LIMITED_SLEEP
        self._task = asyncio.create_task(self._looked())
        return 0.0

    async def _looked(self) -> None:
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(LOOK_OUT):
                fair = await self._responds()
        except Exception:  # a channel promises not to raise; then nobody knows
            fair = False
        if fair:
            self._weather.cleared = True
        elif storm := self._weather.after(Unknown("no answer"), began, self._clock.monotonic()):
            self._limits.pause(None, storm)
        self._wake.set()
