"""Receiving by getUpdates: nothing is confirmed to Telegram before it is stored.

A loop of our own, because a ready-made one confirms a batch while its handlers still run, and asks
for a batch with one unreadable update again and again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.backoff import Backoff
from bot.pauses import Stopped, unless
from bot.received import Received
from bot.status import Status, Trouble
from bot.telegram.client import Wait
from bot.telegram.raw import KINDS, next_offset, raw_update
from bot.telegram.status import pause_asked, trouble_of

BATCH = 100
TOO_QUICK = 0.5
GRACE = 10
TOKEN_FIRST, TOKEN_LONGEST = 60.0, 300.0

Receive = Callable[[list[Received], str | None], Awaitable[None]]

log = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates whose answer is not looked into: one invalid update can't spoil the others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = 0
    allowed_updates: list[str]


class Poller:
    """Hands over every batch of updates to `receive` before Telegram may forget it.

    `receive(updates, new_offset)` stores both in one transaction and raises when it could not; then
    the same updates are asked for again. `new_offset` is None when no update had a number. `cursor`
    is the offset stored last. `poll` is the long poll's length in seconds.
    """

    def __init__(
        self,
        bot: Bot,
        receive: Receive,
        status: Status,
        cursor: str | None = None,
        *,
        poll: int = 25,
        backoff: Backoff | None = None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._bot, self._receive, self.status = bot, receive, status
        self._offset = int(cursor) if cursor else None
        self._poll, self._backoff, self._wait = poll, backoff or Backoff(), wait
        self._token_backoff = Backoff(TOKEN_FIRST, TOKEN_LONGEST, self._backoff.chance)

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop` is set, whatever happens meanwhile (see `status`).

        A refused token is tried again too, about once a minute and then less often: it may have
        been withdrawn by mistake, and everything goes on when it is good again.
        """
        try:
            await self._drop_webhook(stop)
            while not stop.is_set():
                await self._turn(stop)
        except Stopped:
            self.status.ill(Trouble.STOPPED)

    async def _drop_webhook(self, stop: asyncio.Event) -> None:
        """Once: a webhook set earlier would keep getUpdates from working. Nothing is dropped."""
        while True:
            try:
                await unless(stop, self._bot(DeleteWebhook()))
            except Stopped:
                raise
            except Exception as error:  # every failure is classified and waited off
                await self._rest(stop, trouble_of(error), pause_asked(error))
            else:
                return self._backoff.reset()

    async def _turn(self, stop: asyncio.Event) -> None:
        began, seconds = time.monotonic(), self._seconds()
        try:
            batch = await unless(stop, self._ask(seconds))
        except Stopped:
            raise
        except Exception as error:  # every failure is classified and waited off
            await self._rest(stop, trouble_of(error), pause_asked(error))
            return
        if batch:
            await self._hand_over(batch, stop)
            return
        self._well()
        if seconds and time.monotonic() - began < TOO_QUICK:
            await unless(stop, self._wait(TOO_QUICK))

    def _seconds(self) -> int:
        """A short poll at the beginning and after a trouble tells at once that all is well.

        Not while another program polls too: a short poll would succeed between two of its own.
        """
        return self._poll if self.status.trouble in {None, Trouble.CONFLICT} else 0

    async def _ask(self, seconds: int) -> list[Any]:
        ask = GetRawUpdates(offset=self._offset, timeout=seconds, allowed_updates=list(KINDS))
        return await self._bot(ask, request_timeout=seconds + GRACE)

    async def _hand_over(self, batch: list[Any], stop: asyncio.Event) -> None:
        """Storing is not interrupted by `stop`: it ends in a commit or an exception."""
        offset = next_offset(batch)
        try:
            await self._receive([raw_update(value) for value in batch], offset)
        except Exception as error:  # whatever storing fails with, ask again later
            log.error("telegram_updates_not_stored", error=type(error).__name__)
            await self._rest(stop, Trouble.STORAGE)
            return
        if offset is None:
            await self._rest(stop, Trouble.MALFORMED)
            return
        self._offset = int(offset)
        self._well()

    def _well(self) -> None:
        self._backoff.reset()
        self._token_backoff.reset()
        if self.status.well():
            log.info("telegram_polling_works")

    async def _rest(self, stop: asyncio.Event, trouble: Trouble, asked: float = 0) -> None:
        refused = trouble is Trouble.TOKEN
        if self.status.ill(trouble):
            tell = log.error if refused else log.warning
            tell("telegram_token_refused" if refused else "telegram_polling_fails", trouble=trouble)
        pause = self._token_backoff.next() if refused else self._backoff.next()
        await unless(stop, self._wait(max(asked, pause)))
