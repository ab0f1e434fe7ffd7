"""Receiving by Long Poll: nothing is passed over before it is stored.

A loop of our own, because the library's moves on before it has looked at a batch, jumps silently
over a gap, and asks without a pause when the server is in trouble.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog

from bot.backoff import Backoff
from bot.pauses import Stopped, unless
from bot.platform import Receive, Wait
from bot.status import Status, Trouble
from bot.vk.client import Client
from bot.vk.cursor import Cursor, read_cursor
from bot.vk.failures import CallFailed
from bot.vk.longpoll import ALL_LOST, NEW_KEY, NEW_TS, Batch, Lost, Server, ask, find_server
from bot.vk.outcomes import trouble_of
from bot.vk.profiles import Profiles
from bot.vk.raw import date_of, people_in, raw_event
from bot.vk.reconciling import missed

TOO_QUICK = 0.5
TOKEN_FIRST, TOKEN_LONGEST = 60.0, 300.0
LOOK_AGAIN = 600.0
SLOW = frozenset({Trouble.TOKEN, Trouble.CAPTCHA})

log = structlog.get_logger(__name__)


class NotStored(Exception):
    """What came could not be stored; it is still at VK."""


class Poller:
    """Hands over every batch of events to `receive` before VK may forget it.

    `receive` stores events and cursor in one transaction and raises when it could not; then the
    same events are asked for again. `cursor` is the one stored last, `clock` gives aware UTC.
    `poll` is the long poll's length in seconds. `alarm` learns what only a person can end.
    """

    def __init__(
        self,
        client: Client,
        group_id: int,
        receive: Receive,
        status: Status,
        cursor: str | None = None,
        *,
        clock: Callable[[], datetime],
        poll: int = 25,
        backoff: Backoff | None = None,
        wait: Wait = asyncio.sleep,
        alarm: Callable[[Trouble | None], None] = lambda _: None,
    ) -> None:
        self._client, self._group_id = client, group_id
        self._receive, self.status, self._clock = receive, status, clock
        self._cursor, self._server = read_cursor(cursor), _NO_SERVER
        self._profiles = Profiles(client)
        self._poll, self._wait, self._alarm = poll, wait, alarm
        self._backoff = backoff or Backoff()
        self._slow_backoff = Backoff(TOKEN_FIRST, TOKEN_LONGEST, self._backoff.chance)
        self._look_again_at = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop` is set, whatever happens meanwhile (see `status`).

        A refused token is tried again too, about once a minute and then less often.
        """
        try:
            while not stop.is_set():
                await self._safe_turn(stop)
        except Stopped:
            self.status.ill(Trouble.STOPPED)

    async def _safe_turn(self, stop: asyncio.Event) -> None:
        try:
            await self._turn(stop)
        except NotStored:
            await self._rest(stop, Trouble.STORAGE)
        except CallFailed as error:
            self._server = _NO_SERVER
            await self._rest(stop, trouble_of(error))

    async def _turn(self, stop: asyncio.Event) -> None:
        if self._server is _NO_SERVER:
            self._server = await unless(stop, find_server(self._client, self._group_id))
        if self._cursor is None:
            await self._store([], self._first())
        cursor = self._cursor or self._first()
        if cursor.gap and time.monotonic() >= self._look_again_at:
            await self._look_for_missed(stop, cursor)
            return
        began, seconds = time.monotonic(), self._seconds()
        answer = await unless(stop, ask(self._client, self._server, cursor.ts, seconds))
        if isinstance(answer, Lost):
            await self._lost(stop, answer, cursor)
            return
        await self._hand_over(answer, cursor)
        if not answer.updates and time.monotonic() - began < TOO_QUICK:
            await unless(stop, self._wait(TOO_QUICK))

    async def _hand_over(self, batch: Batch, cursor: Cursor) -> None:
        if batch.updates or batch.ts != cursor.ts:
            dates = [date_of(value) for value in batch.updates]
            await self._store(batch.updates, cursor.advanced(batch.ts, dates))
        self._well()

    def _first(self) -> Cursor:
        """At the very first start what was written before is left as it is."""
        return Cursor(self._server.ts, int(self._clock().timestamp()))

    def _seconds(self) -> int:
        """A short poll at the beginning and after a trouble tells soon that all is well."""
        return self._poll if self.status.ok else 1

    async def _lost(self, stop: asyncio.Event, lost: Lost, cursor: Cursor) -> None:
        """An old key is no loss; the other two leave a gap, which is stored before going on."""
        if lost.failed not in {NEW_TS, NEW_KEY, ALL_LOST}:
            self._server = _NO_SERVER
            await self._rest(stop, Trouble.MALFORMED)
            return
        new = lost.ts if lost.failed == NEW_TS else ""
        if not new:
            self._server = await unless(stop, find_server(self._client, self._group_id))
        if lost.failed != NEW_KEY:
            log.warning("vk_history_lost", reason=f"failed {lost.failed}")
            await self._store([], cursor.broken(new or self._server.ts))

    async def _look_for_missed(self, stop: asyncio.Event, cursor: Cursor) -> None:
        """Look through the dialogs; when VK won't have it, receiving goes on and it waits."""
        try:
            await unless(stop, self._missed(cursor.gap))
        except CallFailed as error:
            if trouble_of(error) is not Trouble.REFUSED:
                raise
            log.error("vk_history_refused", error=str(error))
            self._look_again_at = time.monotonic() + LOOK_AGAIN
            return
        await self._store([], (self._cursor or cursor).mended())
        log.info("vk_history_looked_through")

    async def _missed(self, since: int) -> None:
        async for events in missed(self._client, self._group_id, since):
            if events:
                await self._store(events, None)

    async def _store(self, updates: Sequence[Any], cursor: Cursor | None) -> None:
        """Storing is not interrupted by `stop`: it ends in a commit or an exception."""
        people = await self._profiles.of(one for value in updates for one in people_in(value))
        now = self._clock()
        events = [raw_event(value, now, people) for value in updates]
        try:
            await self._receive(events, cursor.text() if cursor else None)
        except Exception as error:  # whatever storing fails with, ask again later
            log.error("vk_events_not_stored", error=type(error).__name__)
            raise NotStored from None
        self._cursor = cursor or self._cursor

    def _well(self) -> None:
        self._backoff.reset()
        self._slow_backoff.reset()
        self._alarm(None)
        if self.status.well():
            log.info("vk_polling_works")

    async def _rest(self, stop: asyncio.Event, trouble: Trouble) -> None:
        slow = trouble in SLOW
        if self.status.ill(trouble):
            tell = log.error if slow else log.warning
            tell("vk_token_refused" if slow else "vk_polling_fails", trouble=trouble)
        if slow:
            self._alarm(trouble)
        pause = self._slow_backoff.next() if slow else self._backoff.next()
        await unless(stop, self._wait(pause))


_NO_SERVER = Server("", "", "")
