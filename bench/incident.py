"""Very many people about one thing, answered at once: how much of what is allowed is used.

Everything goes through the real program, with the platforms' limits switched on: people ask in
Telegram and VK, an employee gathers their appeals by a command, prepares one answer and presses the
button. Measured is from the first copy of the answer to the last one, on each platform by itself;
all calls count, for the platforms count all of them. The moderator chat is in the middle of a flood
of new topics meanwhile, as it would be.
"""

import asyncio
import os
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.figures import RATIO, Figure
from bench.filled import filled
from bench.served import SteadyClock
from bench.sizes import Sizes
from bot.vk.pacing import PER_SECOND as VK_PER_SECOND
from sandbox.environment import bot_environment
from sandbox.ledger import Entry
from sandbox.limits import LIMITED
from sandbox.limits import OVERALL_PER_SECOND as TELEGRAM_PER_SECOND
from sandbox.state import Message, Person
from sandbox.vk.state import Sent, User
from tests.endtoend.desk import MARIA, buttons, free_port
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox, running_sandbox

FIRST_PERSON, FIRST_USER = 300_000, 800_000
LEAST = 0.95
PATIENCE = 150.0
NUMBER = "№ "
QUESTIONS = (
    "Не открывается форма сведений о квоте на сайте, что делать?",
    "Добрый день. Форма сведений о квоте на сайте не открывается",
    "На сайте форма сведений о квоте не открывается второй день!",
)
ANSWER = "Форма сведений о квоте снова открывается. Просим прощения за неудобство."


@dataclass(frozen=True, slots=True)
class Used:
    """What a platform saw while `people` got their copies: all calls, at these moments."""

    people: int
    sent: int
    moments: tuple[float, ...]
    per_second: int
    refused: int

    @property
    def calls(self) -> int:
        """Of any kind."""
        return len(self.moments)

    @property
    def seconds(self) -> float:
        """From the first copy to the last."""
        return self.moments[-1] - self.moments[0]

    @property
    def share(self) -> float:
        """The part of the allowance that was used."""
        return filled(self.moments, self.per_second)

    @property
    def doubled(self) -> int:
        """Copies beyond one for each."""
        return self.sent - self.people


@dataclass
class Square:
    """Everybody who complains about one thing, in Telegram and in VK."""

    sandbox: RunningSandbox
    people: range
    users: range

    @property
    def everybody(self) -> int:
        """How many they are."""
        return len(self.people) + len(self.users)

    def ask(self) -> None:
        """All of them write, in private and to the community."""
        dice = random.Random(0)  # noqa: S311 - the same questions every time
        for who in self.people:
            self.sandbox.world.add_person(Person(who, f"Работодатель {who}"))
            self.sandbox.world.writes(who, dice.choice(QUESTIONS))
        vk = self.sandbox.vk.world
        for who in self.users:
            vk.add_user(User(who, "Работодатель", str(who)))
            vk.writes(who, dice.choice(QUESTIONS))

    async def answered(self) -> None:
        """Once all have a number, an employee gathers them, prepares the answer and presses."""
        await self.until(lambda: self.read(NUMBER) == self.everybody)
        numbers = " ".join(str(number + 1) for number in range(self.everybody))
        await self._says(f"/incident {numbers}", "Инцидент И-")
        shown = await self._says(f"/incident answer И-1 {ANSWER}", "Получат: ")
        (send,) = (one for one in buttons(shown) if "Отправить всем" in one["text"])
        world, chat = self.sandbox.world, self.sandbox.moderator_chat
        world.presses(MARIA, send["callback_data"], message=shown.id, chat=chat)
        await self.until(lambda: self.read(ANSWER) == self.everybody)

    async def _says(self, command: str, told: str) -> Message:
        """A command in the moderator chat; the bot's answer to it."""
        world, chat = self.sandbox.world, self.sandbox.moderator_chat
        world.writes(MARIA, command, chat=chat)

        def answers() -> list[Message]:
            written = world.messages(chat)
            return [m for m in written if m.sender == world.bot.id and told in (m.text or "")]

        await self.until(answers)
        return answers()[-1]

    def read(self, words: str) -> int:
        """How many people have read these words."""
        telegram = {e.params["chat_id"] for e in self._telegram(words) if self._is_client(e)}
        return len(telegram) + len({one.peer for one in self._vk(words)})

    def _telegram(self, words: str) -> list[Entry]:
        entries = self.sandbox.world.ledger.entries
        return [e for e in entries if e.ok and words in str(e.params.get("text", ""))]

    def _is_client(self, entry: Entry) -> bool:
        return int(str(entry.params["chat_id"])) in self.people

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for it."""
        await self.sandbox.world.until(condition, PATIENCE)

    # ---- what the platforms saw

    def in_telegram(self) -> Used:
        """From the first copy of the answer to the last."""
        entries = [e for e in self.sandbox.world.ledger.entries if e.method in LIMITED]
        copies = [e for e in self._telegram(ANSWER) if self._is_client(e)]
        refused = sum(1 for e in entries if "Too Many" in (e.error or ""))
        first, last = copies[0].n, copies[-1].n
        moments = tuple(_moment(e.at) for e in entries if e.ok and first <= e.n <= last)
        return Used(len(self.people), len(copies), moments, TELEGRAM_PER_SECOND, refused)

    def in_vk(self) -> Used:
        """The same; of VK's calls all count."""
        entries = list(self.sandbox.vk.world.ledger.entries)
        copies = [n for n, e in enumerate(entries) if e.ok and ANSWER in str(e.params)]
        refused = sum(1 for e in entries if (e.error or "").startswith("6 "))
        moments = tuple(_moment(e.at) for e in entries[copies[0] : copies[-1] + 1] if e.ok)
        return Used(len(self.users), len(self._vk(ANSWER)), moments, VK_PER_SECOND, refused)

    def _vk(self, words: str) -> list[Sent]:
        return [one for one in self.sandbox.vk.world.sends if words in one.text]


def _moment(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


async def incident(
    folder: Path, people: int, users: int, own: Mapping[str, str] | None = None
) -> tuple[Used, Used]:
    """So many in Telegram and so many in VK, one incident, one answer; `own` settings if any."""
    async with running_sandbox(now=SteadyClock()) as sandbox:
        sandbox.world.settings.rate_limits = True
        sandbox.vk.world.settings.rate_limits = True
        first, other = FIRST_PERSON, FIRST_USER
        square = Square(sandbox, range(first, first + people), range(other, other + users))
        square.ask()
        environment = bot_environment(
            sandbox.world,
            url=sandbox.url,
            data=folder,
            inherited=os.environ,
            port=free_port(),
            vk=sandbox.vk.world,
        )
        async with forked(environment | dict(own or {}), folder):
            await square.answered()
        return square.in_telegram(), square.in_vk()


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table."""
    seen: list[tuple[Used, Used]] = []
    for number in range(sizes.incident_rounds):
        place = folder / f"incident {number}"
        await asyncio.to_thread(place.mkdir)
        seen.append(await incident(place, *sizes.incident_people))
    telegram, vk = zip(*seen, strict=True)
    return [*_of("Telegram", telegram), *_of("VK", vk)]


def _of(platform: str, seen: Iterable[Used]) -> list[Figure]:
    rounds = list(seen)
    people = rounds[0].people
    return [
        Figure(
            f"one incident, {people} people in {platform}, answers a second",
            tuple(one.sent / one.seconds for one in rounds),
            "answers/s",
        ),
        Figure("  used : allowed", tuple(one.share for one in rounds), RATIO, at_least=LEAST),
        Figure(
            "  answered twice : people",
            (sum(one.doubled for one in rounds) / people,),
            RATIO,
            at_most=0,
        ),
        Figure(
            "  too many requests : calls",
            (sum(one.refused for one in rounds) / sum(one.calls for one in rounds),),
            RATIO,
            at_most=0,
        ),
    ]
