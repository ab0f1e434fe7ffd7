"""Looking at something again and again, beside receiving: its troubles are its own.

What looks here may be refused, limited or slow; whoever receives and sends notices nothing of it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.backoff import Backoff
from bot.faults import described
from bot.pauses import Stopped, unless, until
from bot.platform import Wait
from bot.status import Trouble
from bot.vk.failures import CallFailed
from bot.vk.outcomes import trouble_of

SLOW = frozenset({Trouble.TOKEN, Trouble.CAPTCHA, Trouble.TOO_FAST, Trouble.REFUSED})

log = structlog.get_logger(__name__)


class Rounds:
    """Calls `look` every `every` seconds, after failures less often, until stopped.

    `soon` is set to have it look at once. `alarm` learns what only a person can end.
    """

    def __init__(
        self,
        name: str,
        look: Callable[[], Awaitable[None]],
        every: float,
        *,
        wait: Wait = asyncio.sleep,
        alarm: Callable[[Trouble | None], None] = lambda _: None,
        soon: asyncio.Event | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._name, self._look, self._every = name, look, every
        self._wait, self._alarm, self._soon = wait, alarm, soon or asyncio.Event()
        self._quick, self._slow = Backoff(5.0, 300.0, chance), Backoff(60.0, 1800.0, chance)
        self._ill = ""

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Raises nothing."""
        while not stop.is_set():
            self._soon.clear()
            try:
                await unless(stop, self._look())
                pause = self._well()
            except Stopped:
                return
            except CallFailed as error:
                pause = self._failed(error)
            except Exception as error:  # whatever it is, receiving goes on and this tries again
                pause = self._strange(described(error), self._quick)
            await _rest(self._wait, pause, [stop, self._soon])

    def _well(self) -> float:
        if self._ill:
            log.info("vk_round_works", round=self._name)
        self._ill = ""
        self._quick.reset()
        self._slow.reset()
        self._alarm(None)
        return self._every

    def _failed(self, error: CallFailed) -> float:
        trouble = trouble_of(error)
        if trouble in SLOW:
            self._alarm(trouble)
        return self._strange(str(error), self._slow if trouble in SLOW else self._quick)

    def _strange(self, why: str, backoff: Backoff) -> float:
        """Told once for each trouble that is another than the one before."""
        if self._ill != why:
            self._ill = why
            log.warning("vk_round_fails", round=self._name, error=why)
        return max(backoff.next(), self._every)


async def _rest(wait: Wait, seconds: float, events: Sequence[asyncio.Event]) -> None:
    """So many seconds by `wait`, or until one of the events is set."""
    resting = asyncio.ensure_future(wait(seconds))
    over = asyncio.Event()
    resting.add_done_callback(lambda _: over.set())
    try:
        await until([*events, over], float(seconds) + 3600.0)
    finally:
        resting.cancel()
        await asyncio.gather(resting, return_exceptions=True)
