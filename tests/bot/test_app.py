"""The program as a whole: it starts, serves, and ends in good order."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from appeals.model import Address
from appeals.words import Content
from bot.app import App, Crashed, Others, running, serve
from bot.limits import Limits
from bot.platform import Inlet
from bot.received import Received
from bot.settings import Settings
from bot.texts import Texts
from bot.worker import Source
from handlers.conversation import Incoming, Person, Words, Wrote
from tests.fakes import FakeChannel, ManualClock
from tests.sandbox_server import RunningSandbox, running_sandbox

OLGA = 101
PARTS = {"web", "delivery", "worker", "timetable", "surveys", "telegram"}


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


async def until_named(app_settings: Settings, troubles: dict[str, str]) -> None:
    """Ask until the health page names these troubles."""
    async with asyncio.timeout(20):
        while await health(app_settings) != (503, troubles):
            continue


@dataclass
class OtherPlatform:
    """A second platform (`bot.platform.Platform`) that says on order what it receives."""

    channel: FakeChannel = field(default_factory=lambda: FakeChannel("vk"))
    limits: Limits = field(default_factory=Limits)
    trouble: str | None = None
    faults: list[Exception] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    cursors: list[str | None] = field(default_factory=list)
    tells: list[Words] = field(default_factory=list)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    hangs: bool = False
    name: str = "vk"

    @property
    def source(self) -> Source:
        return Source(self._read)

    def others(self) -> Others:
        """For `running`."""
        return lambda *_: [self]

    async def receiving(self, inlet: Inlet, stop: asyncio.Event) -> None:
        self.cursors.append(inlet.cursor)
        for number, text in enumerate(self.said):
            update = Received(str(number), "vk:7001", text)
            await inlet.receive([update], f"{len(self.cursors)}")
        for words in self.tells:
            await inlet.tell(words)
        if self.faults:
            raise self.faults.pop(0)
        self.settled.set()
        await stop.wait()

    async def greet(self, texts: Texts, staff: Address) -> None:
        raise OSError

    def check(self) -> str | None:
        return self.trouble

    async def close(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()

    def _read(self, raw: str) -> Incoming:
        who = Person("7001", "Иван")
        when = ManualClock().now()
        return Wrote(Address("vk", "7001"), who, when, "1", Content(raw), private=True)


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


async def both_served(sandbox: RunningSandbox, vk: OtherPlatform) -> None:
    """Olga's question in Telegram and what came in VK stand before staff."""
    sandbox.world.writes(OLGA, "Положена ли нам квота?")
    await sandbox.world.until(lambda: acknowledged(sandbox), 20)
    await sandbox.world.until(lambda: len(cards(sandbox)) == 1 + len(vk.said), 20)


async def test_two_platforms_share_one_moderator_chat_and_the_health_page_names_each(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    vk = OtherPlatform(said=["Яма на дороге у дома 5"])
    chosen = settings(sandbox, tmp_path)
    with capture_logs() as lines:
        async with running(chosen, others=vk.others()) as app:
            await both_served(sandbox, vk)
            assert list(app.platforms) == ["telegram", "vk"]
            assert await health(chosen) == (200, {})
            vk.trouble = "token"
            assert await health(chosen) == (503, {"vk": "token"})
    (receipt,) = vk.channel.texts("7001")
    assert "-00000" in receipt
    (started,) = [line for line in lines if line["event"] == "started"]
    assert started["channels"] == "telegram, vk"


async def test_a_receiving_loop_that_breaks_is_begun_anew_and_disturbs_nobody(
    sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.BROKEN_PAUSE", 0.01)
    vk = OtherPlatform(faults=[ValueError("чьи-то слова"), OSError()], said=["Яма на дороге"])
    with capture_logs() as lines:
        async with running(settings(sandbox, tmp_path), others=vk.others()) as app:
            waiting = asyncio.create_task(app.wait(asyncio.Event()))
            await asyncio.wait_for(vk.settled.wait(), 20)
            await both_served(sandbox, vk)
            assert not waiting.done()
            waiting.cancel()
            assert await health(app.settings) == (200, {})
    assert vk.cursors == [None, "1", "2"]
    assert "слова" not in str(lines)
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["trouble"] * 2


async def test_what_a_platform_asks_of_a_person_stands_in_the_moderator_chat(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    vk = OtherPlatform(tells=[Words("client-unreadable")])
    async with running(settings(sandbox, tmp_path), others=vk.others()):
        home = sandbox.moderator_chat
        await sandbox.world.until(lambda: sandbox.world.messages(home), 20)


async def test_a_platform_that_hangs_at_the_end_does_not_keep_the_program_from_ending(
    sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.GRACE", 0.2)
    vk = OtherPlatform(hangs=True)
    with capture_logs() as lines:
        async with asyncio.timeout(20), running(settings(sandbox, tmp_path), others=vk.others()):
            pass
    assert "not_closed" in [line["event"] for line in lines]


async def test_without_a_token_vk_is_off_and_the_log_says_so_once(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    with capture_logs() as lines:
        async with served(sandbox, tmp_path) as app:
            assert list(app.platforms) == ["telegram"]
    assert [line["channel"] for line in lines if line["event"] == "channel_off"] == ["vk"]


@pytest.mark.parametrize("trouble", ["token", "network"])
async def test_vk_in_trouble_at_the_start_leaves_telegram_undisturbed(
    sandbox: RunningSandbox, tmp_path: Path, trouble: str
) -> None:
    nobody_there = f"http://127.0.0.1:{free_port()}"
    vk = {
        "token": "vk1.a.wrong",
        "group_id": 123,
        "api_url": sandbox.vk.api_url if trouble == "token" else nobody_there,
    }
    chosen = settings(sandbox, tmp_path, vk=vk)
    with capture_logs() as lines:
        async with running(chosen):
            sandbox.world.writes(OLGA, "Положена ли нам квота?")
            await sandbox.world.until(lambda: acknowledged(sandbox) and cards(sandbox), 20)
            await until_named(chosen, {"vk": trouble})
    assert "vk1.a.wrong" not in str(lines)


async def test_after_a_restart_nothing_is_said_twice(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    async with served(sandbox, tmp_path):
        pass
    sandbox.world.writes(OLGA, "И ещё: куда писать?")
    async with running(settings(sandbox, tmp_path)):
        await sandbox.world.until(lambda: len(cards(sandbox)) >= 2, 20)
    assert sum("-000001" in text for text in acknowledged(sandbox)) == 1


async def test_stopping_waits_for_no_long_poll(sandbox: RunningSandbox, tmp_path: Path) -> None:
    """Every part ends by itself, none has to be ended when patience is over."""
    async with served(sandbox, tmp_path) as app:
        await sandbox.world.until(lambda: sandbox.world.updates.polled)
        parts = [task for task in asyncio.all_tasks() if task.get_name() in PARTS]
        await app.stop()
    assert len(parts) == len(PARTS)
    assert not [part.get_name() for part in parts if part.cancelled()]


async def test_a_refused_token_leaves_the_program_alive_and_is_named(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    telegram = {"token": "1:wrong", "api_url": sandbox.url, "moderator_chat": -1001}
    wrong = settings(sandbox, tmp_path, telegram=telegram)
    with capture_logs() as lines:
        async with running(wrong) as app:
            waiting = asyncio.create_task(app.wait(asyncio.Event()))
            await until_named(wrong, {"telegram": "token"})
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


async def test_from_a_public_place_a_link_leads_to_each_private_chat(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    app_settings = settings(sandbox, tmp_path, vk={"group_id": 77})
    async with running(app_settings, others=OtherPlatform().others()) as app:
        link = app.house.desk.write_link
        await sandbox.world.until(lambda: app.telegram.username, 20)
        assert link("telegram") == f"https://t.me/{app.telegram.username}?start=public"
        assert (link("vk"), link("max")) == ("https://vk.me/club77", "")
