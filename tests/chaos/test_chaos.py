"""Everything at once: kills, a tenth of all calls spoilt, events twice and mixed, jumping time.

At the end the servers' ledgers and the database agree: nothing lost, nothing doubled.
"""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from bench.kept import Kept, kept
from sandbox.faults import fair
from tests.chaos.clean import assert_nothing_lost_and_nothing_doubled
from tests.chaos.town import Town
from tests.chaos.weather import Weather
from tests.measured import measured
from tests.sandbox_server import running_sandbox

PATIENCE = 120.0
GRACEFUL = 10.0
SHARE = 0.1
LATEST_KILL = 40
HOUR = 3600.0
RUNGS = {"telegram": 6, "vk": 5}
"""Of a consultation and a message: two warnings or one, overdue, executor, head, controller."""


async def chaos(folder: Path, rounds: int, seed: int) -> None:
    """So many rounds with a kill in each, then peace until all is done."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    async with running_sandbox() as sandbox:
        town = Town(sandbox, dice)
        weather = Weather(SHARE, dice)
        await first_day(town, folder)
        for number in range(rounds):
            town.world.faults.weather, town.vk.faults.weather = weather.telegram, weather.vk
            await one_round(town, folder)
            if number % 3 == 2:
                town.world.put_forward(dice.uniform(0, 10) * HOUR)
        town.world.faults.weather = town.vk.faults.weather = fair
        async with town.bot(folder) as process:
            await town.world.until(town.served, PATIENCE)
            await town.put_forward(36 * HOUR)
            process.terminate()
            await asyncio.wait_for(asyncio.to_thread(process.join), GRACEFUL)
            assert process.exitcode == 0
        town.look()
        found = await kept(folder)
        assert_nothing_lost_and_nothing_doubled(town, found)
        assert_each_due_step_was_taken_once(found)
        measured(report(town, rounds))


async def first_day(town: Town, folder: Path) -> None:
    """The very first start, which looks for those who waited in VK before there was a program."""
    town.newcomers(2)
    async with town.bot(folder):
        await town.world.until(lambda: town.served() and town.vk.pollers, PATIENCE)


async def one_round(town: Town, folder: Path) -> None:
    """People write, staff answer, events come mixed; some calls later the program is killed."""
    wanted = made(town) + town.dice.randint(1, LATEST_KILL)
    town.newcomers(4)
    town.some_add(6)
    town.staff_answer(4)
    town.disorder(SHARE)
    async with town.bot(folder):
        await town.world.until(lambda: made(town) >= wanted, PATIENCE)


def assert_each_due_step_was_taken_once(found: Kept) -> None:
    """All deadlines have passed for long: everybody's whole ladder is climbed."""
    climbed = Counter(appeal for appeal, _, _ in found.steps)
    rungs = Counter(RUNGS[platform] for platform, _ in found.appeals)
    assert Counter(climbed.values()) == rungs


def made(town: Town) -> int:
    """How many messages and topics the program has made on both platforms."""
    ledger = town.world.ledger
    calls = len(ledger.calls("sendMessage")) + len(ledger.calls("createForumTopic"))
    return calls + len(town.vk.sends)


def report(town: Town, rounds: int) -> str:
    """What happened."""
    faults = sum(1 for one in town.world.ledger.entries if one.fault)
    again = sum(count - 1 for count in town.twice("telegram").values())
    return (
        f"{rounds} kills, {len(town.authors)} messages of {len(town.people)} people, "
        f"{len(town.answers)} answers, {faults} spoilt calls to Telegram: nothing lost, no appeal "
        f"doubled, in VK nothing sent twice; {again} repeated sends in Telegram"
    )


async def test_three_kills_in_bad_weather_lose_nothing_and_double_no_appeal(
    tmp_path: Path,
) -> None:
    await chaos(tmp_path, 3, 20261130)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", [1, 2])
async def test_fifteen_kills_in_bad_weather_lose_nothing_and_double_no_appeal(
    tmp_path: Path, seed: int
) -> None:
    await chaos(tmp_path, 15, seed)
