"""The sandbox as `make run` starts it: its server here, the bot as its child process."""

import asyncio
import functools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.child import Child, Spawn
from sandbox.environment import COMMAND, bot_environment
from sandbox.files import FileStore
from sandbox.keeping import Keeper, load
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.vk.keeping import VK_FOLDER, VkKeeper
from sandbox.vk.keeping import load as load_vk
from sandbox.vk.world import VkWorld
from sandbox.vk.world import seeded as seeded_vk
from sandbox.world import World, seed
from tests.endtoend import forked
from tests.endtoend.desk import free_port

NOVOSIBIRSK = ZoneInfo("Asia/Novosibirsk")
UNHURRIED = {
    "OTKLIK_TELEGRAM__PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
}


@dataclass(frozen=True, slots=True)
class SandboxWithChild:
    """Where the page is, the Telegram and the VK behind it and the bot's process."""

    url: str
    world: World
    vk: VkWorld
    child: Child

    @property
    def today(self) -> date:
        """At the authority, by the clock of the page."""
        return self.world.now().astimezone(NOVOSIBIRSK).date()

    def number(self, count: int) -> str:
        """An appeal's number, as it is given this year."""
        return f"{self.today.year}-{count:06}"


@asynccontextmanager
async def sandbox_with_child(
    folder: Path, ahead: float = 0, spawn: Spawn = forked.spawned
) -> AsyncIterator[SandboxWithChild]:
    """A sandbox that keeps all in ``folder``; its bot is not held back by send limits.

    The clock of both begins ``ahead`` seconds ahead. The bot is forked where all is imported
    already; with ``sandbox.child.spawned`` it is begun as by `make run`, which takes seconds.
    """
    world = World(files_folder=folder / "files")
    if not load(world, folder):
        seed(world)
    world.put_forward(ahead)
    vk = seeded_vk(world, FileStore(folder / VK_FOLDER))
    load_vk(vk, folder)
    with listening_socket("127.0.0.1", 0) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        vk.base = url
        port = free_port()

        def environment() -> dict[str, str]:
            ours = bot_environment(
                world, url=url, data=folder, inherited=os.environ, port=port, vk=vk
            )
            return ours | UNHURRIED

        announce = functools.partial(world.announce, "bot")
        child = Child(COMMAND, environment, folder, announce, spawn=spawn)
        app = create_app(
            world,
            child=child,
            keeper=Keeper(world, folder),
            vk=vk,
            vk_keeper=VkKeeper(vk, folder),
            bot_url=f"http://127.0.0.1:{port}",
        )
        server = SandboxServer(app, own_signals=False)
        serving = asyncio.create_task(server.serve([bound]))
        await server.ready.wait()
        await child.start()
        try:
            yield SandboxWithChild(url, world, vk, child)
        finally:
            await child.stop()
            server.should_exit = True
            await serving
