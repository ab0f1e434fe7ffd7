"""kill -9 at random calls to Telegram while much is under way.

Telegram recognises no repetition: what it had taken when a kill took its answer away is sent again.
Which sends were in doubt is read from the database that each kill leaves, what came twice from the
ledger of the server. A repeated send that was never in doubt would be a fault of the program.
"""

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import RATIO, Figure
from bench.kept import Judged, kept
from bench.sizes import Sizes
from bench.telegram_town import Town
from sandbox.faults import Fault
from tests.sandbox_server import running_sandbox

SEED = 20261122
NEW, MORE = 24, 6
LATEST_KILL = 60
PATIENCE, IN_THE_END = 90.0, 600.0
"""Seconds; each kill leaves more behind than was done, and all of it is still to be said."""
SLOW = 0.02
GRACEFUL = 10.0
ENDLESS = 10**9
IN_DOUBT = """
    SELECT outbox.place, outbox.chat, appeals.chat
    FROM outbox LEFT JOIN appeals ON appeals.id = outbox.appeal_id
    WHERE outbox.channel = 'telegram' AND outbox.state = 'sending'
"""

Sends = Counter[tuple[str, int]]
"""By kind and person; "topic" is whatever staff see of somebody's appeal."""


@dataclass
class Kills:
    """What was seen.

    `waiting` and `in_doubt` have a figure for each kill. `unexplained` counts the repeated sends
    beyond those that some kill had left in doubt; `unsettled` what came and was not worked on, was
    to be said and has no outcome, or was given up.
    """

    people: int = 0
    written: int = 0
    sent: int = 0
    waiting: list[int] = field(default_factory=list)
    in_doubt: list[int] = field(default_factory=list)
    doubtful: Sends = field(default_factory=Counter)
    repeats: Sends = field(default_factory=Counter)
    kept: Judged | None = None
    unsettled: int = 0
    exit_code: int | None = None

    @property
    def unexplained(self) -> int:
        """Repeated sends that were in doubt at no kill."""
        return sum((self.repeats - self.doubtful).values())

    def repeated(self, kind: str) -> int:
        """How many of this kind came once more."""
        return sum(count for (what, _), count in self.repeats.items() if what == kind)


async def kills(folder: Path, number: int) -> Kills:
    """So many kills, and a start after which everything comes to an end in peace."""
    seen = Kills()
    async with running_sandbox() as sandbox:
        town = Town(sandbox, random.Random(SEED))  # noqa: S311 - repeatable, not secret
        sandbox.world.faults.plan(Fault("sendMessage", "slow", times=ENDLESS, seconds=SLOW))
        for _ in range(number):
            await _killed(town, folder, seen)
        async with town.bot(folder) as process:
            await sandbox.world.until(town.served, IN_THE_END)
            process.terminate()
            await asyncio.wait_for(asyncio.to_thread(process.join), GRACEFUL)
            seen.exit_code = process.exitcode
        seen.sent, seen.repeats = town.made(), town.repeats()
    seen.people, seen.written = len(town.asked), len(town.authors)
    found = await kept(folder)
    seen.kept = found.against(town.wrote)
    seen.unsettled = found.waiting + found.unsent + found.given_up
    return seen


async def _killed(town: Town, folder: Path, seen: Kills) -> None:
    """Run until some call has reached the server, and kill before its answer has left it."""
    wanted = town.made() + town.dice.randint(1, LATEST_KILL)
    town.some_add(MORE)
    town.newcomers(NEW)
    async with town.bot(folder):
        await town.sandbox.world.until(lambda: town.made() >= wanted, PATIENCE)
        seen.waiting.append(town.waiting())
    doubtful = in_doubt(folder / "otklik.db")
    seen.in_doubt.append(doubtful.total())
    seen.doubtful += doubtful


def in_doubt(database: Path) -> Sends:
    """What was being sent to or about whom when the program was killed."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(IN_DOUBT).fetchall()
    return Counter(
        ("acknowledgement", int(chat)) if place == "address" else ("topic", int(asker))
        for place, chat, asker in rows
    )


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table."""
    place = folder / "telegram kills"
    await asyncio.to_thread(place.mkdir)
    seen = await kills(place, sizes.kills)
    sent, written = seen.sent, seen.written
    found = seen.kept or Judged(written, 0, 0, 0)
    doubled = found.doubled + found.spare
    return [
        Figure(f"Telegram, {sizes.kills} kills: people's messages", (written,), "messages"),
        Figure("  questions not yet shown at a kill", tuple(map(float, seen.waiting)), "questions"),
        Figure("  sends in doubt at a kill", tuple(map(float, seen.in_doubt)), "sends"),
        Figure("  lost : written", (found.lost / written,), RATIO, at_most=0),
        Figure("  doubled messages and appeals : written", (doubled / written,), RATIO, at_most=0),
        Figure("  people out of order : all", (found.disordered / seen.people,), RATIO, at_most=0),
        Figure("  sends, all", (sent,), "sends"),
        Figure("  acknowledgements sent again", (seen.repeated("acknowledgement"),), "sends"),
        Figure("  topics, cards and words sent again", (seen.repeated("topic"),), "sends"),
        Figure("  again, and never in doubt : all", (seen.unexplained / sent,), RATIO, at_most=0),
        Figure("  without an outcome in the end : all", (seen.unsettled / sent,), RATIO, at_most=0),
    ]
