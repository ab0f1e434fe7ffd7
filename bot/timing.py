"""The timetable at work: units of work over the store, what fails is logged and shown as ill."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.clock import Clock, QueueClock
from bot.enqueue import enqueue
from bot.faults import described
from bot.health import Health
from bot.house import House
from bot.settings import Settings
from handlers import alive, weekly
from handlers.conversation import Reply
from handlers.office import Office
from scheduler import Begin, Complain, Job, Ticker, Timetable, regular
from storage.store import Store, Unit

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One transaction as the timetable sees it; `queued_at` is the queues' own time."""

    office: Office
    unit: Unit
    house: House
    queued_at: datetime
    said: list[Reply] = field(default_factory=list)

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What fails inside is undone alone."""
        return self.unit.savepoint()

    async def put(self, replies: Sequence[Reply]) -> None:
        """Into the outbox."""
        await enqueue(replies, self.unit, self.house, self.queued_at)
        self.said.extend(replies)


class Led(Timetable):
    """The timetable of one of several processes: what is due is done by the one that `leads`.

    Whoever begins to lead looks first for a downtime and for changed rules, as at any start: the
    one that led before may have been gone for long.
    """

    def __init__(
        self,
        begin: Begin,
        jobs: Iterable[Job],
        complain: Complain,
        leads: Callable[[], Awaitable[bool]],
    ) -> None:
        super().__init__(begin, jobs, complain)
        self._leads, self._led = leads, False

    async def start(self, now: datetime) -> None:
        """As `Timetable.start`, as soon as this process leads."""
        if await self._leads():
            await super().start(now)
            self._led = True

    async def run_due(self, now: datetime) -> bool:
        """As `Timetable.run_due`; nothing while another process leads."""
        if not await self._leads():
            if self._led:
                log.warning("timetable_given_up")
            self._led = False
            return False
        if not self._led:
            log.info("timetable_taken_over")
            await self.start(now)
        return await super().run_due(now)


class Timing:
    """The timetable with its ticks. `wake_delivery` is called when something is to be sent."""

    def __init__(
        self,
        store: Store,
        house: House,
        clock: Clock,
        *,
        jobs: Iterable[Job] = (),
        wake_delivery: Callable[[], None] = lambda: None,
        health: Health | None = None,
    ) -> None:
        self._store, self._house, self._clock = store, house, clock
        self._due, self._wake_delivery = QueueClock(clock), wake_delivery
        self._health = health or Health()
        self.timetable = Led(self._begin, jobs, self._complain, store.leadership.leads)
        self.ticker = Ticker(self.timetable, clock.now, self._after)

    async def start(self) -> None:
        """Once, when the tables are ready."""
        await self.timetable.start(self._clock.now())

    @asynccontextmanager
    async def _begin(self, now: datetime) -> AsyncIterator[UnitOfWork]:
        async with self._store.begin() as unit:
            house = await self._house.today(unit)
            work = UnitOfWork(house.office(unit, now), unit, house, self._due.now())
            yield work
        if work.said:
            self._wake_delivery()

    def _complain(self, what: str, error: Exception) -> None:
        log.error("due_step_failed", part=what, error=described(error))

    def _after(self, error: Exception | None) -> None:
        if error is None:
            self._health.well("timetable")
        else:
            self._health.ill("timetable", type(error).__name__)
            log.error("timetable_failed", error=described(error))


def jobs_of(settings: Settings) -> list[Job]:
    """The regular jobs of this installation; what is switched off is left out."""
    control, zone = settings.control, settings.authority.timezone
    table = {
        "preventive": (control.preventive, weekly.preventive),
        "final": (control.final, weekly.final),
        "alive": (control.alive, alive.alive),
    }
    return [
        regular(name, run, zone, when.at, when.day)
        for name, (when, run) in table.items()
        if when is not None
    ]
