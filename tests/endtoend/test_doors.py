"""In live mode no door of the sandbox is there, and the sandbox's own are shut to strangers.

The doors are read from the applications themselves: a new one is tried as soon as it exists.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Mount

from bot.app import App, running
from bot.settings import SettingsError, load
from bot.settings.model import Sandbox
from sandbox.server import create_app
from sandbox.world import World, seed
from tests.endtoend.desk import settings
from tests.sandbox_server import RunningSandbox, running_sandbox

NOT_FOUND = 404
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
LIVE = frozenset({"/healthz", "/metrics"})
STRANGERS = (
    {"Host": "example.org"},
    {"Host": "127.0.0.1.example.org"},
    {"Host": "127.0.0.1@example.org"},
    {"Host": ""},
    {"Origin": "https://example.org"},
    {"Origin": "null"},
    {"Origin": "http://localhost.example.org"},
)
SECRETS = {"token": "1:forged"}
BRACES = r"{(\w+)(?::\w+)?}"


def doors(app: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address of an application with its methods; what stands in braces is made up."""
    for route in app.routes:
        inner = getattr(route, "original_router", None)  # how newer versions keep what they include
        if isinstance(route, Mount):
            yield from ((route.path + path, methods) for path, methods in doors(route))
        elif inner is not None:
            yield from doors(inner)
        else:
            yield re.sub(BRACES, _made_up, route.path), frozenset(route.methods or METHODS)


def _made_up(found: re.Match[str]) -> str:
    return SECRETS.get(found[1], "1")


def _merged(found: Iterator[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """A path may be there once for each method."""
    merged: dict[str, frozenset[str]] = {}
    for path, methods in found:
        merged[path] = merged.get(path, frozenset()) | methods
    return merged


DOORS = _merged(doors(create_app(seed(World()))))


def test_the_doors_are_found() -> None:
    """Known ones of each kind, so that an empty list cannot pass for a shut house."""
    assert len(DOORS) > 50
    for path in (
        "/api/clock",
        "/api/bot/kill",
        "/api/bot/start",
        "/api/faults",
        "/api/chats/1",
        "/api/settings",
        "/api/stream",
        "/api/behind/appeals",
        "/api/vk/faults",
        "/api/vk/walls",
        "/vk/method/1",
        "/bot1:forged/1",
    ):
        assert path in DOORS, path


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as server:
        yield server


def page_of(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, trust_env=False, timeout=30)


async def test_a_live_program_has_none_of_them(sandbox: RunningSandbox, tmp_path: Path) -> None:
    async with (
        running(settings(sandbox, tmp_path)) as app,
        page_of(f"http://127.0.0.1:{app.settings.web.port}") as page,
    ):
        none: frozenset[str] = frozenset()
        besides = dict.fromkeys(("/", "/api", "/control", "/docs", "/openapi.json"), none)
        asked = [
            (method, path)
            for path, methods in (DOORS | besides).items()
            for method in methods | {"GET", "POST"}
        ]
        answers = await asyncio.gather(
            *(page.request(method, path, content=b"{}") for method, path in asked)
        )
    statuses = zip(asked, [answer.status_code for answer in answers], strict=True)
    assert [one for one in statuses if one[1] != NOT_FOUND] == []


def pages(app: App) -> set[str]:
    """What the program serves."""
    return set(_merged(doors(app.web._server.config.app)))


async def test_a_live_program_has_its_two_pages_and_nothing_else(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    assert pages(App(settings(sandbox, tmp_path))) == LIVE
    assert pages(App(settings(sandbox, tmp_path, sandbox={"control": True}))) > LIVE


async def test_strangers_pages_open_no_door_of_the_sandbox(sandbox: RunningSandbox) -> None:
    """DNS rebinding and requests across sites; what lies outside /api asks for a secret."""
    async with page_of(sandbox.url) as page:
        for path, methods in DOORS.items():
            for method in methods - {"HEAD"}:
                for headers in STRANGERS if path.startswith("/api") else ({},):
                    answer = await page.request(method, path, headers=headers, content=b"{}")
                    assert _is_shut(path, answer), (method, path, headers, answer.text)


def _is_shut(path: str, answer: httpx.Response) -> bool:
    if path.startswith("/api"):
        return answer.status_code == 403
    told = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    refused = told.get("ok") is False or "error" in told or "failed" in told
    return answer.status_code in {401, 403, 404} or refused


@pytest.mark.parametrize("name", sorted(Sandbox.model_fields))
def test_no_setting_of_the_sandbox_is_taken_by_a_live_installation(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whatever way it got there: the environment lies above all files."""
    monkeypatch.chdir(tmp_path)
    live = {
        "OTKLIK_PRESET": "nso-quota",
        "OTKLIK_TELEGRAM__TOKEN": "1:live",
        "OTKLIK_TELEGRAM__MODERATOR_CHAT": "-1001",
    }
    for variable, value in live.items():
        monkeypatch.setenv(variable, value)
    load(to_run=True)
    monkeypatch.setenv(f"OTKLIK_SANDBOX__{name.upper()}", "1")
    with pytest.raises(SettingsError) as found:
        load(to_run=True)
    assert any("sandbox" in str(problem.text) for problem in found.value.problems)
