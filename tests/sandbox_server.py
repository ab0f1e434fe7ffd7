"""A sandbox inside the test: the real server on a free port, the world at hand."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.core import real_now
from sandbox.keeping import Keeper, load
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.state import BotRights, ChatType
from sandbox.world import World, seed


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that listens; ``url`` is also the Bot API's base."""

    url: str
    world: World

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
) -> AsyncIterator[RunningSandbox]:
    """Run a sandbox on a free loopback port of this event loop.

    ``world`` takes a ready world as it is (to restart the server over the same Telegram);
    ``data`` keeps the state in a folder; ``port`` 0 is any free one; ``now`` and ``monotonic``
    are the world's clocks; ``bot_url`` is where the web pages of a bot are, for the page's clock.
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
    server = SandboxServer(create_app(world, keeper=keeper, bot_url=bot_url), own_signals=False)
    with listening_socket("127.0.0.1", port) as bound:
        serving = asyncio.create_task(server.serve([bound]))
        ready = asyncio.create_task(server.ready.wait())
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if serving.done():
            raise RuntimeError("the sandbox ended before it was ready") from serving.exception()
        try:
            yield RunningSandbox(f"http://127.0.0.1:{bound.getsockname()[1]}", world)
        finally:
            server.should_exit = True
            await serving
