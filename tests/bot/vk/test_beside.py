"""What is read with other keys, wired together: through the real client against the sandbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from bot.platform import Inlet
from bot.status import Status, Trouble
from bot.vk.beside import Beside, Looking
from bot.vk.client import Client
from bot.vk.cursor import Cursor
from bot.vk.keys import Keys
from bot.vk.polling import Poller
from handlers.conversation import Words, Wrote
from sandbox.vk.faults import VkFault
from tests.bot.vk.conftest import client_of
from tests.bot.vk.receiving import TIMEOUT, Inbox, now
from tests.sandbox_server import RunningSandbox

MARIA = 301
ZONE = ZoneInfo("Asia/Novosibirsk")


class Told(list[Words]):
    """A ledger of what staff were told."""

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self]


class Wired:
    """A poller that does not poll, and what runs beside it."""

    def __init__(self, sandbox: RunningSandbox, client: Client, *keys: str, wall: int = 0) -> None:
        self.inbox, self.mentions, self.told = Inbox(), Inbox(), Told()
        group = sandbox.vk.group_id
        cursor = Cursor("1", seen=wall, wall=wall, group=group).text()
        self.poller = Poller(client, group, self.inbox, Status(now), cursor, clock=now)
        community = sandbox.vk.world.community
        self.keys = Keys(
            **{one: client_of(sandbox, getattr(community, f"{one}_token")) for one in keys}
        )
        looking = Looking(("Минтруд НСО",), 1.0, ZONE)
        self.beside = Beside(client, self.keys, group, looking, clock=now)

    async def _part(self, name: str) -> Inlet:
        assert name == "mentions"
        return Inlet(self.mentions, self._tell)

    async def _tell(self, words: Words) -> None:
        self.told.append(words)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        stop = asyncio.Event()
        inlet = Inlet(self.inbox, self._tell, None, self._part)
        self.poller.wall_broken.set()
        task = asyncio.create_task(self.beside.run(self.poller, inlet, self.told.append, stop))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, TIMEOUT)
            self.keys.close()


async def test_names_short_names_and_links_are_looked_for(
    sandbox: RunningSandbox, client: Client
) -> None:
    vk = sandbox.vk.world
    vk.publishes("Был в Минтруде НСО: очередь", owner=MARIA)
    vk.publishes("Смотрите vk.com/otklik_sandbox", owner=MARIA)
    wired = Wired(sandbox, client, "service", "user")
    async with wired.running():
        await wired.mentions.until(lambda: len(wired.mentions.events) == 2)
    assert all(isinstance(one, Wrote) for one in wired.mentions.incoming)
    assert wired.inbox.events == {}


async def test_a_gap_is_looked_through_and_closed(sandbox: RunningSandbox, client: Client) -> None:
    vk = sandbox.vk.world
    post = next(one for one in vk.posts.values() if one.owner == vk.own_wall)
    vk.comments(MARIA, post.id, "Когда?")
    wired = Wired(sandbox, client, "service", wall=1)
    async with wired.running():
        await wired.inbox.until(lambda: "Когда?" in wired.inbox.texts)
        async with asyncio.timeout(TIMEOUT):
            while wired.poller.wall_gap:  # noqa: ASYNC110 - set without telling anybody
                await asyncio.sleep(0.02)
    assert wired.told.keys == []


async def test_without_a_key_a_gap_is_told_and_nothing_is_asked(
    sandbox: RunningSandbox, client: Client
) -> None:
    wired = Wired(sandbox, client, wall=int(now().timestamp()) - 3600)
    async with wired.running(), asyncio.timeout(TIMEOUT):
        while not wired.told:  # noqa: ASYNC110 - a list tells nobody
            await asyncio.sleep(0.02)
    assert wired.told.keys == ["vk-comments-lost"]
    assert wired.poller.wall_gap is None
    assert list(sandbox.vk.world.ledger.entries) == []


async def test_a_withdrawn_key_is_told_once_and_names_no_key_of_the_communitys(
    sandbox: RunningSandbox, client: Client
) -> None:
    sandbox.vk.world.faults.plan(VkFault("newsfeed.search", "error", times=99, code=5))
    wired = Wired(sandbox, client, "service")
    async with wired.running(), asyncio.timeout(TIMEOUT):
        while not wired.told:  # noqa: ASYNC110 - a list tells nobody
            await asyncio.sleep(0.02)
    assert wired.told.keys == ["vk-reading-key-refused"]
    assert wired.beside.trouble is Trouble.TOKEN


async def test_a_gap_that_opens_anew_while_the_wall_is_read_stays_open(
    sandbox: RunningSandbox, client: Client
) -> None:
    """Driven by hand, for the order is what matters."""
    wired = Wired(sandbox, client, wall=1000)
    poller = wired.poller
    gap = poller.wall_gap
    assert gap is not None
    broken = poller._broken(poller._cursor or Cursor("1"), "5")
    poller.wall_mended(gap)
    assert poller._settled(broken).wall == 1000
    wired.keys.close()
