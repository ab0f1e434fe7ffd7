"""Killed while invitations are on their way: nobody is invited twice, and hardly anybody never."""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.surveys.mirror import mirror_of, runtime_folder
from bot.surveys.wave_command import opened
from sandbox.environment import bot_environment
from sandbox.faults import Fault
from sandbox.state import Person
from sandbox.vk.state import User
from storage.store import Store
from tests.endtoend.desk import community, free_port, settings
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox, running_sandbox

KILLS = 2
IN_TELEGRAM, IN_VK = 24, 8
FIRST = 300_000
PATIENCE = 90.0
SEED = 20261130
CARD = "Приглашаем в анонимный опрос"


class Town:
    """People who agreed, a wave that is open, and what each of them was sent."""

    def __init__(self, sandbox: RunningSandbox, folder: Path) -> None:
        self.sandbox, self.folder = sandbox, folder
        self.key_file = folder / "keys" / "surveys.key"
        self.telegram = [FIRST + number for number in range(IN_TELEGRAM)]
        self.vk = [FIRST + IN_TELEGRAM + number for number in range(IN_VK)]

    async def settles(self) -> None:
        """Everybody has written once, and agreed."""
        url = f"sqlite+aiosqlite:///{self.folder / 'otklik.db'}"
        for who in self.telegram:
            self.sandbox.world.add_person(Person(who, f"Работодатель {who}", started=True))
        for who in self.vk:
            self.sandbox.vk.world.add_user(User(who, f"Работодатель {who}", "", allowed=True))
        store = Store.open(url)
        await store.migrate()
        async with store.begin() as unit:
            for channel, people in (("telegram", self.telegram), ("vk", self.vk)):
                for who in people:
                    client = await unit.clients.met(channel, str(who), "", "")
                    now = datetime.now(UTC)
                    await unit.consents.say(client.id, "surveys", given=True, at=now)
        await store.close()
        surveys = {"key_file": self.key_file}
        given = settings(self.sandbox, self.folder, surveys=surveys, vk=community(self.sandbox))
        assert (await opened(given, "clients-supervision", datetime.now(UTC))).done

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[BaseProcess]:
        """The program as a process of its own; killed when the block ends."""
        vk, world = self.sandbox.vk.world, self.sandbox.world
        environment = bot_environment(
            world, url=self.sandbox.url, data=self.folder, inherited=os.environ, vk=vk
        )
        environment |= {
            "OTKLIK_WEB__PORT": str(free_port()),
            "OTKLIK_SURVEYS__KEY_FILE": str(self.key_file),
            "OTKLIK_TELEGRAM__PER_SECOND": "1000",
            "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "1000",
        }
        async with forked(environment, self.folder) as process:
            yield process

    def invited(self) -> Counter[int]:
        """How many invitations each has in the chat."""
        dialog, messages = self.sandbox.vk.world.dialog, self.sandbox.world.messages
        seen = {who: [m.text for m in messages(who)] for who in self.telegram}
        seen |= {who: [m.text for m in dialog(who).messages.values()] for who in self.vk}
        found = {who: sum(CARD in (text or "") for text in texts) for who, texts in seen.items()}
        return Counter({who: count for who, count in found.items() if count})


async def test_kills_invite_nobody_twice_and_leave_out_one_at_most_each(tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    async with running_sandbox() as sandbox:
        town = Town(sandbox, tmp_path)
        await town.settles()
        sandbox.world.faults.plan(Fault("sendMessage", "slow", times=10**9, seconds=0.03))
        for _ in range(KILLS):
            wanted = len(town.invited()) + dice.randint(2, 6)
            async with town.bot():
                await sandbox.world.until(lambda: len(town.invited()) >= wanted, PATIENCE)  # noqa: B023 - awaited in this very round
        least = IN_TELEGRAM + IN_VK - KILLS
        async with town.bot():
            await sandbox.world.until(lambda: len(town.invited()) >= least, PATIENCE)
            await sandbox.world.until(lambda: set(town.vk) <= town.invited().keys(), PATIENCE)
        assert max(town.invited().values()) == 1
        assert len(town.invited()) >= least
    if mirror := mirror_of(town.key_file, runtime_folder(os.environ)):
        mirror.file.unlink(missing_ok=True)
