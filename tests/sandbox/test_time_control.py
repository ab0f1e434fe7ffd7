"""The page's clock, with a bot that is there, away, or behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from sandbox.behind import STOPPED, Behind, BotAwayError, BotRefusedError
from sandbox.core import NotPossibleError
from sandbox.time_control import ZONE, TimeControl
from sandbox.world import World, seed
from tests.sandbox.clock import MovableClock
from tests.sandbox.played_pages import PlayedPages, played_pages


@dataclass
class Playing:
    """A sandbox's clock over played pages; `kept` are the offsets that were saved."""

    pages: PlayedPages
    world: World
    running: bool = True
    kept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.time = TimeControl(
            self.world, Behind(self.pages.url), lambda: self.running, self._keep
        )

    async def _keep(self) -> None:
        self.kept.append(self.world.clock_offset)

    def answers(self, offset: float = 0.0, in_seconds: float | None = None) -> None:
        """What the bot says from now on."""
        following = None if in_seconds is None else {"in_seconds": in_seconds}
        self.pages.answer = json.dumps({"offset": offset, "next": following})

    def offsets(self) -> list[float]:
        """What the bot was told."""
        return [json.loads(body)["offset"] for how, _, body in self.pages.asked if how == "POST"]


@pytest.fixture
async def playing() -> AsyncIterator[Playing]:
    clock = MovableClock()
    async with played_pages() as pages:
        yield Playing(pages, seed(World(now=clock.now, monotonic=clock.monotonic)))


async def test_telegram_goes_first_and_the_bot_follows(playing: Playing) -> None:
    before = playing.world.now()
    changes: list[str] = []
    with playing.world.changes.listening(lambda change: changes.append(change.kind)):
        await playing.time.forward(3600)
        await playing.time.forward(600.5)
    assert playing.world.now() - before == timedelta(seconds=4200.5)
    assert playing.offsets() == playing.kept == [3600.0, 4200.5]
    assert changes == ["clock", "behind"] * 2


async def test_messages_are_dated_by_the_moved_clock(playing: Playing) -> None:
    first = playing.world.writes(101, "раньше")[0]
    await playing.time.forward(3600)
    assert playing.world.writes(101, "позже")[0].date - first.date == 3600


async def test_to_the_next_step_never_falls_short_of_it(playing: Playing) -> None:
    playing.answers(in_seconds=71_995.365168)
    await playing.time.to_next()
    assert playing.offsets() == [71_995.366]


async def test_a_step_that_is_due_already_moves_nothing(playing: Playing) -> None:
    playing.answers(in_seconds=-5.0)
    await playing.time.to_next()
    assert playing.offsets() == [0.0]


async def test_without_anything_ahead_there_is_no_next(playing: Playing) -> None:
    playing.answers()
    with pytest.raises(NotPossibleError, match="ни одного срока"):
        await playing.time.to_next()
    assert playing.kept == []


async def test_while_the_bot_is_stopped_telegrams_clock_moves_anyway(playing: Playing) -> None:
    playing.running = False
    shown = await playing.time.forward(3600)
    assert shown == await playing.time.clock()
    assert shown == {
        "now": "2026-03-02T10:00:00+00:00",
        "zone": ZONE,
        "local": "02.03, 17:00",
        "offset": 3600.0,
        "next": None,
    }
    assert playing.kept == [3600.0]
    assert playing.pages.asked == []
    with pytest.raises(BotAwayError, match=STOPPED):
        await playing.time.to_next()


async def test_a_bot_that_was_starting_meanwhile_is_told_later(playing: Playing) -> None:
    playing.running = False
    await playing.time.forward(3600)
    playing.running = True
    playing.answers(offset=0.0)
    await playing.time.clock()
    assert playing.offsets() == [3600.0]
    playing.answers(offset=3600.0)
    await playing.time.clock()
    assert playing.offsets() == [3600.0]


async def test_a_starting_bot_is_told_without_anybody_asking_for_the_clock(
    playing: Playing,
) -> None:
    playing.pages.status, playing.pages.answer = 500, "not ready yet"
    assert (await playing.time.forward(3600))["next"] is None
    playing.pages.status = 200
    playing.answers(offset=3600.0)
    async with asyncio.timeout(10):
        await playing.time.later.over()
    assert set(playing.offsets()) == {3600.0}
    assert {how for how, _, _ in playing.pages.asked} == {"POST"}


async def test_a_bot_that_ends_while_it_starts_is_told_no_more(playing: Playing) -> None:
    playing.pages.status, playing.pages.answer = 500, "not ready yet"
    await playing.time.forward(3600)
    playing.running = False
    async with asyncio.timeout(10):
        await playing.time.later.over()
    asked = len(playing.pages.asked)
    playing.pages.status = 200
    assert (await playing.time.clock())["offset"] == 3600.0
    assert len(playing.pages.asked) == asked


async def test_one_move_waits_for_the_other(playing: Playing) -> None:
    """Otherwise the bot might hear of the greater offset first, and refuse the smaller one."""
    playing.pages.open.clear()
    moves = [asyncio.create_task(playing.time.forward(60)) for _ in range(2)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert playing.world.clock_offset == 60.0
    playing.pages.open.set()
    await asyncio.gather(*moves)
    assert playing.offsets() == [60.0, 120.0]


async def test_what_the_bot_refuses_is_passed_on(playing: Playing) -> None:
    playing.pages.status, playing.pages.answer = 503, '{"error": "База данных не отвечает."}'
    with pytest.raises(BotRefusedError, match="База данных"):
        await playing.time.forward(60)
    assert playing.world.clock_offset == 60.0
