"""What the clock keeps: rungs, notices, regular jobs, marks; and the tick over many appeals."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from appeals.model import Employee, Role, What
from appeals.ports import Climbed
from handlers.conversation import Person, Reply, Say
from scheduler import Timetable
from storage.errors import RowRefused
from storage.store import Store, Unit
from tests.handlers.front_desk import FrontDesk
from tests.handlers.ticking import CONTROLLER, HEAD, Work, with_ladder
from tests.measured import measured
from tests.storage.given import NOW, a_client, an_appeal

HOUR = timedelta(hours=1)


async def test_a_rung_is_climbed_once_in_a_cycle(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    assert await unit.steps.take(appeal.id, 1, "warn:4h", NOW, late=False)
    assert not await unit.steps.take(appeal.id, 1, "warn:4h", NOW, late=True)
    assert await unit.steps.take(appeal.id, 2, "warn:4h", NOW, late=False)
    assert await unit.steps.taken(appeal.id, 1, NOW) == {"warn:4h"}
    assert await unit.steps.taken(appeal.id, 3, NOW) == frozenset()


async def test_a_rung_climbed_in_a_future_that_has_not_come_is_climbed_again(unit: Unit) -> None:
    appeal, steps = await an_appeal(unit), unit.steps
    early, late = Climbed(appeal.id, 1, "warn:4h", False), Climbed(appeal.id, 1, "warn:1h", False)
    await steps.take_all([early, late], NOW + 24 * HOUR)
    await steps.take(appeal.id, 1, "head:2h", NOW + 25 * HOUR, late=False)
    assert await steps.taken(appeal.id, 1, NOW) == frozenset()
    assert await steps.taken_of([appeal.id], NOW) == {}
    assert await steps.take(appeal.id, 1, "head:2h", NOW, late=True)
    assert not await steps.take(appeal.id, 1, "head:2h", NOW + HOUR, late=True)
    await steps.take_all([early, Climbed(appeal.id, 1, "overdue", False)], NOW)
    taken = {(appeal.id, 1): {"warn:4h", "head:2h", "overdue"}}
    assert await steps.taken_of([appeal.id], NOW) == taken
    with pytest.raises(RowRefused):
        await steps.take_all([early], NOW + HOUR)


async def test_notices_are_gathered_by_recipient_until_they_are_said(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    for recipient, step in (("201", "warn:4h"), ("203", "head:2h"), ("201", "executor:0s")):
        await unit.notices.add(recipient, appeal.id, step, False, NOW)
    gathered = await unit.notices.gather(10)
    assert [one.step for one in gathered["201"]] == ["warn:4h", "executor:0s"]
    assert list(await unit.notices.gather(1)) == ["201"]
    await unit.notices.said([one.id for one in gathered["201"]], NOW)
    assert await unit.notices.of("201", NOW) == gathered["201"]
    assert await unit.notices.of("203", NOW) == await unit.notices.of("201", NOW + HOUR) == []
    assert list(await unit.notices.gather(10)) == ["203"]
    await unit.notices.unsaid("201", NOW)
    assert len((await unit.notices.gather(10))["201"]) == 2


async def test_a_regular_job_is_done_once_for_each_time(unit: Unit) -> None:
    assert await unit.occurrences.next_at("weekly") is None
    await unit.occurrences.set("weekly", NOW)
    await unit.occurrences.set("weekly", NOW + HOUR)
    assert await unit.occurrences.next_at("weekly") == NOW + HOUR
    assert await unit.occurrences.done("weekly", NOW, NOW)
    assert not await unit.occurrences.done("weekly", NOW, NOW + HOUR)
    assert await unit.occurrences.done("weekly", NOW + HOUR, NOW + HOUR)


async def test_marks_are_replaced(unit: Unit) -> None:
    assert await unit.marks.get("alive") == ""
    await unit.marks.set("alive", "a")
    await unit.marks.set("alive", "b")
    assert await unit.marks.get("alive") == "b"


async def test_due_are_the_open_ones_whose_time_has_come_longest_first(unit: Unit) -> None:
    late = await an_appeal(unit, next_step_at=NOW - HOUR)
    just = await an_appeal(unit, next_step_at=NOW)
    await an_appeal(unit, next_step_at=NOW + timedelta(microseconds=1))
    await an_appeal(unit)
    first = await an_appeal(unit, next_step_at=NOW - 2 * HOUR)
    assert [one.id for one in await unit.appeals.due(NOW, 10)] == [first.id, late.id, just.id]
    assert [one.id for one in await unit.appeals.due(NOW, 1)] == [first.id]
    await unit.appeals.postpone(first.id, NOW + HOUR)
    assert [one.id for one in await unit.appeals.due(NOW, 1)] == [late.id]


async def test_many_appeals_are_fetched_at_once(unit: Unit) -> None:
    ids = [(await an_appeal(unit)).id for _ in range(3)]
    assert [one.id for one in await unit.appeals.many([ids[2], ids[0], ids[0], 999])] == [
        ids[0], ids[2]
    ]  # fmt: skip
    assert list(await unit.appeals.many([])) == []
    assert [one.id for one in await unit.appeals.open_after(ids[0], 1)] == [ids[1]]


class Killed(BaseException):
    """The process has ended in the middle of a unit of work."""


@dataclass
class Crowd:
    """Many open appeals and the timetable over them; what is said is kept.

    `units` counts units of work that were begun; the one with the number `kill_at` kills.
    """

    store: Store
    desk: FrontDesk
    said: list[Reply] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    units: int = 0
    kill_at: int = 0

    def timetable(self) -> Timetable:
        """A new process over the same storage."""
        return Timetable(self._begin, (), lambda what, _: self.complaints.append(what))

    @asynccontextmanager
    async def _begin(self, now: datetime) -> AsyncIterator[Work]:
        said: list[Reply] = []
        async with self.desk.office() as (office, unit):
            self.units += 1
            yield Work(replace(office, now=now), unit, said)
            if self.units == self.kill_at:
                raise Killed
        self.said += said


async def a_crowd(store: Store, count: int, over: timedelta) -> Crowd:
    """Appeals asked evenly over a time, all answered by nobody; three employees to be told."""
    desk = FrontDesk(store, now=NOW)
    with_ladder(desk)
    people = (Employee("201", "Мария", "", frozenset({Role.MODERATOR})), HEAD, CONTROLLER)
    async with store.begin() as unit:
        await unit.staff.seed(people)
        for person in people:
            await unit.clients.met("telegram", person.id, person.name, "")
        client = await a_client(unit, "9")
        for number in range(count):
            asked = NOW + over * number / count
            await an_appeal(
                unit,
                client_id=client,
                executor="201",
                published_at=asked,
                due_at=asked + 24 * HOUR,
                next_step_at=asked + 20 * HOUR,
            )
    return Crowd(store, desk)


async def climbed(store: Store, count: int) -> Counter[tuple[int, str]]:
    """How often each rung of each appeal stands in the history."""
    found: Counter[tuple[int, str]] = Counter()
    async with store.begin() as unit:
        for appeal in await unit.appeals.open(count):
            for event in await unit.appeals.history(appeal.id):
                if event.what in {What.WARNED, What.ESCALATED}:
                    found[appeal.id, str(event.data["step"])] += 1
    return found


@pytest.mark.parametrize("killed_at", [1, 4, 12])
async def test_500_appeals_across_20_hours_of_downtime(store: Store, killed_at: int) -> None:
    """Each due step exactly once, one notice for each recipient, a kill in the middle.

    Looking for rules to recompute is the first unit of work, then come ten batches of appeals, then
    the notices.
    """
    crowd = await a_crowd(store, 500, 4 * HOUR)
    now = NOW + 20 * HOUR
    await crowd.timetable().run_due(now)
    before = len(crowd.said)
    now += 20 * HOUR
    began = time.perf_counter()
    crowd.kill_at = crowd.units + killed_at
    with pytest.raises(Killed):
        await crowd.timetable().run_due(now)
    again = crowd.timetable()
    await again.run_due(now)
    took = time.perf_counter() - began
    steps = await climbed(store, 500)
    expected = {"warn:4h", "warn:1h", "executor:0s", "head:2h", "controller:4h"}
    assert set(steps.values()) == {1}
    assert len(steps) == 500 * len(expected)
    assert {step for _, step in steps} == expected
    notices = [r for r in crowd.said[before:] if isinstance(r, Say)]
    told = Counter(str(notice.to) for notice in notices)
    assert told == {"telegram:201": 1, "telegram:203": 1, "telegram:206": 1}
    assert await _nothing_more(again, crowd, now)
    assert crowd.complaints == []
    measured(f"500 appeals, 20 h away: {len(steps)} steps in {took:.1f} s")


async def test_two_thousand_appeals_due_in_one_minute_bring_one_notice(
    store: Store, kind: str
) -> None:
    """While others write: no question of theirs waits for all that is due.

    Where there is one writer, turns are strict; on PostgreSQL the server shares out its time.
    """
    crowd = await a_crowd(store, 2000, timedelta(minutes=1))
    crowd.desk.now = now = NOW + 20 * HOUR + timedelta(minutes=1)
    began = time.perf_counter()
    climbing = asyncio.create_task(crowd.timetable().run_due(now))
    waited, asked = [], 0
    while not climbing.done():
        before = crowd.units
        asked += 1
        await crowd.desk.asks("Какая квота?", Person(f"1{asked:06}", "Ольга"))
        waited.append(crowd.units - before)
    await climbing
    took = time.perf_counter() - began
    assert asked >= 3
    assert kind == "postgresql" or max(waited) <= 3
    assert len(crowd.said) == 1
    steps = await climbed(store, 2000 + asked)
    assert len(steps) == 2000
    assert set(steps.values()) == {1}
    assert await _nothing_more(crowd.timetable(), crowd, now)
    assert crowd.complaints == []
    measured(f"2000 appeals due in one minute, {asked} asked meanwhile: {took:.1f} s")


async def _nothing_more(timetable: Timetable, crowd: Crowd, now: datetime) -> bool:
    before = len(crowd.said)
    await timetable.run_due(now)
    return len(crowd.said) == before
