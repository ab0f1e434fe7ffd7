"""From stored events to what follows from them: one transaction for many, a savepoint for each."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from appeals.ports import Conflict
from bot.clock import Clock, QueueClock
from bot.enqueue import enqueue
from bot.faults import described
from bot.health import Health
from bot.house import House
from bot.metrics import Metrics
from bot.pauses import until
from bot.received import Received, Unreadable
from handlers import routing
from handlers.conversation import Incoming, ModeratorChat, Moved, Reply, Say, Toast, Words
from handlers.office import Office
from storage.errors import StorageError
from storage.inbox import RawEvent
from storage.store import Store, Unit

BATCH = 20
CONFLICTS = 5
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600))
CHANNEL_OFF = timedelta(minutes=10)
STORAGE_PAUSES = (0.2, 1.0, 5.0)
LONGEST_SLEEP = 30.0

Handle = Callable[[Incoming, Office], Awaitable[list[Reply]]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """A channel's receiving side: reads a raw event (raises Unreadable), learns what is stored.

    `press_received` and `received` are called after the commit, for each press and for the batch;
    they start what they have to do and return at once.
    """

    read: Callable[[str], Incoming]
    press_received: Callable[[str], None] = lambda _: None
    received: Callable[[Sequence[Received]], None] = lambda _: None


@dataclass(slots=True)
class Done:
    """What a transaction left to do after its commit."""

    toasts: list[tuple[str, Toast]] = field(default_factory=list)
    processed: list[RawEvent] = field(default_factory=list)


def cursor_name(channel: str, part: str = "") -> str:
    """Under which name it is stored how far this part of a channel was read."""
    return f"{channel} {part}" if part else channel


class Worker:
    """Works on the inbox. `wake_delivery` is called after each commit that may have left orders."""

    def __init__(
        self,
        store: Store,
        house: House,
        sources: Mapping[str, Source],
        clock: Clock,
        wake_delivery: Callable[[], None],
        *,
        handle: Handle = routing.handle,
        metrics: Metrics | None = None,
        health: Health | None = None,
    ) -> None:
        self._store, self._house, self._sources = store, house, sources
        self._clock, self._wake_delivery = clock, wake_delivery
        self._due, self._handle = QueueClock(clock), handle
        self._metrics, self._health = metrics or Metrics(), health or Health()
        self._wake = asyncio.Event()
        self._toasts: set[asyncio.Task[None]] = set()
        self._said_off: set[str] = set()

    async def receive(
        self, channel: str, batch: Sequence[Received], cursor: str | None, part: str = ""
    ) -> None:
        """Commit raw events and how far the channel was read; only then may it be acknowledged.

        What is read in several ways has a cursor for each `part`. Raises StorageError when nothing
        was stored.
        """
        now = self._clock.now()
        fresh = 0
        async with self._store.begin() as unit:
            for event in batch:
                fresh += await unit.inbox.put(
                    channel, event.event_id, event.conversation, event.raw, now
                )
            if cursor is not None:
                await unit.cursors.set(cursor_name(channel, part), cursor)
        self._metrics.received.labels(channel).inc(fresh)
        self._wake.set()
        source = self._sources[channel]
        for press in filter(None, (event.press for event in batch)):
            source.press_received(press)
        with contextlib.suppress(Exception):  # read marks and the like are worth no batch
            source.received(batch)

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    async def tell(self, words: Words) -> None:
        """Put a line into the moderator chat: a platform needs a person. Never raises."""
        try:
            async with self._store.begin() as unit:
                house = await self._house.today(unit)
                await enqueue([Say(ModeratorChat(), words)], unit, house, self._due.now())
        except Exception as error:  # the health page and the log name the trouble all the same
            log.error("staff_not_told", about=words.key, error=described(error))
        else:
            self._wake_delivery()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; a storage in trouble is tried again, nothing is lost."""
        failures = 0
        while not stop.is_set():
            self._wake.clear()
            try:
                pause = 0.0 if await self.step() else await self._until_due()
                failures = 0
                self._health.well("worker")
            except StorageError as error:
                self._health.ill("worker", type(error).__name__)
                pause = STORAGE_PAUSES[min(failures, len(STORAGE_PAUSES) - 1)]
                failures += 1
                await until([stop], pause)
                continue
            if pause:
                await until([self._wake, stop], pause)
        await self.settle()

    async def settle(self) -> None:
        """Wait for the toasts that are under way."""
        await asyncio.gather(*self._toasts, return_exceptions=True)

    async def step(self) -> int:
        """Work on the next events in one transaction; returns how many were claimed.

        Raises StorageError when the transaction was lost; everything will be claimed again.
        """
        now, done = self._due.now(), Done()
        async with self._store.begin() as unit:
            events = await unit.inbox.claim(BATCH, now)
            for event in events:
                await self._one(event, unit, now, done)
        self._after_commit(done)
        return len(events)

    async def _one(self, event: RawEvent, unit: Unit, now: datetime, done: Done) -> None:
        source = self._sources.get(event.channel)
        if source is None:
            await unit.inbox.put_off(event.id, now + CHANNEL_OFF, "the channel is switched off")
            self._off(event.channel)
            return
        house = await self._house.today(unit)
        for _ in range(CONFLICTS):
            try:
                async with unit.savepoint():
                    toasts = await self._handled(event, source, unit, house, now)
            except Conflict:
                continue
            except StorageError:
                raise
            except Unreadable as error:
                await self._bury(event, f"unreadable: {error}", unit, house, now)
            except Exception as error:  # an event's own fault must not stop the others
                await self._failed(event, described(error), unit, house, now)
            else:
                done.toasts += [(event.channel, toast) for toast in toasts]
                done.processed.append(event)
            return
        await self._failed(event, "conflict", unit, house, now)

    def _off(self, channel: str) -> None:
        """Said once: what came in waits until the channel is on again."""
        if channel not in self._said_off:
            self._said_off.add(channel)
            log.warning("channel_off_events_wait", channel=channel)

    async def _handled(
        self, event: RawEvent, source: Source, unit: Unit, house: House, now: datetime
    ) -> list[Toast]:
        incoming = source.read(event.raw)
        if isinstance(incoming, Moved):
            await unit.chats.moved(incoming.at.channel, incoming.at.chat, incoming.to_chat)
        replies = await self._handle(incoming, house.office(unit, self._clock.now()))
        toasts = await enqueue(replies, unit, house, now)
        await unit.inbox.done(event.id)
        return toasts

    async def _failed(
        self, event: RawEvent, why: str, unit: Unit, house: House, now: datetime
    ) -> None:
        """Tried again later, at last set aside."""
        self._metrics.failed.labels(event.channel).inc()
        if event.attempts >= len(BACK_OFF):
            await self._bury(event, why, unit, house, now)
            return
        log.warning("event_failed", inbox=event.id, attempt=event.attempts + 1, error=why)
        await unit.inbox.retry(event.id, now + BACK_OFF[event.attempts], why)

    async def _bury(
        self, event: RawEvent, why: str, unit: Unit, house: House, now: datetime
    ) -> None:
        """Set aside for a person, who is told its number; the conversation goes on."""
        self._metrics.dead.labels(event.channel).inc()
        log.error("event_dead", inbox=event.id, channel=event.channel, error=why)
        await unit.inbox.bury(event.id, why)
        notice: list[Reply] = [Say(ModeratorChat(), Words("dead-event", {"number": str(event.id)}))]
        try:
            async with unit.savepoint():
                await enqueue(notice, unit, house, now)
        except StorageError:
            raise
        except Exception as error:  # telling staff may not keep the event from being set aside
            log.error("dead_event_not_told", inbox=event.id, error=described(error))

    def _after_commit(self, done: Done) -> None:
        now = self._clock.now()
        for event in done.processed:
            self._metrics.processed.labels(event.channel).inc()
            waited = max((now - event.received_at).total_seconds(), 0)
            self._metrics.event_seconds.labels(event.channel).observe(waited)
        for channel, toast in done.toasts:
            task = asyncio.create_task(self._toast(channel, toast))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)
        self._wake_delivery()

    async def _toast(self, channel: str, toast: Toast) -> None:
        """Shown now or not at all."""
        with contextlib.suppress(Exception):
            text = self._house.texts.plain(toast.words)
            await self._house.channels[channel].toast(toast.press_id, text, toast.alert)

    async def _until_due(self) -> float:
        """Seconds to the next retry, looked at again soon lest a corrected clock oversleep it."""
        async with self._store.begin() as unit:
            due = await unit.inbox.next_due()
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - self._due.now()).total_seconds(), 0.05), LONGEST_SLEEP)
