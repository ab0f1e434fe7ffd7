"""A changed policy or calendar is taken in by every open appeal, and the history says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from appeals import calendar as state_calendar
from appeals.calendar import Calendar
from appeals.sla import Policy
from appeals.windows import Window
from handlers import recomputing
from handlers.conversation import Refresh
from tests.appeals.ladder import HOUR, LADDER
from tests.handlers.front_desk import OLGA, PETR, FrontDesk
from tests.handlers.ticking import ZONE, Ticking, with_everybody, with_ladder


def within(desk: FrontDesk, window: Window) -> None:
    """The settings say another window from the next start on."""
    policy = replace(LADDER, answer_within=window)
    desk.desk = replace(desk.desk, policies={"consultation": policy})


async def ready(desk: FrontDesk) -> Ticking:
    with_ladder(desk)
    await with_everybody(desk, "201")
    ticking = Ticking(desk)
    await ticking.start()
    await ticking.tick()
    return ticking


async def test_a_shorter_window_moves_every_open_date(desk: FrontDesk) -> None:
    ticking = await ready(desk)
    for who in (OLGA, PETR):
        await desk.asks("Какая квота?", who)
    await desk.presses("a:close:1:1")
    ended = await desk.appeal(1)
    within(desk, Window(6 * HOUR))
    ticking.restart()
    await ticking.start()
    said = await ticking.tick()
    assert await desk.appeal(1) == ended
    moved = await desk.appeal(2)
    assert moved.due_at == moved.published_at + 6 * HOUR
    assert moved.next_step_at == moved.published_at + 2 * HOUR
    assert (await desk.history(2))[-1] == "recomputed"
    assert [reply.appeal_id for reply in said if isinstance(reply, Refresh)] == [2]


async def test_a_date_that_stays_leaves_no_line_in_the_history(desk: FrontDesk) -> None:
    ticking = await ready(desk)
    await desk.asks("Какая квота?")
    before = await desk.appeal()
    desk.desk = replace(
        desk.desk, calendar=Calendar(ZONE, extra_days_off=frozenset({date(2026, 12, 31)}))
    )
    await ticking.start()
    await ticking.tick()
    assert await desk.appeal() == before


async def test_unchanged_rules_cost_nothing_at_start(desk: FrontDesk) -> None:
    ticking = await ready(desk)
    async with desk.office() as (office, _):
        await recomputing.begin(office)
        assert await recomputing.step(office, 10) == (0, [])
    assert ticking.complaints == []


async def test_a_restart_in_the_middle_goes_on_where_it_was(desk: FrontDesk) -> None:
    ticking = await ready(desk)
    for who in (OLGA, PETR):
        await desk.asks("Какая квота?", who)
    within(desk, Window(6 * HOUR))
    await ticking.start()
    async with desk.office() as (office, _):
        assert (await recomputing.step(office, 1))[0] == 1
    ticking.restart()
    await ticking.start()
    async with desk.office() as (office, _):
        assert (await recomputing.step(office, 10))[0] == 1
        assert (await recomputing.step(office, 10))[0] == 0
    for number in (1, 2):
        appeal = await desk.appeal(number)
        assert appeal.due_at == appeal.published_at + 6 * HOUR


async def test_a_clock_put_right_shows_what_it_had_called_overdue_as_it_is(
    desk: FrontDesk,
) -> None:
    ticking = await ready(desk)
    for who in (OLGA, PETR):
        await desk.asks("Какая квота?", who)
        await ticking.tick()
    desk.now += 25 * HOUR
    await ticking.tick()
    assert (await desk.appeal(1)).next_step_at == (await desk.appeal(1)).due_at + 2 * HOUR
    desk.now -= 25 * HOUR
    async with desk.office() as (office, _):
        await recomputing.again(office)
        looked_at, drawn = await recomputing.step(office, 10)
    assert (looked_at, len(drawn)) == (2, 2)
    assert (await desk.appeal(1)).next_step_at == (await desk.appeal(1)).due_at - 4 * HOUR
    assert "recomputed" not in await desk.history(1)


async def test_a_rung_of_a_date_that_no_longer_stands_is_not_climbed(desk: FrontDesk) -> None:
    """The recompute has not come to the appeal yet when its old warning falls due."""
    await ready(desk)
    await desk.asks("Какая квота?")
    within(desk, Window(48 * HOUR))
    ticking = Ticking(desk)
    assert [r for r in await ticking.tick(hours=24) if not isinstance(r, Refresh)] == []
    appeal = await desk.appeal()
    assert appeal.due_at == appeal.published_at + timedelta(hours=48)
    assert await desk.history() == ["registered", "recomputed"]


async def test_appeals_from_before_the_clock_get_their_next_step(desk: FrontDesk) -> None:
    """As after the migration: open, with a date, and nothing that says when to look again."""
    with_ladder(desk)
    await desk.asks("Какая квота?")
    appeal = await desk.appeal()
    async with desk.store.begin() as unit:
        await unit.appeals.postpone(1, appeal.due_at + timedelta(days=999))
    ticking = Ticking(desk)
    await ticking.start()
    await ticking.tick()
    assert (await desk.appeal()).next_step_at == appeal.due_at - 4 * HOUR


def test_the_digest_tells_policies_calendars_and_quiet_hours_apart(desk: FrontDesk) -> None:
    with_ladder(desk)
    plain = recomputing.digest(desk.desk)
    other = Policy("consultation", Window(23 * HOUR))
    days = Calendar(ZONE, extra_workdays=frozenset({date(2026, 11, 28)}))
    digests = {
        plain,
        recomputing.digest(replace(desk.desk, policies={"consultation": other})),
        recomputing.digest(replace(desk.desk, calendar=days)),
    }
    assert len(digests) == 3
    assert plain == recomputing.digest(replace(desk.desk, name="Другое министерство"))


async def test_a_newly_decreed_calendar_moves_the_dates_that_rested_on_it(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of the program: the settings are the same."""
    desk.now = datetime(2027, 12, 20, 7, 30, tzinfo=UTC)
    with_ladder(desk)
    within(desk, Window(working_days=15))
    ticking = Ticking(desk)
    await ticking.start()
    await ticking.tick()
    await desk.asks("Какая квота?")
    before = (await desk.appeal()).due_at
    known = state_calendar._state_year
    decreed = {date(2028, 1, 10), date(2028, 1, 11)}

    def updated(year: int) -> state_calendar._StateYear:
        state = known(year)
        more = decreed if year == 2028 else set()
        return replace(state, days_off=state.days_off | more)

    monkeypatch.setattr(state_calendar, "_state_year", updated)
    ticking.restart()
    await ticking.start()
    await ticking.tick()
    assert (await desk.appeal()).due_at == before + timedelta(days=2)
    assert (await desk.history())[-1] == "recomputed"
