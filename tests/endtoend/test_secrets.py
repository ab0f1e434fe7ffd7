"""Tokens and passwords stand in no log, on no page, in no file, whatever goes wrong."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from sandbox.environment import bot_environment
from sandbox.faults import Fault, FaultKind
from sandbox.vk.faults import VkFault, VkFaultKind
from tests.bot.typed import otklik
from tests.endtoend.desk import OLGA, free_port
from tests.endtoend.forked import forked
from tests.endtoend.with_child import UNHURRIED
from tests.sandbox_server import RunningSandbox, running_sandbox

NADIA = 301
PATIENCE = 60.0
TELEGRAM: list[FaultKind] = ["429", "500", "502", "html", "drop_before", "drop_after"]
VK: list[VkFaultKind] = ["502", "html", "drop_before", "drop_after", "html_after"]
PROXY_PASSWORD = "Pr0xy-geheim"


async def everything_fails(sandbox: RunningSandbox) -> None:
    """Each way of failing once for each platform, while two people ask."""
    for kind in TELEGRAM:
        sandbox.world.faults.plan(Fault("*", kind, retry_after=0))
    for vk_kind in VK:
        sandbox.vk.world.faults.plan(VkFault("*", vk_kind))
    for code in (1, 6, 10, 9):
        sandbox.vk.world.faults.plan(VkFault("messages.send", "error", code=code))
    sandbox.world.writes(OLGA, "Какая квота?")
    sandbox.vk.world.writes(NADIA, "Какая квота?")
    await sandbox.world.until(lambda: _acknowledged(sandbox), PATIENCE)


def _acknowledged(sandbox: RunningSandbox) -> bool:
    said = [one.text or "" for one in sandbox.world.messages(OLGA)]
    return any("№ 2026-" in text for text in said) and bool(sandbox.vk.world.sends)


async def test_whatever_fails_no_secret_is_written_anywhere(tmp_path: Path) -> None:
    async with running_sandbox() as sandbox:
        # A secret that is in no name: the bot of the sandbox is called by its usual one.
        bot = sandbox.world.bot
        sandbox.world.bot = replace(bot, token=f"{bot.id}:AAH-geheim-5f3c")
        port = free_port()
        environment = UNHURRIED | bot_environment(
            sandbox.world,
            url=sandbox.url,
            data=tmp_path,
            inherited=os.environ,
            port=port,
            vk=sandbox.vk.world,
        )
        environment["OTKLIK_LOG__LEVEL"] = "debug"
        secrets = [sandbox.token, sandbox.token.partition(":")[2], sandbox.vk.token]
        async with forked(environment, tmp_path):
            await sandbox.world.until(lambda: sandbox.vk.world.pollers, PATIENCE)
            await everything_fails(sandbox)
            async with httpx.AsyncClient(trust_env=False) as client:
                for page in ("healthz", "metrics"):
                    answer = await client.get(f"http://127.0.0.1:{port}/{page}")
                    assert [one for one in secrets if one in answer.text] == []
    written = {file.name: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert written["bot.log"]
    assert [
        name for name, data in written.items() if any(one.encode() in data for one in secrets)
    ] == []


async def page_of(port: int, page: str) -> str:
    """What the program says there; nothing while it does not listen."""
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return (await client.get(f"http://127.0.0.1:{port}/{page}")).text
        except httpx.TransportError:
            return ""


async def told_of_trouble(port: int) -> str:
    """The page of its health, once Telegram is among what is wrong."""
    while "telegram" not in (told := await page_of(port, "healthz")):  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.05)
    return told


async def test_a_proxy_that_refuses_leaves_its_password_nowhere(tmp_path: Path) -> None:
    """The program runs on and asks again and again, and tells everything it has to tell."""
    async with running_sandbox() as sandbox:
        port = free_port()
        environment = UNHURRIED | bot_environment(
            sandbox.world, url=sandbox.url, data=tmp_path, inherited=os.environ, port=port
        )
        environment["OTKLIK_LOG__LEVEL"] = "debug"
        environment["OTKLIK_TELEGRAM__PROXY"] = f"socks5://user:{PROXY_PASSWORD}@127.0.0.1:1"
        async with forked(environment, tmp_path), asyncio.timeout(PATIENCE):
            pages = [await told_of_trouble(port), await page_of(port, "metrics")]
    assert "telegram" in pages[0]
    written = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(PROXY_PASSWORD in page for page in pages)
    assert not any(PROXY_PASSWORD.encode() in data for data in written)


@pytest.mark.parametrize(
    "command",
    [
        ["doctor"],
        ["dead", "list"],
        ["dead", "retry", "1"],
        ["migrate"],
        ["backup", "x.zip"],
        ["export", "appeals"],
        ["run"],
    ],
)
async def test_a_command_that_fails_shows_no_password(tmp_path: Path, command: list[str]) -> None:
    dead_end = "127.0.0.1:1"
    environment = {
        "OTKLIK_PRESET": "nso-quota",
        "OTKLIK_TELEGRAM__TOKEN": "123456:" + "Z" * 35,
        "OTKLIK_TELEGRAM__MODERATOR_CHAT": "-1001",
        "OTKLIK_TELEGRAM__API_URL": f"http://{dead_end}",
        "OTKLIK_TELEGRAM__PROXY": f"socks5://user:{PROXY_PASSWORD}@{dead_end}",
        "OTKLIK_VK__TOKEN": "vk1.a." + "Z" * 80,
        "OTKLIK_VK__GROUP_ID": "1",
        "OTKLIK_VK__API_URL": f"http://{dead_end}",
        "OTKLIK_STORAGE__URL": f"postgresql+asyncpg://otklik:{PROXY_PASSWORD}@{dead_end}/otklik",
    }
    ended = await asyncio.to_thread(otklik, tmp_path, *command, **environment)
    assert ended.returncode == 1, ended.stderr
    shown = ended.stdout + ended.stderr
    assert shown
    assert "ZZZZ" not in shown
    assert PROXY_PASSWORD not in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TELEGRAM__TOKEN", "geheim-token"),
        ("TELEGRAM__PROXY", "geheim://user:geheim"),
        ("STORAGE__URL", "mysql://otklik:geheim@host/x"),
        ("TELEGRAM__TOKEM", "geheim"),
    ],
)
async def test_a_wrong_setting_that_is_a_secret_is_named_without_its_value(
    tmp_path: Path, key: str, value: str
) -> None:
    ended = await asyncio.to_thread(
        otklik, tmp_path, "run", OTKLIK_PRESET="nso-quota", **{f"OTKLIK_{key}": value}
    )
    assert ended.returncode == 2
    assert key in ended.stderr or key.replace("__", ".").lower() in ended.stderr
    assert "geheim" not in ended.stderr + ended.stdout
