"""The page's clock: it is put forward for Telegram and the bot together, and shows what is next."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.behind import STOPPED, Behind, BotAwayError
from sandbox.core import NotPossibleError
from sandbox.persistence import Persistence
from sandbox.world import World

Json = dict[str, Any]
ZONE = "Asia/Novosibirsk"
"""Of the preset that the sandbox's bot serves; while the bot is down nobody else can tell."""

NEXT = "next"
_MILLISECONDS = 1000


class TimeControl:
    """Moves the world's clock first, so that nothing is dated before the moment it answers to.

    ``running`` tells whether the bot's process lives, ``keep`` saves the world. A bot that is
    still starting is told of a move in the background, as soon as it answers.
    """

    def __init__(
        self,
        world: World,
        behind: Behind,
        running: Callable[[], bool],
        keep: Callable[[], Awaitable[None]],
    ) -> None:
        self._world, self._running, self._keep = world, running, keep
        self._behind = behind
        self._moving = asyncio.Lock()
        self.later = Persistence(self._tell_in_turn, running)

    def behind(self) -> Behind:
        """Return the way to the bot's pages; raises BotAwayError while its process is ended."""
        if not self._running():
            raise BotAwayError(STOPPED)
        return self._behind

    async def clock(self) -> Json:
        """Return the bot's clock, or the world's own while the bot is away."""
        async with self._moving:
            try:
                shown = await self.behind().clock()
                if shown["offset"] < self._world.clock_offset:
                    # It was starting when the clock was put forward.
                    shown = await self._tell()
            except BotAwayError:
                return self._own()
            return shown

    async def forward(self, seconds: float) -> Json:
        """Let time pass at once; returns the clock once the bot has done all that fell due."""
        async with self._moving:
            return await self._move(seconds)

    async def to_next(self) -> Json:
        """Let time pass until the bot's next step; raises BotAwayError without a bot."""
        async with self._moving:
            following = (await self.behind().clock())["next"]
            if following is None:
                raise NotPossibleError("впереди нет ни одного срока")
            # Rounded up, lest the step be missed by a part of a millisecond.
            wait = math.ceil(following["in_seconds"] * _MILLISECONDS) / _MILLISECONDS
            return await self._move(max(wait, 0.0))

    async def _move(self, seconds: float) -> Json:
        self._world.put_forward(seconds)
        await self._keep()
        try:
            return await self._tell()
        except BotAwayError:
            self.later.begin()
            return self._own()

    async def _tell_in_turn(self) -> None:
        async with self._moving:
            await self._tell()

    async def _tell(self) -> Json:
        shown = await self.behind().put_forward(self._world.clock_offset)
        self._world.announce("behind")
        return shown

    def _own(self) -> Json:
        now = self._world.now()
        return {
            "now": now.isoformat(),
            "zone": ZONE,
            "local": f"{now.astimezone(ZoneInfo(ZONE)):%d.%m, %H:%M}",
            "offset": self._world.clock_offset,
            "next": None,
        }
