"""The program without a platform: real storage, worker and delivery, a fake channel and clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from appeals.model import Address, Employee, Role
from appeals.words import Content
from bot.delivery import Delivery
from bot.enqueue import enqueue
from bot.files import Files
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.metrics import Metrics
from bot.received import Received, Unreadable
from bot.texts import Texts
from bot.worker import Handle, Source, Worker
from handlers import routing
from handlers.conversation import Incoming, Person, Reply, Toast, Wrote
from handlers.guide import Guide
from handlers.office import ChannelRules, Desk
from storage.store import Store
from tests.fakes import FakeChannel, ManualClock

HOME = Address("telegram", "-1001")
OLGA = Address("telegram", "101")
PETR = Address("telegram", "102")
MARIA = Employee("201", "Мария Иванова", "специалист", frozenset({Role.MODERATOR}))

DESK = Desk(
    name="Министерство труда",
    short_name="Минтруд",
    zone=ZoneInfo("Asia/Novosibirsk"),
    zone_label="UTC+7",
    moderator_chat=HOME,
    channels={
        "telegram": ChannelRules("consultation", personal_data=True),
        "vk": ChannelRules("message", personal_data=True),
    },
    answer_within={"consultation": timedelta(hours=24), "message": timedelta(hours=2)},
    guide=Guide(),
)


async def with_maria(folder: Path) -> "Program":
    """A program in which Maria works and has started the bot."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        await unit.staff.seed([MARIA])
        await unit.clients.met("telegram", MARIA.id, MARIA.name, "")
    return Program(store)


@dataclass
class Program:
    """One installation in a test; `read` understands the raw events that `came` made.

    `beside` is a second platform, `folder` where files lie.
    """

    store: Store
    clock: ManualClock = field(default_factory=ManualClock)
    channel: FakeChannel = field(default_factory=FakeChannel)
    handle: Handle = routing.handle
    understood: dict[str, Incoming] = field(default_factory=dict)
    presses: list[str] = field(default_factory=list)
    batches: list[Sequence[Received]] = field(default_factory=list)
    limits: Limits | None = None
    beside: FakeChannel | None = None
    folder: Path | None = None
    health: Health = field(default_factory=Health)

    def __post_init__(self) -> None:
        self.metrics = Metrics()
        channels = {one.name: one for one in (self.channel, self.beside) if one}
        files = Files(self.folder, self.clock.monotonic) if self.folder else None
        self.house = House(Texts(), channels, DESK, files=files)
        self.start(self.limits or self.generous())

    def generous(self) -> Limits:
        """Limits that nobody reaches."""
        return Limits(10_000, 10_000, 10_000, group_per_minute=10_000, clock=self.clock.monotonic)

    def start(self, limits: Limits) -> None:
        """A new process over the same storage; `limits` are Telegram's."""
        own = {name: self.generous() for name in self.house.channels} | {"telegram": limits}
        self.delivery = Delivery(
            self.store,
            self.house,
            own,
            self.clock,
            metrics=self.metrics,
            health=self.health,
        )
        self.worker = Worker(
            self.store,
            self.house,
            {
                name: Source(self.read, self.presses.append, self.batches.append)
                for name in self.house.channels
            },
            self.clock,
            self.delivery.wake,
            handle=self.handle,
            metrics=self.metrics,
            health=self.health,
        )

    def read(self, raw: str) -> Incoming:
        """As a channel reads its raw events."""
        if raw not in self.understood:
            raise Unreadable("no such shape")
        return self.understood[raw]

    def came(self, incoming: Incoming, at: Address = OLGA, press: str = "") -> Received:
        """An update that means this."""
        raw = f"update {len(self.understood)}"
        self.understood[raw] = incoming
        return Received(raw, str(at), raw, press)

    def wrote(self, text: str, at: Address = OLGA, message_id: str = "") -> Received:
        """A client's message as an update."""
        who = Person(at.chat, "Ольга")
        number = message_id or str(len(self.understood) + 1)
        content = Content(text)
        return self.came(Wrote(at, who, self.clock.now(), number, content, private=True), at)

    async def receive(
        self, *updates: Received, cursor: str | None = None, channel: str = "telegram"
    ) -> None:
        """The channel hands over a batch."""
        await self.worker.receive(channel, updates, cursor)

    async def work(self) -> None:
        """Everything that is due is worked on, and its toasts are shown."""
        while await self.worker.step():
            pass
        await self.worker.settle()

    async def deliver(self) -> None:
        """Everything that is due and allowed now is sent and recorded."""
        for _ in range(200):
            before = self._done()
            pause = await self.delivery.step()
            await self.delivery.settle()
            if self._done() == before and pause and self.delivery.idle:
                return
        raise AssertionError("delivery never comes to rest")

    def _done(self) -> int:
        channels = [one for one in (self.channel, self.beside) if one]
        return sum(len(one.ledger) + len(one.asked_for) for one in channels)

    async def put(self, *replies: Reply) -> Sequence[Toast]:
        """As if a handler had answered so."""
        async with self.store.begin() as unit:
            house = await self.house.today(unit)
            return await enqueue(replies, unit, house, self.clock.now())

    async def counts(self) -> dict[str, int]:
        """Outbox rows by state, those that are none left out."""
        async with self.store.begin() as unit:
            found = await unit.outbox.counts()
        return {state: rows for state, rows in found.items() if rows}


def in_topic(thread: str) -> Address:
    """A topic of the moderator chat."""
    return replace(HOME, thread=thread)
