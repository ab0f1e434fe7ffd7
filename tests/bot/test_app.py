"""The program as a whole: it starts, serves, and ends in good order."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.app import App, Crashed, running, serve
from bot.settings import Settings
from tests.sandbox_server import RunningSandbox, running_sandbox

OLGA = 101


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as server:
        yield server


def settings(sandbox: RunningSandbox, folder: Path, **changes: Any) -> Settings:
    """An installation that talks to the sandbox."""
    given: dict[str, Any] = {
        "authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"},
        "telegram": {
            "token": sandbox.token,
            "api_url": sandbox.url,
            "moderator_chat": sandbox.moderator_chat,
        },
        "storage": {"url": f"sqlite+aiosqlite:///{folder / 'otklik.db'}", "files": folder},
        "web": {"port": free_port()},
        "staff": [{"id": 201, "name": "Мария Иванова"}],
    }
    return Settings.model_validate(given | changes)


def free_port() -> int:
    """A port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def health(app_settings: Settings) -> tuple[int, dict[str, str]]:
    """What the health page says."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{app_settings.web.port}/healthz")
    return answer.status_code, answer.json()["reasons"]


async def until_named(app_settings: Settings, trouble: str) -> None:
    """Ask until the health page names this trouble of Telegram."""
    async with asyncio.timeout(20):
        while await health(app_settings) != (503, {"telegram": trouble}):
            continue


@asynccontextmanager
async def served(sandbox: RunningSandbox, folder: Path) -> AsyncIterator[App]:
    """The program at work, once Olga's question has been acknowledged."""
    async with running(settings(sandbox, folder)) as app:
        sandbox.world.writes(OLGA, "Положена ли нам квота?")
        await sandbox.world.until(lambda: acknowledged(sandbox) and cards(sandbox), 20)
        yield app


def acknowledged(sandbox: RunningSandbox) -> list[str]:
    """What the bot said to Olga."""
    said = [m for m in sandbox.world.messages(OLGA) if m.sender != OLGA]
    return [m.text or "" for m in said]


def cards(sandbox: RunningSandbox) -> list[str]:
    """What the bot said in topics."""
    home = sandbox.moderator_chat
    topics = sandbox.world.topics(home)
    said = [m for topic in topics for m in sandbox.world.messages(home, topic.id)]
    return [m.text or "" for m in said if m.sender == sandbox.world.bot.id and m.service is None]


async def test_it_serves_and_says_that_it_is_well(sandbox: RunningSandbox, tmp_path: Path) -> None:
    async with served(sandbox, tmp_path) as app:
        (receipt,) = acknowledged(sandbox)
        assert "-000001" in receipt
        assert "квота" in cards(sandbox)[0]
        assert await health(app.settings) == (200, {})


async def test_after_a_restart_nothing_is_said_twice(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    async with served(sandbox, tmp_path):
        pass
    sandbox.world.writes(OLGA, "И ещё: куда писать?")
    async with running(settings(sandbox, tmp_path)):
        await sandbox.world.until(lambda: len(cards(sandbox)) >= 2, 20)
    assert sum("-000001" in text for text in acknowledged(sandbox)) == 1


async def test_stopping_takes_little_time(sandbox: RunningSandbox, tmp_path: Path) -> None:
    async with served(sandbox, tmp_path) as app:
        began = asyncio.get_running_loop().time()
        await app.stop()
        assert asyncio.get_running_loop().time() - began < 10


async def test_a_refused_token_leaves_the_program_alive_and_is_named(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    telegram = {"token": "1:wrong", "api_url": sandbox.url, "moderator_chat": -1001}
    wrong = settings(sandbox, tmp_path, telegram=telegram)
    with capture_logs() as lines:
        async with running(wrong) as app:
            waiting = asyncio.create_task(app.wait(asyncio.Event()))
            await until_named(wrong, "token")
            assert not waiting.done()
            waiting.cancel()
    errors = [line["event"] for line in lines if line["log_level"] == "error"]
    assert errors == ["telegram_token_refused"]


async def test_a_part_that_breaks_ends_the_program(sandbox: RunningSandbox, tmp_path: Path) -> None:
    async with served(sandbox, tmp_path) as app:
        waiting = asyncio.create_task(app.wait(asyncio.Event()))
        (worker,) = [task for task in asyncio.all_tasks() if task.get_name() == "worker"]
        worker.cancel()
        with pytest.raises(Crashed, match="worker"):
            await waiting
        code, reasons = await health(app.settings)
        assert (code, reasons["parts"]) == (503, "worker")


async def test_a_taken_port_is_named(sandbox: RunningSandbox, tmp_path: Path) -> None:
    chosen = settings(sandbox, tmp_path)
    with socket.create_server(("127.0.0.1", chosen.web.port)), capture_logs() as lines:
        assert await serve(chosen) == 1
    (line,) = [line for line in lines if line["event"] == "start_failed"]
    assert str(chosen.web.port) in line["problem"] or "in use" in line["problem"]


async def test_sigterm_ends_it_in_good_order(sandbox: RunningSandbox, tmp_path: Path) -> None:
    serving = asyncio.create_task(serve(settings(sandbox, tmp_path)))
    sandbox.world.writes(OLGA, "Положена ли нам квота?")
    await sandbox.world.until(lambda: acknowledged(sandbox), 20)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(serving, 10) == 0
