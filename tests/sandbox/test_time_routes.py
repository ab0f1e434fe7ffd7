"""The page's clock and what lies behind, over the sandbox's own HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.played_pages import PlayedPages, played_pages
from tests.sandbox_server import RunningSandbox, running_sandbox

WRONG = [
    "",
    "нет",
    "[]",
    "null",
    "3600",
    "{}",
    '{"forward": null}',
    '{"forward": "3600"}',
    '{"forward": true}',
    '{"forward": [1]}',
    '{"forward": NaN}',
    '{"forward": Infinity}',
    '{"forward": -Infinity}',
    '{"forward": -1}',
    '{"forward": -1e-9}',
    '{"forward": 1e30}',
    '{"forward": 1e999}',
    '{"forward": ' + "9" * 400 + "}",
    '{"forward": ' + "9" * 5000 + "}",
    '{"forward": 60, "to": "next"}',
    '{"forward": 60, "offset": 1}',
    '{"to": "yesterday"}',
    '{"to": 1}',
    '{"offset": 60}',
    "[" * 100_000,
]
STRANGERS = [
    {"Host": "example.org"},
    {"Host": "127.0.0.1.example.org"},
    {"Origin": "https://example.org"},
    {"Origin": "null"},
]


@pytest.fixture
async def pages() -> AsyncIterator[PlayedPages]:
    async with played_pages() as played:
        played.answer = '{"offset": 0, "next": null}'
        yield played


@pytest.fixture
async def sandbox(pages: PlayedPages, tmp_path: Path) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(bot_url=pages.url, data=tmp_path) as running:
        yield running


@pytest.fixture
async def control(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.api_url, trust_env=False) as client:
        yield client


async def test_the_clock_is_shown_and_put_forward(
    control: httpx.AsyncClient, pages: PlayedPages
) -> None:
    assert (await control.get("/clock")).json() == {"offset": 0, "next": None}
    moved = await control.post("/clock", json={"forward": 600})
    assert moved.status_code == 200
    assert pages.asked[-1] == ("POST", "/control/clock", '{"offset": 600.0}')


async def test_no_deadline_ahead_is_said_in_words(control: httpx.AsyncClient) -> None:
    refused = await control.post("/clock", json={"to": "next"})
    assert (refused.status_code, refused.json()) == (409, {"error": "впереди нет ни одного срока"})


async def test_what_is_no_time_is_refused_in_words(
    control: httpx.AsyncClient, sandbox: RunningSandbox, pages: PlayedPages
) -> None:
    for body in WRONG:
        refused = await control.post("/clock", content=body)
        assert refused.status_code == 409, body[:40]
        assert refused.json()["error"]
    assert sandbox.world.clock_offset == 0.0
    assert pages.asked == []


async def test_ten_years_are_the_most_in_all(
    control: httpx.AsyncClient, sandbox: RunningSandbox
) -> None:
    five = 5 * 366 * 24 * 3600
    for _ in range(2):
        assert (await control.post("/clock", json={"forward": five})).status_code == 200
    assert (await control.post("/clock", json={"forward": 1})).status_code == 409
    assert sandbox.world.clock_offset == 2 * five


async def test_strangers_pages_move_and_see_nothing(
    control: httpx.AsyncClient, sandbox: RunningSandbox, pages: PlayedPages
) -> None:
    for headers in STRANGERS:
        for path in ("/clock", "/behind/appeals", "/behind/appeals/2026-000001"):
            assert (await control.get(path, headers=headers)).status_code == 403
        moving = control.post("/clock", json={"forward": 60}, headers=headers)
        assert (await moving).status_code == 403
    assert sandbox.world.clock_offset == 0.0
    assert pages.asked == []


@pytest.mark.parametrize("path", ["appeals", "appeals/2026-000001"])
async def test_what_lies_behind_is_the_bots_own_answer(
    control: httpx.AsyncClient, pages: PlayedPages, path: str
) -> None:
    answer: Any = [] if path == "appeals" else {"number": "2026-000001"}
    pages.answer = "[]" if path == "appeals" else '{"number": "2026-000001"}'
    assert (await control.get(f"/behind/{path}")).json() == answer
    assert pages.asked == [("GET", f"/control/{path}", "")]


async def test_the_bots_refusal_keeps_its_words(
    control: httpx.AsyncClient, pages: PlayedPages
) -> None:
    pages.status, pages.answer = 404, '{"error": "Обращения с таким номером нет."}'
    refused = await control.get("/behind/appeals/7")
    assert (refused.status_code, refused.json()) == (
        404,
        {"error": "Обращения с таким номером нет."},
    )


async def test_without_a_bot_time_passes_and_nothing_lies_behind(tmp_path: Path) -> None:
    async with (
        running_sandbox(data=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.api_url, trust_env=False) as control,
    ):
        assert (await control.post("/clock", json={"forward": 3600})).json()["offset"] == 3600.0
        for path in ("/behind/appeals", "/behind/appeals/1"):
            refused = await control.get(path)
            assert (refused.status_code, refused.json()) == (503, {"error": "бот остановлен"})
        assert (await control.post("/clock", json={"to": "next"})).status_code == 503


async def test_the_offset_is_on_disk_before_the_answer_and_survives_a_restart(
    control: httpx.AsyncClient, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    await control.post("/clock", json={"forward": 3600.25})
    async with running_sandbox(data=tmp_path) as second:
        assert second.world.clock_offset == 3600.25
        passed = second.world.now() - sandbox.world.now()
        assert abs(passed.total_seconds()) < 60


async def test_both_changes_are_streamed(sandbox: RunningSandbox) -> None:
    async with (
        httpx.AsyncClient(trust_env=False, timeout=10) as page,
        page.stream("GET", f"{sandbox.api_url}/stream") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == ": ready"
        await page.post(f"{sandbox.api_url}/clock", json={"forward": 1})
        seen = [line async for line in _first(lines, 2)]
    assert [line.partition('"kind": "')[2].partition('"')[0] for line in seen] == [
        "clock",
        "behind",
    ]


async def _first(lines: AsyncIterator[str], count: int) -> AsyncIterator[str]:
    """The first events of a stream."""
    while count:
        line = await anext(lines)
        if line.startswith("data: "):
            count -= 1
            yield line
