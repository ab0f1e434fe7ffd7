"""A bot as a process of its own on a sandbox in this process, and the people who wait for it.

Everything is timed by the sandbox: from the moment an update could be fetched to the moment the
call with the answer had reached the server and taken effect.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import psutil  # type: ignore[import-untyped] # psutil ships no types

from bench import card_bot, echo_bot
from bench.question import QUESTION
from sandbox.environment import COMMAND, bot_environment
from sandbox.state import Person
from tests.endtoend.desk import free_port
from tests.sandbox_server import RunningSandbox, running_sandbox

FIRST_PERSON = 200_000
PATIENCE = 60.0
MEBIBYTE = 1024 * 1024
TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds: the least of processor time that the system tells apart."""
OUTPUT = "output.log"
UNLIMITED = {
    "OTKLIK_TELEGRAM__PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
}


class SteadyClock:
    """Aware UTC that nobody sets: the time of day once, then the seconds since."""

    def __init__(self) -> None:
        self._day, self._began = datetime.now(UTC), time.perf_counter()

    def __call__(self) -> datetime:
        """Now."""
        return self._day + timedelta(seconds=time.perf_counter() - self._began)


@dataclass(frozen=True, slots=True)
class Program:
    """What is run, and how its answer to a question is recognised."""

    name: str
    command: tuple[str, ...]
    answer: str


OTKLIK = Program("program", COMMAND, "№ ")
CARDS = Program("bare bot", (sys.executable, "-m", "bench.card_bot"), "№ ")
ECHO = Program("echo bot", (sys.executable, "-m", "bench.echo_bot"), QUESTION)


@dataclass
class Served:
    """A running bot and its people."""

    program: Program
    sandbox: RunningSandbox
    clock: SteadyClock
    asked: dict[int, datetime] = field(default_factory=dict)
    answered: dict[int, datetime] = field(default_factory=dict)
    process: psutil.Process | None = None
    _read: int = 0

    def somebody_asks(self) -> int:
        """A new person's question; returns who it is."""
        who = FIRST_PERSON + len(self.asked)
        self.sandbox.world.add_person(Person(who, f"Работодатель {who}"))
        self.asked[who] = self.clock()
        self.sandbox.world.writes(who, QUESTION)
        return who

    async def load(self, updates: int, rate: float) -> list[float]:
        """Seconds until the answer of each; people ask evenly, whether others wait or not.

        Those never answered within a minute are missing.
        """
        began, people = time.perf_counter(), []
        for number in range(updates):
            await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
            people.append(self.somebody_asks())
        try:
            await self.all_answered()
        except TimeoutError:
            print(f"{self.program.name}: not everybody was answered within {PATIENCE:.0f} s")
        waited = ((self.answered[who] - self.asked[who]) for who in people if who in self.answered)
        return [one.total_seconds() for one in waited]

    async def burst(self, questions: int) -> float:
        """Questions a second, when so many wait at once, until the last card stands.

        Raises TimeoutError.
        """
        world, chat = self.sandbox.world, self.sandbox.moderator_chat
        began = self.clock()
        for _ in range(questions):
            self.somebody_asks()

        def shown() -> bool:
            # A topic's creation is a message too, and everybody who ever asked has a topic.
            topics, sent = len(world.topics(chat)), len(world.chat(chat).messages)
            return topics == len(self.asked) and sent >= 2 * topics

        await world.until(lambda: shown() and self._everybody(), PATIENCE)
        return questions / (self.clock() - began).total_seconds()

    async def all_answered(self) -> None:
        """Wait for it. Raises TimeoutError."""
        await self.sandbox.world.until(self._everybody, PATIENCE)

    def _everybody(self) -> bool:
        entries = self.sandbox.world.ledger.entries
        for entry in islice(entries, self._read, None):
            if entry.ok and entry.method == "sendMessage":
                text, who = str(entry.params.get("text")), int(str(entry.params["chat_id"]))
                if who in self.asked and self.program.answer in text:
                    self.answered.setdefault(who, datetime.fromisoformat(entry.at))
        self._read = len(entries)
        return len(self.answered) == len(self.asked)

    def processor(self) -> float:
        """Seconds of processor time that the process has used so far."""
        if self.process is None:
            return 0.0
        used = self.process.cpu_times()
        return float(used.user + used.system)

    def processor_since(self, before: float) -> float:
        """Seconds used since ``processor()`` said ``before``; less than a tick counts as one."""
        return max(self.processor() - before, TICK)

    def memory(self) -> float:
        """Resident memory of the process, in MiB."""
        return float(self.process.memory_info().rss) / MEBIBYTE if self.process else 0.0


Prepare = Callable[[Path], Awaitable[None]]


async def with_nothing(folder: Path) -> None:
    """The database does not exist yet."""
    del folder


@asynccontextmanager
async def started(
    program: Program, folder: Path, prepare: Prepare = with_nothing
) -> AsyncIterator[tuple[Served, float]]:
    """A bot on a sandbox of its own, killed afterwards, and its seconds to the first answer.

    The question is waiting when the process is made; `prepare` may have filled its folder before.
    """
    clock = SteadyClock()
    await asyncio.to_thread(folder.mkdir)
    await prepare(folder)
    async with running_sandbox(now=clock) as sandbox:
        served = Served(program, sandbox, clock)
        who = served.somebody_asks()
        began = clock()
        with (folder / OUTPUT).open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                env=_environment(sandbox, folder),
                cwd=folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        served.process = psutil.Process(process.pid)
        try:
            await _first_answer(served, folder)
            yield served, (served.answered[who] - began).total_seconds()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _first_answer(served: Served, folder: Path) -> None:
    """Wait for it; without one there is nothing to measure, and its output tells why."""
    try:
        await served.all_answered()
    except TimeoutError:
        said = await asyncio.to_thread((folder / OUTPUT).read_text, "utf-8", "replace")
        last = "\n".join(said.splitlines()[-10:])
        raise RuntimeError(f"the {served.program.name} answered nobody:\n{last}") from None


def _environment(sandbox: RunningSandbox, folder: Path) -> dict[str, str]:
    """The same for both; each takes from it what it knows."""
    ours = bot_environment(sandbox.world, url=sandbox.url, data=folder, inherited=os.environ)
    own = {"OTKLIK_WEB__PORT": str(free_port())} | UNLIMITED
    bare = {
        echo_bot.URL: sandbox.url,
        echo_bot.TOKEN: sandbox.token,
        card_bot.CHAT: str(sandbox.moderator_chat),
    }
    return ours | own | bare
