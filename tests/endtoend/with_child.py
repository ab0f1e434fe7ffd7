"""The sandbox as `make run` starts it: its server here, the bot as its child process."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.child import Child
from sandbox.environment import COMMAND, bot_environment
from sandbox.keeping import Keeper, load
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.world import World, seed
from tests.endtoend.desk import free_port

UNHURRIED = {
    "OTKLIK_TELEGRAM__PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
}


@dataclass(frozen=True, slots=True)
class SandboxWithChild:
    """Where the page is, the world behind it and the bot's process."""

    url: str
    world: World
    child: Child


@asynccontextmanager
async def sandbox_with_child(folder: Path, ahead: float = 0) -> AsyncIterator[SandboxWithChild]:
    """A sandbox that keeps all in ``folder``; its bot is not held back by send limits.

    The clock of both begins ``ahead`` seconds ahead.
    """
    world = World(files_folder=folder / "files")
    if not load(world, folder):
        seed(world)
    world.put_forward(ahead)
    with listening_socket("127.0.0.1", 0) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        port = free_port()

        def environment() -> dict[str, str]:
            ours = bot_environment(world, url=url, data=folder, inherited=os.environ, port=port)
            return ours | UNHURRIED

        child = Child(COMMAND, environment, folder, lambda: world.announce("bot"))
        keeper = Keeper(world, folder)
        app = create_app(world, child=child, keeper=keeper, bot_url=f"http://127.0.0.1:{port}")
        server = SandboxServer(app, own_signals=False)
        serving = asyncio.create_task(server.serve([bound]))
        await server.ready.wait()
        await child.start()
        try:
            yield SandboxWithChild(url, world, child)
        finally:
            await child.stop()
            server.should_exit = True
            await serving
