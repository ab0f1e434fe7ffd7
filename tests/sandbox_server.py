"""A sandbox inside the test: the real server on a free port, the world at hand."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.core import real_now
from sandbox.files import FileStore
from sandbox.keeping import Keeper, load
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.state import BotRights, ChatType
from sandbox.vk.keeping import VK_FOLDER, VkKeeper
from sandbox.vk.keeping import load as load_vk
from sandbox.vk.world import VkWorld
from sandbox.vk.world import seeded as seeded_vk
from sandbox.world import World, seed


@dataclass(frozen=True, slots=True)
class RunningVk:
    """The VK of a running sandbox; ``api_url`` stands in for https://api.vk.ru."""

    api_url: str
    control_url: str
    world: VkWorld

    @property
    def token(self) -> str:
        """The community's token."""
        return self.world.community.group_token

    @property
    def group_id(self) -> int:
        """The community's id."""
        return self.world.community.id


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that listens; ``url`` is also the Bot API's base."""

    url: str
    world: World
    vk: RunningVk

    @property
    def api_url(self) -> str:
        """The control API's base."""
        return f"{self.url}/api"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.bot.token

    @property
    def moderator_chat(self) -> int:
        """The id of the staff's chat."""
        return self.world.moderator_chat.id


@asynccontextmanager
async def running_sandbox(
    *,
    world: World | None = None,
    now: Callable[[], datetime] = real_now,
    monotonic: Callable[[], float] = time.monotonic,
    moderator_chat: ChatType = "supergroup",
    is_forum: bool = True,
    rights: BotRights | None = None,
    rate_limits: bool = False,
    privacy_mode: bool = True,
    data: Path | None = None,
    port: int = 0,
    bot_url: str = "",
    vk: VkWorld | None = None,
) -> AsyncIterator[RunningSandbox]:
    """Run a sandbox on a free loopback port of this event loop.

    ``world`` takes a ready world as it is (to restart the server over the same Telegram);
    ``data`` keeps the state in a folder; ``port`` 0 is any free one; ``now`` and ``monotonic``
    are the world's clocks; ``bot_url`` is where the web pages of a bot are, for the page's clock;
    ``vk`` is a ready VK of ``world``.
    """
    if world is None:
        files = None if data is None else data / "files"
        world = World(now=now, monotonic=monotonic, files_folder=files)
        if data is None or not load(world, data):
            seed(world, moderator_chat=moderator_chat, is_forum=is_forum, rights=rights)
        world.settings.rate_limits = rate_limits
        world.settings.privacy_mode = privacy_mode
    world.reopen()
    keeper = None if data is None else Keeper(world, data)
    vk = vk or _vk_of(world, data)
    vk.settings.rate_limits = rate_limits
    vk_keeper = None if data is None else VkKeeper(vk, data)
    app = create_app(world, keeper=keeper, bot_url=bot_url, vk=vk, vk_keeper=vk_keeper)
    server = SandboxServer(app, own_signals=False)
    with listening_socket("127.0.0.1", port) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        vk.base = url
        serving = asyncio.create_task(server.serve([bound]))
        ready = asyncio.create_task(server.ready.wait())
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if serving.done():
            raise RuntimeError("the sandbox ended before it was ready") from serving.exception()
        try:
            yield RunningSandbox(url, world, RunningVk(f"{url}/vk", f"{url}/api/vk", vk))
        finally:
            server.should_exit = True
            await serving


def _vk_of(world: World, data: Path | None) -> VkWorld:
    vk = seeded_vk(world, FileStore(None if data is None else data / VK_FOLDER))
    if data is not None:
        load_vk(vk, data)
    return vk
