"""Receiving by Long Poll: nothing is passed over before it is stored.

A loop of our own, because the library's moves on before it has looked at a batch, jumps silently
over a gap, and asks without a pause when the server is in trouble.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot.backoff import Backoff
from bot.pauses import Stopped, unless
from bot.platform import Receive, Wait
from bot.status import Status, Trouble
from bot.vk.client import Client
from bot.vk.cursor import Cursor, read_cursor
from bot.vk.failures import CallFailed, Garbled
from bot.vk.longpoll import ALL_LOST, NEW_KEY, NEW_TS, Batch, Lost, Server, ask, find_server
from bot.vk.outcomes import trouble_of
from bot.vk.profiles import Profiles
from bot.vk.raw import date_of, people_in, raw_event
from bot.vk.reconciling import KEPT, missed, newest, unanswered

TOO_QUICK = 0.5
TOKEN_FIRST, TOKEN_LONGEST = 60.0, 300.0
LOOK_AGAIN = 600.0
MOST_GARBLED = 5
"""In a row. What VK can't say readably now it may never say: its messages stand in the dialogs."""
SLOW = frozenset({Trouble.TOKEN, Trouble.CAPTCHA})

log = structlog.get_logger(__name__)


class NotStored(Exception):
    """What came could not be stored; it is still at VK."""


@dataclass(frozen=True, slots=True)
class WallGap:
    """Comments since then (Unix seconds) may be missing. `first`: nobody has ever looked."""

    since: int
    first: bool
    number: int


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
        if self._cursor and not self._cursor.group:
            self._cursor = replace(self._cursor, group=group_id)
        self._profiles = Profiles(client)
        self._poll, self._wait, self._alarm = poll, wait, alarm
        self._backoff = backoff or Backoff()
        self._slow_backoff = Backoff(TOKEN_FIRST, TOKEN_LONGEST, self._backoff.chance)
        self._look_again_at = float("-inf")
        self._garbled = 0
        self._gaps, self._gaps_looked = 0, -1
        self.wall_broken = asyncio.Event()
        """Set when comments may be missing: see `wall_gap`."""

    @property
    def wall_gap(self) -> "WallGap | None":
        """What may be missing on the wall."""
        cursor = self._cursor and self._settled(self._cursor)
        if not cursor or not cursor.wall:
            return None
        return WallGap(cursor.wall, bool(cursor.wall_first), self._gaps)

    def wall_mended(self, gap: "WallGap") -> None:
        """It was looked through, unless history was lost again meanwhile.

        Stored with what comes next, for it may as well be done once more.
        """
        if gap.number == self._gaps:
            self._gaps_looked = gap.number

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop` is set, whatever happens meanwhile (see `status`).

        A refused token is tried again too, about once a minute and then less often. Of another
        community than the stored one nothing is received: it numbers its messages anew, and they
        would be taken for those that are stored under these numbers.
        """
        try:
            if self._cursor and self._cursor.group != self._group_id:
                self.status.ill(Trouble.OTHER_COMMUNITY)
                self._alarm(Trouble.OTHER_COMMUNITY)
                log.error("vk_other_community", problem="a database serves one community only")
                await stop.wait()
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
            self._garbled += isinstance(error, Garbled)
            await self._rest(stop, trouble_of(error))

    async def _turn(self, stop: asyncio.Event) -> None:
        if self._server is _NO_SERVER:
            self._server = await unless(stop, find_server(self._client, self._group_id))
        if self._cursor is None:
            await self._store([], await unless(stop, self._first()))
        cursor = self._cursor
        if cursor is None:
            return
        if (cursor.first or cursor.gap) and time.monotonic() >= self._look_again_at:
            await self._look_for_missed(stop, cursor)
            return
        if self._garbled >= MOST_GARBLED:
            await self._pass_over(cursor)
            return
        began, seconds = time.monotonic(), self._seconds()
        answer = await unless(stop, ask(self._client, self._server, cursor.ts, seconds))
        self._garbled = 0
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

    async def _first(self) -> Cursor:
        """At the very first start; those who wait for an answer then are looked for.

        The server's number is known already: what comes from now on has a later one.
        """
        now = int(self._clock().timestamp())
        since = now - KEPT
        return Cursor(
            self._server.ts,
            now,
            first=since,
            group=self._group_id,
            wall=since,
            wall_first=1,
            stood=await self._newest(),
        )

    async def _newest(self) -> int:
        """The date of the newest message, 0 when VK won't tell."""
        try:
            return await newest(self._client)
        except CallFailed as error:
            if trouble_of(error) is Trouble.REFUSED:
                return 0
            raise

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
            await self._store([], self._broken(cursor, new or self._server.ts))

    async def _pass_over(self, cursor: Cursor) -> None:
        """Go on behind what can't be read; the server was just asked for its newest event."""
        log.error("vk_history_lost", reason="answers nobody can read")
        await self._store([], self._broken(cursor, self._server.ts))
        self._garbled = 0

    async def _look_for_missed(self, stop: asyncio.Event, cursor: Cursor) -> None:
        """Look through the dialogs; when VK won't have it, receiving goes on and it waits."""
        try:
            after = await unless(stop, self._looked_through(cursor))
        except CallFailed as error:
            if trouble_of(error) is not Trouble.REFUSED and not self._is_hopeless(error):
                raise
            log.error("vk_history_refused", error=str(error))
            self._look_again_at = time.monotonic() + LOOK_AGAIN
            self._garbled = 0
            return
        self._garbled = 0
        await self._store([], after)
        log.info("vk_history_looked_through")

    def _is_hopeless(self, error: CallFailed) -> bool:
        return isinstance(error, Garbled) and self._garbled + 1 >= MOST_GARBLED

    async def _looked_through(self, cursor: Cursor) -> Cursor:
        """First those who were waiting at the very beginning, then what a gap has swallowed."""
        if cursor.first:
            waited = unanswered(self._client, self._group_id, cursor.first, cursor.stood)
            found, after = waited, cursor.begun()
        else:
            found, after = missed(self._client, self._group_id, cursor.gap), cursor.mended()
        async for events in found:
            if events:
                await self._store(events, None)
        return after

    async def _store(self, updates: Sequence[Any], cursor: Cursor | None) -> None:
        """Storing is not interrupted by `stop`: it ends in a commit or an exception."""
        cursor = cursor and self._settled(cursor)
        people = await self._profiles.of(one for value in updates for one in people_in(value))
        now = self._clock()
        try:
            events = [raw_event(value, now, people) for value in updates]
        except RecursionError:
            raise Garbled("too deep") from None
        try:
            await self._receive(events, cursor.text() if cursor else None)
        except Exception as error:  # whatever storing fails with, ask again later
            log.error("vk_events_not_stored", error=type(error).__name__)
            raise NotStored from None
        self._cursor = cursor or self._cursor
        if self.wall_gap:
            self.wall_broken.set()

    def _settled(self, cursor: Cursor) -> Cursor:
        """A turn may have begun with a cursor of before the wall was looked through."""
        return cursor.wall_mended() if self._gaps_looked == self._gaps else cursor

    def _broken(self, cursor: Cursor, ts: str) -> Cursor:
        broken = self._settled(cursor).broken(ts)
        self._gaps += 1
        return broken

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
