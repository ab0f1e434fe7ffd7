"""The timetable: a tick that calls `run_due(now)`, one line for each kind of regular job.

APScheduler only ticks: it can't follow a clock that is moved, and drops what it missed. What is due
stands in rows: the next rung of each appeal, and the next time of each regular job, which a
`CronTrigger` counts from the moment the job has run. So downtime and a moved clock lose nothing. A
clock that was ahead and is put right repeats what it told too early: each rung comes once more in
its own time, for being told twice beats silence.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from appeals.ports import Conflict
from handlers import deadlines, downtime, flood, incident_sending, notices, recomputing
from handlers.conversation import Reply
from handlers.office import Office
from handlers.redrawing import Redraws

TICK = 0.5
"""Seconds. Due steps are promised within a second."""

APPEALS_AT_ONCE = 50
RECOMPUTED_AT_ONCE = 25
ANSWERED_AT_ONCE = 15
"""Small transactions: messages are worked on in between."""

ALIVE_EVERY = timedelta(seconds=30)
FLOOD_EVERY = timedelta(seconds=5)
SET_ASIDE = timedelta(minutes=5)
CONFLICTS = 5
RETRIES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))
"""After so long a regular job that failed is tried again; then it waits for its next time."""
_INSTANT = timedelta.resolution

Run = Callable[[Office], Awaitable[list[Reply]]]


class Work(Protocol):
    """One unit of work of the timetable."""

    @property
    def office(self) -> Office:
        """What the handlers may use."""

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What fails inside is undone alone."""

    async def put(self, replies: Sequence[Reply]) -> None:
        """Store what is to be said."""


Begin = Callable[[datetime], AbstractAsyncContextManager[Work]]
Complain = Callable[[str, Exception], None]
After = Callable[[Exception | None], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A regular job: its name in the rows, when it runs (in the authority's zone), what it does."""

    name: str
    when: CronTrigger
    run: Run


def regular(name: str, run: Run, zone: tzinfo, at: time, day: str = "") -> Job:
    """A job at a time of the zone's own clock: on a day of the week ("mon" …), or every day."""
    when = CronTrigger(hour=at.hour, minute=at.minute, day_of_week=day or "*", timezone=zone)
    return Job(name, when, run)


def quarterly(name: str, run: Run, zone: tzinfo, at: time, day: int | str) -> Job:
    """A job on a day of the quarter's first month; "last": on the quarter's last day."""
    months = "3,6,9,12" if day == "last" else "1,4,7,10"
    when = CronTrigger(month=months, day=day, hour=at.hour, minute=at.minute, timezone=zone)
    return Job(name, when, run)


class Timetable:
    """What is due at a moment is done, and nothing is done twice while the clock goes forward.

    `begin` opens a unit of work as of a moment; `complain` hears what failed, by the name of the
    job or the appeal's row id.
    """

    def __init__(self, begin: Begin, jobs: Iterable[Job], complain: Complain) -> None:
        self._begin, self._jobs, self._complain = begin, tuple(jobs), complain
        self._failures: Counter[str] = Counter()
        self._alive: datetime | None = None
        self._looked: datetime | None = None
        self._flood_looked: datetime | None = None
        self._redraws = Redraws()
        self._running = asyncio.Lock()

    async def start(self, now: datetime) -> None:
        """Once at start: notice a long downtime, and whether rules or clock have changed since.

        Regular jobs are planned here and not by the first tick: the clock may be moved before it.
        """
        async with self._begin(now) as work:
            if await downtime.was_ahead(work.office):
                await recomputing.again(work.office)
            await work.put(await downtime.noticed(work.office))
            await recomputing.begin(work.office)
            for job in self._jobs:
                await _plan(job, work.office)

    async def run_due(self, now: datetime) -> bool:
        """Everything due at `now` (aware UTC); True when there is more to do right away.

        The same moment twice does nothing the second time. Raises what the storage raises; then
        nothing is lost, and the next call does it.
        """
        async with self._running:
            await self._notice_set_back(now)
            # Before anything is climbed: after a crash the mark tells that the clock was ahead.
            await self._stay_alive(now)
            more = await self._recompute(now)
            done = APPEALS_AT_ONCE
            while done == APPEALS_AT_ONCE:
                done = await self._climb(now)
            more |= await self._answer_many(now)
            await self._say(now)
            await self._redraw(now)
            await self._look_for_flood(now)
            await self._run_jobs(now)
            return more

    async def _notice_set_back(self, now: datetime) -> None:
        """What was climbed while the clock was ahead is climbed once more in its own time."""
        if self._looked is not None and self._looked - now > downtime.SET_BACK:
            async with self._begin(now) as work:
                await recomputing.again(work.office)
        self._looked = now

    async def _recompute(self, now: datetime) -> bool:
        for attempt in range(CONFLICTS):
            try:
                async with self._begin(now) as work:
                    looked_at, replies = await recomputing.step(work.office, RECOMPUTED_AT_ONCE)
                    await work.put(replies)
                    return looked_at > 0
            except Conflict:
                if attempt == CONFLICTS - 1:
                    raise
        return True

    async def _climb(self, now: datetime) -> int:
        """One batch of due appeals; one that fails is set aside for a while, not the others."""
        async with self._begin(now) as work:
            office = work.office
            due = await deadlines.ripe(office, APPEALS_AT_ONCE)
            if not due or await self._climbed_together(due, work):
                return len(due)
            roster = await office.roster.load(now)
            for appeal_id in due:
                try:
                    async with work.savepoint():
                        replies = await deadlines.climb(appeal_id, roster, office)
                        await work.put(self._redraws.affordable(replies, now))
                except Conflict:
                    continue
                except Exception as error:  # one appeal's fault must not stop the others
                    async with work.savepoint():
                        await office.appeals.postpone(appeal_id, now + SET_ASIDE)
                    self._complain(f"appeal {appeal_id}", error)
            return len(due)

    async def _climbed_together(self, due: Sequence[int], work: Work) -> bool:
        """Whether all could be done at once; then which of them can't is found one by one."""
        office = work.office
        try:
            async with work.savepoint():
                roster = await office.roster.load(office.now)
                replies = await deadlines.climb_together(due, roster, office)
                await work.put(self._redraws.affordable(replies, office.now))
        except Exception:  # whose fault it was is found, and complained of, one by one
            return False
        return True

    async def _answer_many(self, now: datetime) -> bool:
        """Some members of an incident are given its answer; one that fails holds up no other."""
        async with self._begin(now) as work:
            members = await incident_sending.waiting(work.office, ANSWERED_AT_ONCE)
            for due in members:
                try:
                    async with work.savepoint():
                        await work.put(await incident_sending.give(due, work.office))
                except Conflict:
                    continue
                except Exception as error:  # one member's fault must not stop the others
                    self._complain(f"appeal {due.member.appeal_id}", error)
                    async with work.savepoint():
                        await work.put(await incident_sending.give_up(due, work.office))
            return bool(members)

    async def _say(self, now: datetime) -> None:
        said = True
        while said:
            async with self._begin(now) as work:
                replies = await notices.flush(work.office)
                await work.put(replies)
                said = bool(replies)

    async def _redraw(self, now: datetime) -> None:
        """Cards that had to wait for others."""
        replies = self._redraws.due(now)
        if replies:
            async with self._begin(now) as work:
                await work.put(replies)

    async def _look_for_flood(self, now: datetime) -> None:
        """More questions than the moderator chat takes topics are named in a digest."""
        if self._flood_looked is None or abs(now - self._flood_looked) >= FLOOD_EVERY:
            async with self._begin(now) as work:
                await work.put(await flood.digest(work.office))
            self._flood_looked = now

    async def _run_jobs(self, now: datetime) -> None:
        """A job that fails is tried again soon, a few times."""
        if not self._jobs:
            return
        async with self._begin(now) as work:
            for job in self._jobs:
                if not await self._is_due(job, work.office):
                    continue
                try:
                    async with work.savepoint():
                        await work.put(await job.run(work.office))
                except Exception as error:  # one job's fault must not stop the others
                    self._complain(job.name, error)
                    await self._try_again(job, work.office)
                else:
                    self._failures.pop(job.name, None)

    async def _try_again(self, job: Job, office: Office) -> None:
        """Before its next regular time only: that one would be another occurrence."""
        tries = self._failures[job.name]
        if tries == len(RETRIES):
            del self._failures[job.name]
            return
        self._failures[job.name] = tries + 1
        soon, regularly = office.now + RETRIES[tries], await office.occurrences.next_at(job.name)
        if regularly is None or soon < regularly:
            await office.occurrences.set(job.name, soon)

    async def _is_due(self, job: Job, office: Office) -> bool:
        """Whether the job is to run now; plans its next time."""
        now, rows = office.now, office.occurrences
        planned = await _plan(job, office)
        if planned is None:
            return False
        following = _next(job, now + _INSTANT)
        if following is not None:
            await rows.set(job.name, following)
        return await rows.done(job.name, planned, now)

    async def _stay_alive(self, now: datetime) -> None:
        """Noted again also when the clock was set back."""
        if self._alive is None or abs(now - self._alive) >= ALIVE_EVERY:
            async with self._begin(now) as work:
                await downtime.alive(work.office)
            self._alive = now


class Ticker:
    """Calls `run_due` on every tick until it is stopped; a failing tick is followed by the next.

    `after` hears how each call ended: None, or what it raised.
    """

    def __init__(self, timetable: Timetable, now: Callable[[], datetime], after: After) -> None:
        self._timetable, self._now, self._after = timetable, now, after
        self._tick = asyncio.Event()

    def wake(self) -> None:
        """Look at once: the clock was moved."""
        self._tick.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; a run that has begun is ended."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._ticked, "interval", seconds=TICK, misfire_grace_time=None, coalesce=True
        )
        scheduler.start()
        try:
            await self._until(stop)
        finally:
            scheduler.shutdown(wait=False)

    async def _until(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await _first(self._tick, stop)
            self._tick.clear()
            if not stop.is_set():
                await self._work(stop)

    async def _work(self, stop: asyncio.Event) -> None:
        more = True
        while more and not stop.is_set():
            try:
                more = await self._timetable.run_due(self._now())
            except Exception as error:  # nothing was lost: the next tick does it
                self._after(error)
                return
            self._after(None)

    async def _ticked(self) -> None:
        self._tick.set()


async def _plan(job: Job, office: Office) -> datetime | None:
    """When the job was to run, if that has come; else None, and its next time is written down."""
    planned = await office.occurrences.next_at(job.name)
    if planned is not None and planned <= office.now:
        return planned
    # What is due this very moment has run, or was never planned.
    soonest = _next(job, office.now if planned is None else office.now + _INSTANT)
    if soonest is not None and (planned is None or soonest < planned):
        # Never planned, or planned by a clock that was ahead.
        await office.occurrences.set(job.name, soonest)
    return None


def _next(job: Job, moment: datetime) -> datetime | None:
    """The job's first time at or after a moment; an hour that the clock shows twice counts once."""
    found: datetime | None = job.when.get_next_fire_time(None, moment)
    while found is not None and found.fold:
        found = job.when.get_next_fire_time(None, found.astimezone(UTC) + _INSTANT)
    return None if found is None else found.astimezone(UTC)


async def _first(*events: asyncio.Event) -> None:
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*waiting, return_exceptions=True)
