"""How long the program did not run is noticed, and said where words may have been lost."""

from datetime import timedelta

import pytest

from handlers import downtime
from tests.handlers.front_desk import FrontDesk
from tests.handlers.ticking import CONTROLLER, Ticking, with_everybody, with_ladder


@pytest.fixture
async def ticking(desk: FrontDesk) -> Ticking:
    """Running since a moment ago."""
    with_ladder(desk)
    await with_everybody(desk, CONTROLLER.id)
    begun = Ticking(desk)
    assert await begun.start() == []
    await begun.tick()
    return begun


async def restarted_after(ticking: Ticking, **span: float) -> list[str]:
    ticking.desk.now += timedelta(**span)
    ticking.restart()
    return ticking.texts(await ticking.start())


async def test_more_than_a_day_is_said_openly_in_the_moderator_chat(ticking: Ticking) -> None:
    (said,) = await restarted_after(ticking, hours=30)
    assert "не работала 1 д 6 ч" in said
    assert "24 часа" in said


async def test_a_shorter_gap_is_not_worth_a_message(ticking: Ticking) -> None:
    assert await restarted_after(ticking, hours=20) == []


async def test_the_first_late_notice_says_why_it_is_late(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await restarted_after(ticking, hours=29)
    (said,) = ticking.texts(await ticking.tick(), CONTROLLER.id)
    assert "Программа не работала с 14:30 пн 23.11 до 19:30 вт 24.11." in said


async def test_an_ordinary_restart_is_no_gap(ticking: Ticking) -> None:
    await restarted_after(ticking, seconds=90)
    async with ticking.desk.office() as (office, _):
        assert await downtime.last_gap(office) is None


async def test_a_gap_is_forgotten_after_a_day_and_when_the_clock_was_wrong(
    ticking: Ticking,
) -> None:
    await restarted_after(ticking, hours=3)
    async with ticking.desk.office() as (office, _):
        assert await downtime.last_gap(office) is not None
    ticking.desk.now -= timedelta(days=1)
    async with ticking.desk.office() as (office, _):
        assert await downtime.last_gap(office) is None
    ticking.desk.now += timedelta(days=3)
    async with ticking.desk.office() as (office, _):
        assert await downtime.last_gap(office) is None


async def test_running_on_is_noted_so_that_a_long_run_is_no_gap(ticking: Ticking) -> None:
    for _ in range(3):
        await ticking.tick(hours=10)
    assert await restarted_after(ticking, minutes=1) == []


@pytest.mark.parametrize(("seconds", "ahead"), [(45, False), (3600, True)])
async def test_a_clock_put_right_while_nobody_was_there_is_noticed(
    ticking: Ticking, seconds: int, ahead: bool
) -> None:
    ticking.desk.now -= timedelta(seconds=seconds)
    async with ticking.desk.office() as (office, _):
        assert await downtime.was_ahead(office) is ahead
