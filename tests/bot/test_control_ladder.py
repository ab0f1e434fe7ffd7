"""The ladder as the sandbox's page shows it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from appeals.sla import Policy, Rung, To
from appeals.windows import Window
from bot.control_ladder import AHEAD, LATE, SKIPPED, TAKEN, Step, name_of, steps_of
from bot.texts import Texts
from tests.appeals.ladder import HOUR, LADDER
from tests.handlers.front_desk import OLGA
from tests.handlers.ticking import MARIA, ZONE, Ticking, laddered, with_ladder

NAMES = [
    "Предупреждение за 4 ч",
    "Предупреждение за 1 ч",
    "Срок ответа",
    "Исполнителю сразу после срока",
    "Начальнику отдела через 2 ч после срока",
    "Контролёру через 4 ч после срока",
]


@pytest.fixture
async def ticking(tmp_path: Path) -> AsyncIterator[Ticking]:
    async with laddered(tmp_path) as ticking:
        await ticking.desk.asks("Какая квота?")
        await ticking.desk.presses("a:take:1:1")
        yield ticking


async def steps(ticking: Ticking) -> tuple[Step, ...]:
    """The first appeal's."""
    async with ticking.desk.office() as (office, _):
        appeal = await office.appeals.get(1)
        assert appeal is not None
        return await steps_of(appeal, office)


async def states(ticking: Ticking) -> list[str]:
    return [step.state for step in await steps(ticking)]


async def test_at_first_the_whole_ladder_lies_ahead(ticking: Ticking) -> None:
    found = await steps(ticking)
    assert [ticking.desk.text(step.name) for step in found] == NAMES
    assert {step.state for step in found} == {AHEAD}
    hours = [(step.rung.at - ticking.desk.now) / HOUR for step in found]
    assert hours == [20, 23, 24, 24, 26, 28]


async def test_what_was_climbed_says_who_was_told(ticking: Ticking) -> None:
    await ticking.tick(hours=20)
    first, *rest = await steps(ticking)
    assert (first.state, first.told) == (TAKEN, (MARIA,))
    assert {step.state for step in rest} == {AHEAD}


async def test_after_downtime_the_rungs_are_late(ticking: Ticking) -> None:
    await ticking.tick(hours=30)
    assert await states(ticking) == [LATE, LATE, TAKEN, LATE, LATE, LATE]


async def test_what_is_answered_skips_the_rest(ticking: Ticking) -> None:
    await ticking.tick(hours=20)
    await ticking.desk.writes("Два процента.")
    await ticking.desk.presses("a:answered:1:1")
    assert await states(ticking) == [TAKEN, *[SKIPPED] * 5]


async def test_a_new_cycle_begins_with_nothing_climbed(ticking: Ticking) -> None:
    await ticking.tick(hours=20)
    await ticking.desk.writes("Два процента.")
    await ticking.desk.presses("a:answered:1:1")
    ticking.desk.now += 10 * HOUR
    await ticking.desk.presses("c:unsolved:1:0", OLGA)
    found = await steps(ticking)
    assert [step.rung.key for step in found] == [
        "overdue",
        "executor:0s",
        "head:2h",
        "controller:4h",
    ]
    assert {step.state for step in found} == {AHEAD}


async def test_a_warning_waits_for_the_end_of_quiet_hours_or_is_skipped(ticking: Ticking) -> None:
    """The question came at 14:30, the warnings stand at 10:30 and 13:30 of the next day."""
    with_ladder(ticking.desk, (time(22), time(11)))
    held, _, *_ = await steps(ticking)
    assert f"{held.rung.at.astimezone(ZONE):%H:%M}" == "11:00"
    with_ladder(ticking.desk, (time(13), time(15)))
    assert (await states(ticking))[:3] == [AHEAD, SKIPPED, AHEAD]


async def test_while_the_clock_is_paused_all_that_is_left_lies_ahead(ticking: Ticking) -> None:
    ticking.desk.desk = replace(
        ticking.desk.desk, policies={"consultation": replace(LADDER, pause_on_clarify=True)}
    )
    await ticking.tick(hours=20)
    await ticking.desk.presses("a:clarify:1:1")
    await ticking.desk.writes("Сколько у вас сотрудников?")
    assert (await ticking.desk.appeal()).next_step_at is None
    assert await states(ticking) == [TAKEN, *[AHEAD] * 5]


def test_days_and_working_days_are_named_as_such() -> None:
    texts = Texts()
    policy = Policy(
        "formal",
        Window(days=30),
        warn_before=(Window(days=3), Window(working_days=1)),
    )
    now = datetime(2026, 11, 23, tzinfo=UTC)
    rungs = [Rung(f"warn:{one}", now, To.EXECUTOR, False) for one in policy.warn_before]
    assert [texts.plain(name_of(rung, policy)) for rung in rungs] == [
        "Предупреждение за 3 д",
        "Предупреждение за 1 раб. дн.",
    ]
