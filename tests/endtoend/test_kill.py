"""kill -9 at random instants: nothing is lost, no appeal is doubled.

Three kills in every run of the tests, twenty by `make chaos`.
"""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from sandbox.environment import bot_environment
from sandbox.faults import Fault
from sandbox.ledger import Entry
from sandbox.state import Person
from storage.store import Store
from tests.endtoend.desk import free_port
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox, running_sandbox

FEW, MANY = 3, 20
NEW, MORE = 24, 6
LATEST_KILL = 60
IN_FLIGHT = 10
FIRST_PERSON = 200_000
PATIENCE = 90.0
GRACEFUL = 10.0
ENDLESS = 10**9
SEED = 20261122
CARD = re.compile(r"Новое · № 2026-(\d{6})")


@dataclass
class Town:
    """The people of the test, what they have written, and what the server saw."""

    sandbox: RunningSandbox
    dice: random.Random
    asked: list[int] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    waiting_at_kills: list[int] = field(default_factory=list)

    def somebody_writes(self) -> None:
        """New people ask, and some of those who asked before add a line."""
        adding = self.dice.sample(self.asked, min(MORE, len(self.asked)))
        for _ in range(NEW):
            who = FIRST_PERSON + len(self.asked)
            self.sandbox.world.add_person(Person(who, f"Работодатель {who}"))
            self.asked.append(who)
            self._writes(who)
        for who in adding:
            self._writes(who)

    def _writes(self, who: int) -> None:
        text = f"вопрос номер {sum(self.written.values())} про квоту"
        self.written[text] += 1
        self.sandbox.world.writes(who, text)

    @property
    def chat(self) -> int:
        """The moderator chat."""
        return self.sandbox.moderator_chat

    def calls(self, method: str) -> list[Entry]:
        """Calls of the bot that took effect."""
        return self.sandbox.world.ledger.calls(method)

    def sends(self) -> int:
        """How many messages and topics the bot has made; the last answer may be on its way."""
        return len(self.calls("sendMessage")) + len(self.calls("createForumTopic"))

    @property
    def unshown(self) -> int:
        """Appeals that staff don't see yet: their updates are still in flight."""
        texts = [message.text or "" for message in self.sandbox.world.messages(self.chat)]
        return len(self.asked) - len({found[1] for found in map(CARD.search, texts) if found})


@asynccontextmanager
async def bot(town: Town, folder: Path) -> AsyncIterator[BaseProcess]:
    """The program as a process of its own; killed when the block ends."""
    environment = bot_environment(
        town.sandbox.world, url=town.sandbox.url, data=folder, inherited=os.environ
    )
    environment |= {
        "OTKLIK_WEB__PORT": str(free_port()),
        "OTKLIK_TELEGRAM__PER_SECOND": "60",
        "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
        "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
    }
    async with forked(environment, folder) as process:
        yield process


async def killed_at_a_random_call(town: Town, folder: Path) -> None:
    """Run until some call has reached the server, and kill before its answer has left it."""
    wanted = town.sends() + town.dice.randint(1, LATEST_KILL)
    town.somebody_writes()
    async with bot(town, folder):
        await town.sandbox.world.until(lambda: town.sends() >= wanted, PATIENCE)
        town.waiting_at_kills.append(town.unshown)


async def test_kills_lose_nothing_and_double_no_appeal(tmp_path: Path) -> None:
    await be_killed(tmp_path, FEW)


@pytest.mark.chaos
async def test_twenty_kills_lose_nothing_and_double_no_appeal(tmp_path: Path) -> None:
    await be_killed(tmp_path, MANY)


async def be_killed(tmp_path: Path, kills: int) -> None:
    """So many kills, and a start after which everything comes to an end in peace."""
    async with running_sandbox() as sandbox:
        town = Town(sandbox, random.Random(SEED))  # noqa: S311 - repeatable, not secret
        sandbox.world.faults.plan(Fault("sendMessage", "slow", times=ENDLESS, seconds=0.02))
        for _ in range(kills):
            await killed_at_a_random_call(town, tmp_path)
        assert min(town.waiting_at_kills) >= IN_FLIGHT
        async with bot(town, tmp_path) as process:
            await sandbox.world.until(lambda: everybody_served(town), PATIENCE)
            process.terminate()
            await asyncio.wait_for(asyncio.to_thread(process.join), GRACEFUL)
            assert process.exitcode == 0
        await nothing_lost_nothing_doubled(town, tmp_path)
        print(report(town, kills))  # noqa: T201 - the measured figures belong to the test's output


def everybody_served(town: Town) -> bool:
    """Each is acknowledged, and every word stands in the moderator chat."""
    world = town.sandbox.world
    acknowledged = all(len(world.messages(who)) > world_written(town, who) for who in town.asked)
    chat = town.sandbox.moderator_chat
    seen = "\n".join(message.text or "" for message in world.messages(chat))
    return acknowledged and all(text in seen for text in town.written)


def world_written(town: Town, who: int) -> int:
    """How many messages this person has written."""
    return len([m for m in town.sandbox.world.messages(who) if m.sender == who])


async def nothing_lost_nothing_doubled(town: Town, folder: Path) -> None:
    """What the program has stored against what people have written."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    stored: Counter[str] = Counter()
    async with store.begin() as unit:
        appeals = await unit.appeals.open(10_000)
        for appeal in appeals:
            written = await unit.messages.of_appeal(appeal.id)
            stored.update(message.content.text for message in written)
        assert await unit.inbox.waiting() == 0
        assert not await unit.inbox.dead(10)
    await store.close()
    assert len(appeals) == len(town.asked)
    assert len({appeal.place.chat for appeal in appeals}) == len(town.asked)
    assert stored == town.written


def report(town: Town, kills: int) -> str:
    """How many sends were repeated because a kill had taken their answer."""
    acks = Counter(str(e.params["chat_id"]) for e in town.calls("sendMessage") if is_ack(e))
    cards = len(town.calls("createForumTopic")) - len(town.asked)
    doubled = sum(count - 1 for count in acks.values())
    return (
        f"kills {kills}, updates {sum(town.written.values())}, appeals {len(town.asked)}, "
        f"in flight at a kill at least {min(town.waiting_at_kills)}; "
        f"lost 0, doubled appeals 0, repeated acknowledgements {doubled}, orphan topics {cards}"
    )


def is_ack(entry: Entry) -> bool:
    """An acknowledgement of an appeal."""
    return "получено: № 2026-" in str(entry.params.get("text", ""))
