"""Several processes over one database: one leads, and no step is taken twice whoever does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.timing import Led
from scheduler import Timetable
from storage.store import Store
from tests.postgres import execute
from tests.storage.given import NOW
from tests.storage.test_clock import HOUR, Crowd, a_crowd, climbed

KILL = """SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
WHERE locktype = 'advisory'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
POSTGRES = pytest.mark.parametrize(
    "kind", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes over one database."""
    first, second = Store.open(url), Store.open(url)
    try:
        yield first, second
    finally:
        await first.close()
        await second.close()


async def kill_the_leader(url: str) -> None:
    """Its connection has ended when this returns; it is told of it by nobody."""
    await execute(url, KILL)


@dataclass
class Process:
    """A timetable of one process over a common crowd of appeals."""

    crowd: Crowd
    store: Store

    def timetable(self) -> Timetable:
        """As the program makes it."""
        leads: Callable[[], Awaitable[bool]] = self.store.leadership.leads
        return Led(self.crowd._begin, (), lambda what, _: self.crowd.complaints.append(what), leads)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_on_sqlite_the_process_always_leads(store: Store) -> None:
    assert await store.leadership.leads()
    assert await store.leadership.leads()


@POSTGRES
async def test_one_leads_until_it_ends(url: str) -> None:
    async with two(url) as (first, second):
        assert await first.leadership.leads()
        assert not await second.leadership.leads()
        assert await first.leadership.leads()
        await first.close()
        assert await second.leadership.leads()


@POSTGRES
async def test_a_lost_connection_ends_the_leadership_and_either_may_take_it(url: str) -> None:
    async with two(url) as (first, second):
        assert await first.leadership.leads()
        await kill_the_leader(url)
        assert not await first.leadership.leads()
        assert await first.leadership.leads()
        assert not await second.leadership.leads()
        await kill_the_leader(url)
        assert await second.leadership.leads()
        assert not await first.leadership.leads()


async def test_a_database_that_can_not_be_reached_makes_no_leader() -> None:
    store = Store.open("postgresql+asyncpg://otklik@/otklik?host=/nowhere")
    assert not await store.leadership.leads()
    await store.close()


@POSTGRES
async def test_when_the_leader_is_killed_the_other_goes_on_and_no_step_is_taken_twice(
    url: str, store: Store
) -> None:
    crowd = await a_crowd(store, 60, timedelta(minutes=1))
    now = NOW + 20 * HOUR + timedelta(minutes=1)
    async with two(url) as (first, second):
        leading = Process(crowd, first).timetable()
        waiting = Process(crowd, second).timetable()
        await leading.start(now)
        await waiting.start(now)
        await waiting.run_due(now)
        assert await climbed(store, 60) == {}
        await leading.run_due(now)
        await kill_the_leader(url)
        now += 3 * HOUR
        await waiting.run_due(now)
        await leading.run_due(now)
        now += HOUR
        await leading.run_due(now)
    steps = await climbed(store, 60)
    assert len(steps) == 120
    assert set(steps.values()) == {1}
    assert len(crowd.said) == 2
    assert crowd.complaints == []


@POSTGRES
async def test_even_two_that_both_think_they_lead_take_each_step_once(
    store: Store,
) -> None:
    """As at the moment when a leadership is lost in the middle of a run."""
    crowd = await a_crowd(store, 300, timedelta(minutes=1))
    now = NOW + 24 * HOUR + timedelta(minutes=1)
    both = crowd.timetable(), crowd.timetable()
    await asyncio.gather(*(one.run_due(now) for one in both))
    for one in both:
        await one.run_due(now)
    steps = await climbed(store, 300)
    assert len(steps) == 900
    assert set(steps.values()) == {1}
    assert crowd.complaints == []
