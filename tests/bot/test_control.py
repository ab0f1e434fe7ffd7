"""Moving the clock and looking inside, over HTTP with the real program."""

import asyncio
import json
import math
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App, running
from bot.clock import FARTHEST, OffsetClock
from storage.errors import StorageFull
from tests.endtoend.desk import OLGA, free_port, settings
from tests.sandbox_server import RunningSandbox, running_sandbox

PATHS = ["/control", "/control/clock", "/control/appeals", "/control/appeals/2026-000001"]
CONTROLLED = {"sandbox": {"control": True, "clock_offset": 60.0}}


@dataclass(frozen=True)
class Controlled:
    """A program under control and a client of its pages."""

    sandbox: RunningSandbox
    app: App
    page: httpx.AsyncClient

    async def moved(self, offset: Any) -> httpx.Response:
        """Ask for an offset; JSON is written by hand, for the client refuses NaN."""
        return await self.page.post("/control/clock", content=json.dumps({"offset": offset}))


def page_of(app: App) -> httpx.AsyncClient:
    """A client of the program's own pages."""
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{app.settings.web.port}", trust_env=False, timeout=30
    )


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as server:
        yield server


@pytest.fixture
async def controlled(sandbox: RunningSandbox, tmp_path: Path) -> AsyncIterator[Controlled]:
    given = settings(sandbox, tmp_path, **CONTROLLED)
    async with running(given) as app, page_of(app) as page:
        yield Controlled(sandbox, app, page)


async def test_the_clock_begins_where_the_sandbox_left_it(controlled: Controlled) -> None:
    seen = (await controlled.page.get("/control/clock")).json()
    assert seen["offset"] == 60.0
    assert seen["next"] is None
    assert abs(datetime.fromisoformat(seen["now"]) - controlled.app.clock.now()) < timedelta(
        seconds=30
    )


async def test_what_falls_due_is_done_before_the_answer(controlled: Controlled) -> None:
    controlled.sandbox.world.writes(OLGA, "Какая квота?")
    await controlled.sandbox.world.until(lambda: len(controlled.sandbox.world.messages(OLGA)) > 1)
    answer = await controlled.moved(23.5 * 3600)
    assert answer.status_code == 200
    assert answer.json()["next"]["what"] == "Срок ответа, № 2026-000001"
    found = (await controlled.page.get("/control/appeals/2026-000001")).json()
    assert [step["state"] for step in found["ladder"][:3]] == ["late", "late", "ahead"]


async def test_the_same_offset_again_is_no_mistake(controlled: Controlled) -> None:
    for _ in range(2):
        assert (await controlled.moved(3600)).json()["offset"] == 3600.0


async def test_the_clock_is_never_put_back(controlled: Controlled) -> None:
    refused = await controlled.moved(59.0)
    assert (refused.status_code, refused.json()["error"]) == (
        409,
        "Часы идут только вперёд и не дальше чем на десять лет.",
    )
    assert (await controlled.page.get("/control/clock")).json()["offset"] == 60.0


OFFSETS: list[tuple[Any, int]] = [
    (math.nan, 409),
    (math.inf, 409),
    (-math.inf, 409),
    (-1, 409),
    (FARTHEST + 1, 409),
    (1e308, 409),
    (10**400, 400),
    ("3600", 400),
    (None, 400),
    (True, 400),
    ([3600], 400),
    ({"a": 1}, 400),
]
BODIES = [
    b"",
    b"offset",
    b"[]",
    b"3600",
    b"null",
    b'"offset"',
    b"{}",
    b'{"offset": }',
    b"\xff\xfe",
    b"[" * 900,
    b'{"offset": 1' + b"0" * 5000 + b"}",
    b" " * 100_000,
]
STRANGERS = [
    {"Host": "example.org"},
    {"Host": "127.0.0.1.example.org"},
    {"Host": ""},
    {"Host": "[::1"},
    {"Origin": "https://example.org"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1@example.org"},
]


async def test_an_offset_is_a_number_of_seconds(controlled: Controlled) -> None:
    for offset, status in OFFSETS:
        assert (await controlled.moved(offset)).status_code == status, offset
    assert (await controlled.page.get("/control/clock")).json()["offset"] == 60.0


async def test_what_is_no_request_is_refused_in_words(controlled: Controlled) -> None:
    for body in BODIES:
        refused = await controlled.page.post("/control/clock", content=body)
        assert refused.status_code == 400, body[:20]
        assert "offset" in refused.json()["error"]
    assert (await controlled.page.get("/control/clock")).json()["offset"] == 60.0


async def test_strangers_pages_are_refused(controlled: Controlled) -> None:
    for headers in STRANGERS:
        for path in PATHS[1:]:
            seen = await controlled.page.get(path, headers=headers)
            assert seen.status_code == 403, (path, headers)
        moving = controlled.page.post("/control/clock", json={"offset": 3600}, headers=headers)
        assert (await moving).status_code == 403, headers
    own = await controlled.page.get("/control/clock", headers={"Origin": "http://localhost:8080"})
    assert own.json()["offset"] == 60.0


async def test_an_appeal_that_is_not_there_is_said_so(controlled: Controlled) -> None:
    refused = await controlled.page.get("/control/appeals/2026-000001")
    assert (refused.status_code, refused.json()) == (
        404,
        {"error": "Обращения с таким номером нет."},
    )


async def test_a_storage_in_trouble_is_said_so(
    controlled: Controlled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock stands where it was put; the next tick does what is due."""

    async def full(_now: datetime) -> bool:
        raise StorageFull("тайна")

    monkeypatch.setattr(controlled.app.timing.timetable, "run_due", full)
    refused = await controlled.moved(3600)
    assert refused.status_code == 503
    assert "тайна" not in refused.text
    monkeypatch.undo()
    assert (await controlled.moved(3600)).status_code == 200


async def test_in_live_mode_nothing_of_it_is_there(sandbox: RunningSandbox, tmp_path: Path) -> None:
    async with running(settings(sandbox, tmp_path)) as app, page_of(app) as page:
        assert not isinstance(app.clock, OffsetClock)
        assert (await page.get("/healthz")).status_code in {200, 503}
        for path in PATHS:
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
                answer = await page.request(method, path, content=b'{"offset": 3600}')
                assert answer.status_code == 404, (method, path)


LOADED = """
import asyncio, os, sys
from bot.app import running
from bot.settings import load

async def parts():
    async with running(load(to_run=True)):
        return sorted(name for name in sys.modules if name.startswith("bot.control"))

live = asyncio.run(parts())
os.environ["OTKLIK_SANDBOX__CONTROL"] = "1"
under_control = asyncio.run(parts())
print(*live, "|", *under_control)
"""


async def test_in_live_mode_it_is_not_even_loaded(sandbox: RunningSandbox, tmp_path: Path) -> None:
    """In a process of its own, set up by the environment as an administrator would."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "OTKLIK_PRESET": "nso-quota",
        "OTKLIK_TELEGRAM__TOKEN": sandbox.token,
        "OTKLIK_TELEGRAM__API_URL": sandbox.url,
        "OTKLIK_TELEGRAM__MODERATOR_CHAT": str(sandbox.moderator_chat),
        "OTKLIK_STORAGE__URL": f"sqlite+aiosqlite:///{tmp_path / 'live.db'}",
        "OTKLIK_STORAGE__FILES": str(tmp_path / "files"),
        "OTKLIK_WEB__PORT": str(free_port()),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LOADED, env=environment, cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(120):
        said, _ = await process.communicate()
    assert process.returncode == 0
    live, _, under_control = said.decode().splitlines()[-1].partition("|")
    assert live.split() == []
    assert under_control.split() == ["bot.control", "bot.control_ladder", "bot.control_view"]
