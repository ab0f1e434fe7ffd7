"""Where the crowd lives: the platforms' servers, and a program that is ended and begun."""

import asyncio
import json
import os
from asyncio import Event
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.surveys.mirror import mirror_of, runtime_folder
from sandbox.changes import Change
from sandbox.environment import bot_environment
from tests.crowd.questionnaire import DEFINITION, SURVEY
from tests.crowd.unhurried import unhurried
from tests.endtoend.desk import ELENA, MARIA, free_port
from tests.sandbox_server import RunningSandbox, running_sandbox

PATIENCE, LONG_PATIENCE = 120.0, 900.0
"""Seconds for one step, and for all steps of many people on a busy machine."""

GRACEFUL = 20.0
LEVEL = 5
STAFF = [
    {"id": str(MARIA), "name": "Мария Иванова"},
    {"id": str(ELENA), "name": "Елена Павлова", "roles": ["analyst", "moderator"]},
]
UNHURRIED = {
    "OTKLIK_TELEGRAM__PER_SECOND": "1000000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "1000000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "1000000",
}


@dataclass
class Town:
    """`life` counts the program's starts: who waited for an answer of an earlier one gets none.

    `typing` are those in VK whose typed answer is under way; the program is not ended meanwhile,
    for such an answer is the named exception of ANONYMITY 4. `ends` is set while it is to end.
    """

    sandbox: RunningSandbox
    folder: Path
    url: str
    port: int = field(default_factory=free_port)
    life: int = 0
    typing: set[int] = field(default_factory=set)
    ends: bool = False
    news: dict[int, Event] = field(default_factory=dict)
    _calls: AsyncExitStack = field(default_factory=AsyncExitStack)
    _process: BaseProcess | None = None
    _greetings: int = 0

    @property
    def key_file(self) -> Path:
        """Where the keys of waves are."""
        return self.folder / "keys" / "surveys.key"

    @property
    def chat(self) -> int:
        """The moderator chat."""
        return self.sandbox.moderator_chat

    # ---- the program

    def environment(self) -> dict[str, str]:
        """Settings of the installation; the log tells all it can."""
        ours = bot_environment(
            self.sandbox.world,
            url=self.sandbox.url,
            data=self.folder,
            inherited=os.environ,
            port=self.port,
            vk=self.sandbox.vk.world,
        )
        return (
            ours
            | UNHURRIED
            | {
                "OTKLIK_STORAGE__URL": self.url,
                "OTKLIK_STAFF": json.dumps(STAFF, ensure_ascii=False),
                "OTKLIK_DEPARTMENTS": "[]",
                "OTKLIK_VK__PROBLEM_CATEGORIES": "[]",
                "OTKLIK_SURVEYS__FOLDER": str(self.folder / "surveys"),
                "OTKLIK_SURVEYS__KEY_FILE": str(self.key_file),
                "OTKLIK_SURVEYS__K_CLIENTS": str(LEVEL),
                "OTKLIK_LOG__LEVEL": "debug",
                "OTKLIK_LOG__FORMAT": "json",
            }
        )

    async def begin(self) -> None:
        """Start the program; it need not be ready yet."""
        made = unhurried(self.environment(), self.folder)
        self._greetings = self._greeted()
        self._process = await self._calls.enter_async_context(made)
        self.life, self.ends = self.life + 1, False
        self._tell_all()

    async def kill(self) -> None:
        """kill -9, whatever is under way (but a typed answer in VK)."""
        await self._may_end()
        await self._calls.aclose()

    async def stop(self) -> int | None:
        """End it in peace; the exit code."""
        await self._may_end()
        assert self._process
        self._process.terminate()
        await asyncio.wait_for(asyncio.to_thread(self._process.join), GRACEFUL)
        code = self._process.exitcode
        await self._calls.aclose()
        return code

    async def _may_end(self) -> None:
        self.ends = True
        await self.until(lambda: not self.typing)

    def is_at_work(self) -> bool:
        """The program that was begun last has spoken to a platform."""
        return self._greeted() > self._greetings

    def _greeted(self) -> int:
        return sum(entry.method == "getMe" for entry in self.sandbox.world.ledger.entries)

    @property
    def calls(self) -> int:
        """How many calls of the program the platforms have seen."""
        world, vk = self.sandbox.world, self.sandbox.vk.world
        return len(world.ledger.entries) + len(vk.ledger.entries)

    # ---- waiting

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for something that shows on a platform."""
        await self.sandbox.world.until(condition, seconds)

    def heard(self, change: Change) -> None:
        """News of somebody's chat wakes them alone."""
        if change.chat in self.news:
            self.news[change.chat].set()

    def _tell_all(self) -> None:
        for one in self.news.values():
            one.set()

    # ---- the analyst

    async def asks(self, text: str, *, until: str) -> str:
        """Elena commands in the moderator chat, once more where the program has ended meanwhile."""
        world = self.sandbox.world
        before = len(self._answers(until))
        world.writes(ELENA, text, chat=self.chat)
        life = self.life
        await self.until(lambda: len(self._answers(until)) > before or self.life != life)
        found = self._answers(until)
        return found[-1] if len(found) > before else await self.asks(text, until=until)

    def _answers(self, words: str) -> list[str]:
        messages = self.sandbox.world.messages(self.chat)
        return [m.text or "" for m in messages if words in (m.text or "") and m.sender != ELENA]


@asynccontextmanager
async def town(folder: Path, url: str) -> AsyncIterator[Town]:
    """Both platforms and a program that has begun, with the crowd's questionnaire at hand."""
    (folder / "surveys").mkdir()
    (folder / "surveys" / f"{SURVEY}.toml").write_text(DEFINITION, encoding="utf-8")
    async with running_sandbox() as sandbox:
        made = Town(sandbox, folder, url)
        with sandbox.world.changes.listening(made.heard):
            try:
                await made.begin()
                # what was written in VK before the very first start takes another way in
                await made.until(lambda: sandbox.vk.world.pollers)
                yield made
            finally:
                await made._calls.aclose()
                if mirror := mirror_of(made.key_file, runtime_folder(os.environ)):
                    mirror.file.unlink(missing_ok=True)
