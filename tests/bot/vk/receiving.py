"""A receiving loop on its own, with an inbox that knows each event once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.backoff import Backoff
from bot.received import Received
from bot.status import Status, Trouble
from bot.vk.client import Client
from bot.vk.parsing import Unreadable, parse
from bot.vk.polling import Poller
from handlers.conversation import Incoming, Wrote
from tests.bot.vk.samples import GROUP

TIMEOUT = 60
POLL = 25


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Inbox:
    """Stores what is handed over, unless it is to fail."""

    failures: int = 0
    refused: int = 0
    cursor: str | None = None
    events: dict[str, str] = field(default_factory=dict)
    conversations: list[str] = field(default_factory=list)
    handed_over: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, batch: Sequence[Received], cursor: str | None) -> None:
        if batch:
            self.came.set()
            await self.open.wait()
        if self.failures and batch:
            self.failures -= 1
            self.refused += 1
            raise OSError("disk full")
        for event in batch:
            self.handed_over += 1
            if event.event_id not in self.events:
                self.events[event.event_id] = event.raw
                self.conversations.append(event.conversation)
        self.cursor = cursor or self.cursor
        self.changed.set()

    @property
    def incoming(self) -> list[Incoming | None]:
        """What the parser makes of each; None for what it can't read."""
        return [_parsed(raw) for raw in self.events.values()]

    async def until(self, happened: Callable[[], object]) -> None:
        """Look whenever something was stored."""
        async with asyncio.timeout(TIMEOUT):
            while not happened():
                await self.changed.wait()
                self.changed.clear()

    @property
    def texts(self) -> list[str]:
        return [one.content.text for one in self.incoming if isinstance(one, Wrote)]


def _parsed(raw: str) -> Incoming | None:
    try:
        return parse(raw)
    except Unreadable:
        return None


@dataclass
class Rests:
    """Pauses without waiting, written down."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0.01)


class Watched(Status):
    """A status whose troubles are written down, and whose news wake whoever waits."""

    def __init__(self, changed: asyncio.Event) -> None:
        super().__init__(now)
        self.changed = changed
        self.troubles: list[Trouble] = []

    def ill(self, trouble: Trouble) -> bool:
        self.troubles.append(trouble)
        self.changed.set()
        return super().ill(trouble)

    def well(self) -> bool:
        self.changed.set()
        return super().well()


@dataclass
class Receiving:
    inbox: Inbox
    status: Watched
    rests: Rests
    alarms: list[Trouble | None]

    async def until(self, happened: Callable[[], object]) -> None:
        await self.inbox.until(happened)

    async def until_texts(self, *texts: str) -> None:
        await self.until(lambda: set(texts) <= set(self.inbox.texts))

    async def until_well(self) -> None:
        await self.until(lambda: self.status.ok)


@asynccontextmanager
async def receiving(client: Client, inbox: Inbox | None = None) -> AsyncIterator[Receiving]:
    """A loop that goes on from where this inbox has got to."""
    inbox = inbox or Inbox()
    status, rests, stop = Watched(inbox.changed), Rests(), asyncio.Event()
    alarms: list[Trouble | None] = []
    poller = Poller(
        client,
        GROUP,
        inbox,
        status,
        inbox.cursor,
        clock=now,
        poll=POLL,
        backoff=Backoff(chance=lambda: 1.0),
        wait=rests,
        alarm=alarms.append,
    )
    task = asyncio.create_task(poller.run(stop))
    try:
        yield Receiving(inbox, status, rests, alarms)
    finally:
        inbox.open.set()
        stop.set()
        async with asyncio.timeout(TIMEOUT):
            await task
