"""Telling a bot that is still starting how late it is, again and again until it has heard."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from sandbox.behind import BotAwayError, BotRefusedError

AGAIN_SECONDS = 0.2


class Persistence:
    """Calls ``tell`` until the bot answers it, refuses it, or is no longer ``running``.

    The bot learns the clock's offset from its environment when it starts, so one that ends
    needs no telling any more. ``tell`` raises BotAwayError while the bot does not answer.
    """

    def __init__(
        self,
        tell: Callable[[], Awaitable[object]],
        running: Callable[[], bool],
        again: float = AGAIN_SECONDS,
    ) -> None:
        self._tell, self._running, self._again = tell, running, again
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Go on in the background, unless that is being done already or nobody is there."""
        if self._running() and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._go_on())

    async def over(self) -> None:
        """Wait until there is nothing to tell any more."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def close(self) -> None:
        """Give up: the sandbox goes down."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _go_on(self) -> None:
        while self._running():
            try:
                await self._tell()
            except BotAwayError:
                await asyncio.sleep(self._again)
            except BotRefusedError:
                # It has put its clock forward or never will; whoever asks next is told why.
                return
            else:
                return
