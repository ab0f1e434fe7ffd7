"""The timetable with a clock that is moved: nothing lost, nothing repeated."""

import ast
import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, settings
from hypothesis import strategies as st

import scheduler
from handlers import redrawing
from handlers.conversation import ModeratorChat, Person, Refresh, Reply, Say, Words
from handlers.office import Office
from scheduler import RETRIES, Job, Ticker, quarterly, regular
from storage.store import Store
from tests.handlers.front_desk import OLGA, PETR, STAFF, FrontDesk
from tests.handlers.ticking import Ticking, with_ladder

ZONE = ZoneInfo("Asia/Novosibirsk")
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Novosibirsk


@pytest.fixture
async def desk(tmp_path: Path) -> "FrontDesk":
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        await unit.staff.seed(STAFF)
    front = FrontDesk(store)
    with_ladder(front)
    return front


async def control(office: Office) -> list[Reply]:
    return [Say(ModeratorChat(), Words("alive-test", {"at": office.now.isoformat()}))]


async def broken(office: Office) -> list[Reply]:
    raise RuntimeError(office.now.isoformat())


def weekly(desk: FrontDesk) -> Ticking:
    return Ticking(desk, [regular("weekly", control, ZONE, time(9), "mon")])


def runs(said: list[Reply]) -> int:
    return sum(isinstance(reply, Say) and reply.lead is not None for reply in said)


async def test_a_weekly_job_runs_on_its_day_at_its_local_time(desk: FrontDesk) -> None:
    ticking = weekly(desk)
    desk.now = MONDAY - timedelta(hours=1)
    assert runs(await ticking.tick()) == 0
    assert runs(await ticking.tick(minutes=59)) == 0
    assert runs(await ticking.tick(minutes=1)) == 1
    assert runs(await ticking.tick(minutes=1)) == 0
    assert runs(await ticking.tick(days=6)) == 0
    assert runs(await ticking.tick(days=1)) == 1


async def test_a_job_is_planned_at_start_and_not_at_the_first_tick(desk: FrontDesk) -> None:
    """A clock that is moved before the first tick would take the job's hour with it."""
    ticking = weekly(desk)
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.start()
    assert runs(await ticking.tick(days=1)) == 1
    ticking.restart()
    await ticking.start()
    assert runs(await ticking.tick(minutes=1)) == 0


async def test_what_fell_due_before_the_start_is_left_to_the_first_tick(desk: FrontDesk) -> None:
    ticking = weekly(desk)
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.start()
    ticking.restart()
    desk.now = MONDAY + timedelta(hours=1)
    assert runs(await ticking.start()) == 0
    assert runs(await ticking.tick()) == 1


async def test_a_job_missed_in_downtime_runs_once_afterwards(desk: FrontDesk) -> None:
    ticking = weekly(desk)
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.tick()
    ticking.restart()
    assert runs(await ticking.tick(days=30)) == 1
    assert runs(await ticking.tick(hours=1)) == 0


async def test_a_failing_job_is_tried_again_the_same_day_a_few_times(desk: FrontDesk) -> None:
    ticking = Ticking(desk, [regular("weekly", broken, ZONE, time(9), "mon")])
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.tick()
    tried = []
    for minute in range(-55, 125, 5):
        before = len(ticking.complaints)
        await ticking.tick(minutes=5)
        tried += [minute] * (len(ticking.complaints) - before)
    assert tried == [0, 5, 20, 65]
    await ticking.tick(days=6)
    assert len(ticking.complaints) == 4
    await ticking.tick(days=1)
    assert len(ticking.complaints) == 5


async def test_a_job_that_works_the_second_time_has_run_once(desk: FrontDesk) -> None:
    calls: list[datetime] = []

    async def shaky(office: Office) -> list[Reply]:
        calls.append(office.now)
        return await (broken(office) if len(calls) == 1 else control(office))

    ticking = Ticking(desk, [regular("weekly", shaky, ZONE, time(9), "mon")])
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.tick()
    assert runs(await ticking.tick(hours=1)) == 0
    ticking.restart()
    said = await ticking.start()
    for _ in range(24):
        said += await ticking.tick(minutes=5)
    assert runs(said) == 1
    assert [one - MONDAY for one in calls] == [timedelta(0), timedelta(minutes=5)]
    assert runs(await ticking.tick(days=7)) == 1


async def test_a_job_that_comes_often_is_not_tried_in_between(desk: FrontDesk) -> None:
    soon = RETRIES[0] - timedelta(minutes=1)
    every = Job("often", CronTrigger(minute=f"*/{soon // timedelta(minutes=1)}"), broken)
    ticking = Ticking(desk, [every])
    desk.now = MONDAY
    for _ in range(9):
        await ticking.tick(minutes=1)
    assert len(ticking.complaints) == 2


@pytest.mark.parametrize("jump", [timedelta(days=1), -timedelta(days=1)])
async def test_a_clock_that_jumps_a_day_neither_loses_nor_repeats_a_job(
    desk: FrontDesk, jump: timedelta
) -> None:
    ticking = weekly(desk)
    desk.now = MONDAY - timedelta(hours=5)
    said = await ticking.tick()
    desk.now += jump
    said += await ticking.tick()
    desk.now -= jump
    for _ in range(12):
        said += await ticking.tick(hours=1)
    assert runs(said) == 1
    assert runs(await ticking.tick(days=7)) == 1


async def test_a_job_planned_by_a_clock_years_ahead_comes_in_its_own_time(
    desk: FrontDesk,
) -> None:
    ticking = weekly(desk)
    desk.now = MONDAY + timedelta(days=3650)
    await ticking.tick()
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.tick()
    assert runs(await ticking.tick(hours=1)) == 1


async def test_a_failing_job_does_not_stop_the_others(desk: FrontDesk) -> None:
    ticking = Ticking(
        desk,
        [regular("bad", broken, ZONE, time(9)), regular("good", control, ZONE, time(9))],
    )
    desk.now = MONDAY - timedelta(hours=1)
    await ticking.tick()
    assert runs(await ticking.tick(hours=1)) == 1
    assert ticking.complaints == [("bad", "RuntimeError")]
    assert await ticking.tick() == []


ONCE = ["warned", "warned", "escalated", "escalated", "escalated"]


async def climbed(desk: FrontDesk) -> list[str]:
    return [what for what in await desk.history() if what in {"warned", "escalated"}]


@pytest.mark.parametrize("jump", [timedelta(0), -timedelta(days=1), -timedelta(seconds=50)])
async def test_each_rung_is_climbed_once_however_often_the_clock_is_set_back(
    desk: FrontDesk, jump: timedelta
) -> None:
    ticking = Ticking(desk)
    await desk.asks("Какая квота?")
    await ticking.tick(hours=21)
    desk.now += jump
    await ticking.tick()
    desk.now -= jump
    for _ in range(10):
        await ticking.tick(hours=1)
    assert await climbed(desk) == ONCE


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_clock_that_was_a_day_ahead_tells_each_rung_again_in_its_real_time(
    desk: FrontDesk, restarted: bool
) -> None:
    """Being told twice beats silence: a real deadline never passes unseen."""
    ticking = Ticking(desk)
    await desk.asks("Какая квота?")
    await ticking.tick(hours=21)
    assert await climbed(desk) == ["warned"]
    await ticking.tick(days=1)
    assert await climbed(desk) == ONCE
    desk.now -= timedelta(days=1)
    if restarted:
        ticking.restart()
        await ticking.start()
    await ticking.tick()
    assert (await desk.appeal()).next_step_at == desk.now + timedelta(hours=2)
    told = []
    for _ in range(10):
        before = len(await climbed(desk))
        await ticking.tick(hours=1)
        told.append((await climbed(desk))[before:])
    warned, escalated = ["warned"], ["escalated"]
    assert told == [[], warned, escalated, [], escalated, [], escalated, [], [], []]
    assert ticking.complaints == []


async def test_what_is_no_longer_called_overdue_is_redrawn(desk: FrontDesk) -> None:
    ticking = Ticking(desk)
    for who in (OLGA, PETR):
        await desk.asks("Какая квота?", who)
    await desk.presses("a:close:2:1")
    await ticking.tick(days=1)
    drawn = await ticking.tick(days=-1)
    assert [one.appeal_id for one in drawn if isinstance(one, Refresh)] == [1]


async def test_a_crash_while_the_clock_is_ahead_hides_nothing(desk: FrontDesk) -> None:
    """The program ends in the middle of a tick, and the clock is put right before it comes back."""
    ticking = Ticking(desk)
    await desk.asks("Какая квота?")
    await ticking.tick()

    async def crash(now: datetime) -> None:
        raise KeyboardInterrupt(now)

    ticking.timetable._say = crash  # type: ignore[method-assign]  # the process ends here
    with pytest.raises(KeyboardInterrupt):
        await ticking.tick(days=2)
    ticking.restart()
    desk.now -= timedelta(days=2)
    await ticking.start()
    await ticking.tick()
    assert (await desk.appeal()).next_step_at == desk.now + timedelta(hours=20)


async def test_a_flood_of_breaches_is_told_whole_and_drawn_bit_by_bit(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrawing, "AT_ONCE", 2)
    ticking = Ticking(desk)
    people = [Person(f"{number}", f"Клиент {number}") for number in range(110, 115)]
    for who in people:
        await desk.asks("Какая квота?", who)
    said = await ticking.tick(hours=24)
    assert [one.appeal_id for one in said if isinstance(one, Refresh)] == [1, 2]
    for number in range(1, 6):
        assert "escalated" in await desk.history(number)
    later = await ticking.tick(seconds=6)
    assert [one.appeal_id for one in later if isinstance(one, Refresh)] == [3]
    later = await ticking.tick(minutes=1)
    assert [one.appeal_id for one in later if isinstance(one, Refresh)] == [4, 5]
    assert await ticking.tick(minutes=1) == []


async def test_a_day_with_a_change_of_the_clock_has_one_run(desk: FrontDesk) -> None:
    """Berlin, 25 October 2026: 02:30 comes twice. 29 March: it does not come at all."""
    berlin = ZoneInfo("Europe/Berlin")
    for begin in (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, tzinfo=UTC)):
        ticking = Ticking(desk, [regular(f"night {begin}", control, berlin, time(2, 30))])
        desk.now = begin
        said = await ticking.tick()
        for _ in range(48):
            said += await ticking.tick(minutes=30)
        assert runs(said) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-2 * 24, 3 * 24), min_size=1, max_size=12))
def test_no_wandering_of_the_clock_repeats_a_job(hours: list[int]) -> None:
    """Each due time at most once, whatever the clock does."""
    planned: dict[str, datetime] = {}
    done: set[tuple[str, datetime]] = set()
    job = regular("weekly", control, ZONE, time(9), "mon")

    class Rows:
        async def next_at(self, name: str) -> datetime | None:
            return planned.get(name)

        async def set(self, name: str, next_at: datetime) -> None:
            planned[name] = next_at

        async def done(self, name: str, due_at: datetime, at: datetime) -> bool:
            assert due_at <= at
            fresh = (name, due_at) not in done
            done.add((name, due_at))
            return fresh

    class Desk:
        occurrences = Rows()

        def __init__(self, now: datetime) -> None:
            self.now = now

    async def wander() -> None:
        timetable = scheduler.Timetable(None, [job], print)  # type: ignore[arg-type]  # opens nothing
        now = MONDAY
        for step in hours:
            now += timedelta(hours=step)
            await timetable._is_due(job, Desk(now))  # type: ignore[arg-type]  # only what is used
            assert planned["weekly"] >= now

    asyncio.run(wander())


async def test_ticks_come_by_themselves_within_a_second(desk: FrontDesk) -> None:
    ticking = Ticking(desk)
    await desk.asks("Какая квота?")
    desk.now += timedelta(hours=24)
    done, stop = asyncio.Event(), asyncio.Event()

    def after(error: Exception | None) -> None:
        assert error is None
        done.set()

    running = asyncio.create_task(Ticker(ticking.timetable, lambda: desk.now, after).run(stop))
    await asyncio.wait_for(done.wait(), 60)
    assert scheduler.TICK < 1
    stop.set()
    await running
    assert "escalated" in await desk.history()


async def test_a_failing_tick_is_followed_by_the_next(desk: FrontDesk) -> None:
    ticking, heard, stop = Ticking(desk), [], asyncio.Event()
    well = asyncio.Event()
    await desk.store.close()

    def after(error: Exception | None) -> None:
        heard.append(error)
        if error is None:
            well.set()

    times = iter([None])

    def now() -> datetime:
        if next(times, "later") is None:
            raise OSError("no clock")
        return desk.now

    running = asyncio.create_task(Ticker(ticking.timetable, now, after).run(stop))
    await asyncio.wait_for(well.wait(), 60)
    stop.set()
    await running
    assert isinstance(heard[0], OSError)


def test_the_timetable_knows_no_storage_and_no_program() -> None:
    """`bot → scheduler → handlers`: import-linter can't see a single module."""
    tree = ast.parse(Path(scheduler.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in names if name and name.split(".")[0] in {"bot", "storage"}]


@pytest.mark.parametrize(("day", "first"), [(1, date(2027, 1, 1)), ("last", date(2026, 12, 31))])
def test_a_quarterly_job_comes_four_times_a_year(day: int | str, first: date) -> None:
    when = quarterly("survey", control, ZONE, time(10), day).when
    moment, found = datetime(2026, 11, 23, tzinfo=UTC), []
    for _ in range(4):
        following = when.get_next_fire_time(None, moment)
        assert following is not None
        found.append(following)
        moment = following + timedelta(seconds=1)
    assert found[0].date() == first
    assert [one.hour for one in found] == [10] * 4
    assert (found[3] - found[0]).days in range(270, 277)
