"""The bot as a child process: a stub stands in for it."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from sandbox.child import Child
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.world import World, seed

ROOT = Path(__file__).parents[2]
TALKS = "import sys, time; print('готов', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('готов', flush=True)\n"
STUBBORN += "time.sleep(60)"


# The bot's stand-in keeps a connection to the test, by which the test sees that it lives.
LIVES = "import socket, time; s = socket.create_connection(('127.0.0.1', PORT)); time.sleep(60)"
# A sandbox that only starts its child and waits.
KEEPER = """
import asyncio, sys
from pathlib import Path
from sandbox.child import Child

async def main():
    child = Child([sys.executable, "-c", sys.argv[1]], {}, Path(sys.argv[2]), lambda: None)
    await child.start()
    await asyncio.sleep(60)

asyncio.run(main())
"""


class Changes:
    """Lets a test wait for what the child says or does."""

    def __init__(self) -> None:
        self.count = 0
        self._event = asyncio.Event()

    def happened(self) -> None:
        self.count += 1
        self._event.set()

    async def until(self, predicate: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not predicate():
                await self._event.wait()
                self._event.clear()


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
async def started(tmp_path: Path, changes: Changes) -> AsyncIterator[Callable[[str], Child]]:
    children: list[Child] = []

    def make(code: str) -> Child:
        command = [sys.executable, "-c", code]
        child = Child(command, {"PYTHONUTF8": "1"}, tmp_path, changes.happened, patience=0.2)
        children.append(child)
        return child

    yield make
    for child in children:
        await child.kill()


async def test_it_runs_speaks_and_is_killed(
    started: Callable[[str], Child], changes: Changes
) -> None:
    child = started(TALKS)
    await child.start()
    await changes.until(lambda: child.last_lines)
    state = child.state()
    assert state["running"]
    assert state["pid"] > 0
    assert state["last_lines"] == ["готов"]
    await child.kill()
    assert (child.running, child.exit_code, child.state()["pid"]) == (False, -9, None)


async def test_it_is_started_again_and_counted(
    started: Callable[[str], Child], changes: Changes
) -> None:
    child = started(TALKS)
    await child.start()
    await child.start()
    await changes.until(lambda: child.last_lines)
    assert child.state()["restarts"] == 0
    await child.kill()
    await child.start()
    await changes.until(lambda: len(child.last_lines) == 2)
    assert child.state()["restarts"] == 1


async def test_an_environment_that_is_a_function_is_asked_at_each_start(tmp_path: Path) -> None:
    offsets = iter(["60", "120"])
    command = [sys.executable, "-c", "import os; print(os.environ['OFFSET'])"]
    child = Child(command, lambda: {"OFFSET": next(offsets)}, tmp_path, lambda: None)
    for _ in range(2):
        await child.start()
        await child.ended()
    assert list(child.last_lines) == ["60", "120"]


async def test_two_presses_at_once_start_one_process(started: Callable[[str], Child]) -> None:
    child = started(TALKS)
    both = [asyncio.create_task(child.start()) for _ in range(2)]
    await asyncio.sleep(0)
    assert child.running
    await asyncio.gather(*both)
    assert child.starts == 1


async def test_one_that_ends_by_itself_leaves_its_last_words(
    started: Callable[[str], Child],
) -> None:
    child = started("import sys; sys.stderr.write('нет токена\\n' * 300 + 'конец'); sys.exit(2)")
    await child.start()
    await child.ended()
    assert (child.running, child.exit_code) == (False, 2)
    assert len(child.last_lines) == 200
    assert child.last_lines[-1] == "конец"


async def test_a_stubborn_one_is_killed_after_a_while(
    started: Callable[[str], Child], changes: Changes
) -> None:
    child = started(STUBBORN)
    await child.start()
    await changes.until(lambda: child.last_lines)
    await child.stop()
    assert child.exit_code == -9


async def test_a_very_long_line_does_not_stop_the_reading(started: Callable[[str], Child]) -> None:
    child = started("print('x' * 300_000); print('дальше')")
    await child.start()
    await child.ended()
    assert child.exit_code == 0
    assert child.last_lines[-1] == "дальше"


async def test_killing_and_stopping_what_does_not_run_is_nothing(
    started: Callable[[str], Child],
) -> None:
    child = started(TALKS)
    await child.kill()
    await child.stop()
    assert not child.running


async def test_the_page_kills_and_starts_it_and_the_server_stops_it(
    started: Callable[[str], Child], changes: Changes
) -> None:
    child = started(TALKS)
    server = SandboxServer(create_app(seed(World()), child=child), own_signals=False)
    server.before_shutdown = child.stop
    with listening_socket("127.0.0.1", 0) as bound:
        serving = asyncio.create_task(server.serve([bound]))
        await server.ready.wait()
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/api/bot"
        async with httpx.AsyncClient(trust_env=False) as page:
            assert (await page.post(f"{url}/start")).json()["running"]
            await changes.until(lambda: child.last_lines)
            assert (await page.get(url)).json()["last_lines"] == ["готов"]
            assert not (await page.post(f"{url}/kill")).json()["running"]
            assert (await page.post(f"{url}/start")).json()["restarts"] == 1
        server.should_exit = True
        await serving
    assert not child.running


async def test_a_killed_sandbox_leaves_no_bot_behind(tmp_path: Path) -> None:
    connected: asyncio.Queue[asyncio.StreamReader] = asyncio.Queue()
    server = await asyncio.start_server(lambda reader, _: connected.put_nowait(reader), "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    keeper = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KEEPER, LIVES.replace("PORT", str(port)), str(tmp_path), cwd=ROOT
    )
    async with server, asyncio.timeout(30):
        bot = await connected.get()
        keeper.kill()
        await keeper.wait()
        assert await bot.read() == b""
