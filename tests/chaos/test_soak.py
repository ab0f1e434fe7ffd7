"""Two hours of the platforms' time in some minutes, with their limits and a tenth of calls spoilt.

In the first hour the program is killed twenty times; in the second it has to keep its memory.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil  # type: ignore[import-untyped] # psutil ships no types
import pytest

from bench.kept import kept
from sandbox.faults import fair
from tests.chaos.clean import assert_nothing_lost_and_nothing_doubled
from tests.chaos.town import Town
from tests.chaos.weather import Weather
from tests.endtoend.desk import MovableClock
from tests.measured import measured
from tests.sandbox_server import running_sandbox

REAL_LIMITS: dict[str, str] = {}
SECONDS = 3600
STEP = 5.0
KILLS = 20
MESSAGES = 800
SHARE = 0.1
PATIENCE = 180.0
GRACEFUL = 10.0
WARM_UP = 0.25
"""Share of the hour after which memory is measured: caches have filled by then."""

MOST_GROWTH = 1.15


class Soak:
    """The town with a clock of its own, by which limits on both sides are counted."""

    def __init__(self, town: Town, folder: Path, steps: int) -> None:
        self.town, self.folder, self.steps = town, folder, steps
        self.memory: list[int] = []

    async def killed_now_and_then(self, kills: int, messages: int) -> None:
        """An hour, in as many lives of the program as there are kills."""
        for life in range(kills):
            async with self.begun():
                await self.lives(self.steps // kills, share(messages, kills, life))

    async def in_one_life(self, messages: int) -> None:
        """An hour without a kill; the memory is measured now and then."""
        async with self.begun() as process:
            for part in range(20):
                await self.lives(self.steps // 20, share(messages, 20, part))
                self.memory.append(psutil.Process(process.pid or os.getpid()).memory_info().rss)
            self.town.world.faults.weather = self.town.vk.faults.weather = fair
            async with asyncio.timeout(PATIENCE):
                while not self.town.served():
                    await self.town.put_forward(STEP)
            process.terminate()
            await asyncio.wait_for(asyncio.to_thread(process.join), GRACEFUL)
            assert process.exitcode == 0

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[BaseProcess]:
        """A life of the program, from its first call on: until then no time passes."""
        entries = self.town.world.ledger.entries
        before = len(entries)
        async with self.town.bot(self.folder, OTKLIK_SANDBOX__STEADY_TOO="1") as process:
            await self.town.world.until(lambda: len(entries) > before, PATIENCE)
            yield process

    async def lives(self, steps: int, messages: int) -> None:
        """Some minutes: people write, staff answer, time goes on."""
        for step in range(steps):
            for _ in range(share(messages, steps, step)):
                self.somebody_writes()
            if step % 12 == 0:
                self.town.staff_answer(1)
            await self.town.put_forward(STEP)

    def somebody_writes(self) -> None:
        """A newcomer, or somebody who has asked before."""
        town = self.town
        if len(town.people) < 2 or town.dice.random() < 0.3:
            town.newcomers(1)
        else:
            town.some_add(2)


def share(total: int, parts: int, part: int) -> int:
    """The part's share of a total, so that all shares make it up."""
    return total * (part + 1) // parts - total * part // parts


async def soaked(folder: Path, steps: int, kills: int, messages: int) -> Soak:
    """Two hours, the first with kills."""
    dice = random.Random(20261130)  # noqa: S311 - repeatable, not secret
    clock = MovableClock()
    async with running_sandbox(rate_limits=True, monotonic=clock.monotonic) as sandbox:
        town = Town(sandbox, dice, limits=REAL_LIMITS)
        town.moved = clock.move
        weather = Weather(SHARE, dice)
        town.newcomers(1)
        async with town.bot(folder, OTKLIK_SANDBOX__STEADY_TOO="1"):
            await town.world.until(lambda: town.served() and town.vk.pollers, PATIENCE)
        town.world.faults.weather, town.vk.faults.weather = weather.telegram, weather.vk
        soak = Soak(town, folder, steps)
        # Two people, one on each platform, write at a time.
        await soak.killed_now_and_then(kills, messages // 4)
        await soak.in_one_life(messages // 4)
        town.look()
        assert_nothing_lost_and_nothing_doubled(town, await kept(folder))
        return soak


@pytest.mark.chaos
async def test_two_hours_with_limits_faults_and_twenty_kills_leave_a_clean_ledger(
    tmp_path: Path,
) -> None:
    soak = await soaked(tmp_path, SECONDS // int(STEP), KILLS, MESSAGES)
    town, memory = soak.town, soak.memory
    assert len(town.authors) >= MESSAGES
    warm = memory[int(len(memory) * WARM_UP)]
    assert memory[-1] <= warm * MOST_GROWTH, memory
    mib = [one // 2**20 for one in (memory[0], warm, memory[-1])]
    measured(
        f"two hours, {len(town.authors)} messages, {len(town.answers)} answers, {KILLS} kills: "
        f"nothing lost, no appeal doubled, in VK nothing sent twice; memory of the second hour "
        f"{mib[0]} MiB at first, {mib[1]} MiB after a quarter, {mib[2]} MiB at the end"
    )


async def test_some_minutes_with_limits_faults_and_a_kill_leave_a_clean_ledger(
    tmp_path: Path,
) -> None:
    soak = await soaked(tmp_path, 20, 1, 24)
    assert len(soak.town.authors) >= 24
