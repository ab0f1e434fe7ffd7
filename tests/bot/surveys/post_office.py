"""Invitations at work: both storages, two platforms with ledgers, a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from appeals.escalation import Quiet
from appeals.model import Actor, ActorKind, Employee, Role
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.surveys.mailing import Mailing
from bot.surveys.mouth import Mouth
from bot.texts import Texts
from handlers.conversation import Capabilities
from handlers.stopping import STOPPED
from storage.store import Store
from storage.surveys.tables import mail_of
from surveys.drafts import Person
from surveys.wave import Wave
from tests.bot.program import DESK, HOME
from tests.bot.surveys.station import Station
from tests.fakes import SMALL, Call, FakeChannel, ManualClock
from tests.surveys.waves import NOW, OPENS, WAVE, a_wave

CONTROLLER = Actor(ActorKind.STAFF, "203")
NIGHT = Quiet(time(22), time(8), ZoneInfo("Asia/Novosibirsk"))
WORDY: Capabilities = replace(SMALL, text_limit=4096, caption_limit=1024)


class Gate(asyncio.Event):
    """Keeps a call waiting, and tells when one has come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.reached.set()
        return await super().wait()


@dataclass
class PostOffice:
    """`polls` is the box with its own storage; `desk` the front desk's storage."""

    polls: Station
    desk: Store
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    telegram: FakeChannel = field(default_factory=lambda: FakeChannel(capabilities=WORDY))
    vk: FakeChannel = field(
        default_factory=lambda: FakeChannel("vk", replace(WORDY, recognises=True, topics=False))
    )
    health: Health = field(default_factory=Health)
    days: tuple[int, ...] = (5, 10)
    quiet: Quiet | None = None
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mailing = self.begins()

    def begins(self) -> Mailing:
        """A new process over the same storages."""
        channels = {"telegram": self.telegram, "vk": self.vk}
        desk = replace(DESK, quiet=self.quiet)
        house = House(Texts(), channels, desk)
        limits = {name: Limits(1000, 1000, 1000, clock=self.clock.monotonic) for name in channels}
        mouth = Mouth(channels, limits, house.texts, lambda: HOME, self._wait)
        self.mailing = Mailing(
            self.polls.store,
            self.desk,
            house,
            mouth,
            clock=self.clock,
            health=self.health,
            days=self.days,
            wait=self._wait,
        )
        self.mailing.now.box = self.polls.box
        return self.mailing

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock.advance(seconds)

    async def opens(self, wave: Wave | None = None) -> Wave:
        """A wave begins, and the program has seen it."""
        given = wave or a_wave()
        await self.polls.box.open(given)
        await self.looks()
        return given

    async def looks(self) -> None:
        """The program sees which waves take answers now."""
        self.mailing.now.open = await self.polls.box.running(self.clock.now())

    async def agrees(self, *people: Person, given: bool = True) -> None:
        """These people said yes, or no."""
        async with self.desk.begin() as unit:
            for who in people:
                client = await unit.clients.met(who.platform, who.id, "Ольга", "")
                await unit.consents.say(client.id, "surveys", given=given, at=self.clock.now())

    async def out_of_reach(self, who: Person) -> None:
        """The person blocked the bot."""
        async with self.desk.begin() as unit:
            client = await unit.clients.known(who.platform, who.id)
            assert client
            await unit.clients.set_reachable(client.id, False)

    async def stops(self, value: str = "yes") -> None:
        """The controller stops what goes to clients, or lets it go."""
        async with self.desk.begin() as unit:
            await unit.switches.set(STOPPED, value, CONTROLLER, self.clock.now())

    async def employs(self, *ids: str, started: bool = True) -> None:
        """These employees are there; with `started` they have begun a private chat."""
        staff = [Employee(one, "Иван", "", frozenset({Role.MODERATOR})) for one in ids]
        async with self.desk.begin() as unit:
            await unit.staff.seed(staff)
            for one in ids:
                if started:
                    await unit.clients.met("telegram", one, "Иван", "")

    async def passes(self, days: float) -> None:
        """So much time after the wave's opening."""
        self.clock.wall = OPENS + timedelta(days=days)
        self.clock.steady += timedelta(days=1).total_seconds()
        await self.looks()

    async def table(self, wave: str = WAVE) -> list[tuple[str, str, str, int]]:
        """What is kept of everybody: platform, id, state, rounds."""
        async with self.polls.store.begin() as unit:
            rows = await unit.db.all(mail_of(wave).select())
        return sorted((row.channel, row.person, row.state, row.reminders) for row in rows)

    async def begun(self, work: Coroutine[Any, Any, bool], *channels: FakeChannel) -> None:
        """Kill the program while these platforms have a message and have not answered yet."""
        gates = [Gate() for _ in channels]
        for channel, gate in zip(channels, gates, strict=True):
            channel.gate = gate
        sending = asyncio.create_task(work)
        for gate in gates:
            await gate.reached.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        for channel in channels:
            channel.gate = None
        self.begins()
        await self.looks()

    def sent(self, words: str = "Приглашаем") -> list[Person]:
        """Who was sent a message that begins so, in order."""
        calls = [*self.telegram.calls("send"), *self.vk.calls("send")]
        return [_person(call) for call in calls if call.text.startswith(words)]


def _person(call: Call) -> Person:
    return Person(call.at.channel, call.at.chat)


@asynccontextmanager
async def post_office(polls: Station, folder: Path) -> AsyncIterator[PostOffice]:
    """A front desk's storage beside the box."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'desk.db'}")
    await store.migrate()
    try:
        yield PostOffice(polls, store)
    finally:
        await store.close()
