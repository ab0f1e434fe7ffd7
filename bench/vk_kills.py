"""kill -9 while messages to VK are on their way, answers are lost and VK has bad moments.

What was on its way at a kill is read from the database that is left, and what of it VK had taken
from VK's ledger: only those could ever be doubled.
"""

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import RATIO, Figure
from bench.kept import Judged, kept
from bench.sizes import Sizes
from bench.vk_town import Town
from bot.vk.outgoing import random_id_of
from sandbox.vk.faults import VkFault, VkFaultKind
from tests.sandbox_server import running_sandbox

SEED = 20261122
NEW, MORE, ANSWERS = 10, 4, 6
LATEST_KILL = 10
PATIENCE = 90.0
SLOW = 0.3
GRACEFUL = 10.0
IN_FLIGHT = "SELECT id, chat, created_at FROM outbox WHERE channel = 'vk' AND state = 'sending'"
LOST: tuple[VkFaultKind, ...] = ("hang_after", "hang_after", "drop_after", "html_after")
REFUSED: tuple[VkFaultKind, ...] = ("502", "html", "drop_before", "error")
GOOD: tuple[VkFaultKind, ...] = ("slow",) * 12
CODES = (1, 6, 10)
ENDLESS = 10**9


@dataclass
class Kills:
    """What was seen. `in_flight` and `taken` have a figure for each kill."""

    sent: int = 0
    written: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    repeats: int = 0
    in_flight: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    kept: Judged | None = None
    exit_code: int | None = None


async def kills(folder: Path, number: int) -> Kills:
    """So many kills, and a start after which everything comes to an end in peace."""
    seen = Kills()
    async with running_sandbox() as sandbox:
        sandbox.vk.world.settings.rate_limits = True
        town = Town(sandbox, random.Random(SEED))  # noqa: S311 - repeatable, not secret
        for _ in range(number):
            await _killed(town, folder, seen)
        town.vk.faults.clear()
        async with town.bot(folder) as process:
            await _in_the_end(town)
            process.terminate()
            await asyncio.wait_for(asyncio.to_thread(process.join), GRACEFUL)
            seen.exit_code = process.exitcode
        town.look()
        seen.kept = (await kept(folder)).against(town.wrote)
    seen.sent, seen.written = len(town.vk.sends), len(town.authors)
    seen.lost, seen.doubled = town.missing, town.doubled
    seen.disordered = town.disordered
    seen.repeats = sum(one.repeats for one in town.vk.sends)
    return seen


async def _killed(town: Town, folder: Path, seen: Kills) -> None:
    """People write, staff answer, and some send among theirs is the last that VK hears of it."""
    wanted = len(town.vk.sends) + town.dice.randint(1, LATEST_KILL)
    town.vk.faults.clear()
    for fault in _bad_moments(town.dice):
        town.vk.faults.plan(fault)
    town.new_users(NEW)
    town.some_add(MORE)
    town.staff_answer(ANSWERS)
    async with town.bot(folder):
        await town.sandbox.world.until(lambda: len(town.vk.sends) >= wanted, PATIENCE)
    doubtful = in_flight(folder / "otklik.db")
    seen.in_flight.append(len(doubtful))
    seen.taken.append(sum(1 for one in doubtful if one in town.vk.numbered_sends))


def _bad_moments(dice: random.Random) -> list[VkFault]:
    """For the next sends: each slow, some answers lost, a call refused now and then."""
    kinds = [*LOST, dice.choice(REFUSED), *GOOD]
    dice.shuffle(kinds)
    moments = [_moment(kind, code=dice.choice(CODES)) for kind in kinds]
    return [*moments, _moment("slow", times=ENDLESS)]


def _moment(kind: VkFaultKind, times: int = 1, code: int = 10) -> VkFault:
    return VkFault("messages.send", kind, times, code, seconds=SLOW)


async def _in_the_end(town: Town) -> None:
    try:
        await town.sandbox.world.until(town.served, PATIENCE)
    except TimeoutError:
        print(f"VK: {town.missing} messages have not come within {PATIENCE:.0f} s")


def in_flight(database: Path) -> list[tuple[int, int]]:
    """Who was being sent what when the program was killed: peer and random_id."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(IN_FLIGHT).fetchall()
    return [(int(chat), random_id_of(_nonce(row, made))) for row, chat, made in rows]


def _nonce(row: int, made: int) -> str:
    """As `storage.outbox.Row.nonce` has it; the database keeps microseconds."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=made)
    return f"{row}.{moment.timestamp():.6f}"


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table."""
    place = folder / "kills"
    await asyncio.to_thread(place.mkdir)
    seen = await kills(place, sizes.vk_kills)
    what = f"VK, {sizes.vk_kills} kills"
    sent, written = seen.sent, seen.written
    found = seen.kept or Judged(written, 0, 0, 0)
    wrong = found.doubled + found.spare + seen.disordered + found.disordered
    return [
        Figure(f"{what}: messages sent", (seen.sent,), "messages"),
        Figure("  on their way at a kill", tuple(map(float, seen.in_flight)), "messages"),
        Figure("  of them taken by VK, the answer lost", tuple(map(float, seen.taken)), "messages"),
        Figure("  doubled : sent", (seen.doubled / sent,), RATIO, at_most=0),
        Figure("  lost : sent", (seen.lost / sent,), RATIO, at_most=0),
        Figure("  people's messages lost : written", (found.lost / written,), RATIO, at_most=0),
        Figure("  doubled or out of order : written", (wrong / written,), RATIO, at_most=0),
    ]
