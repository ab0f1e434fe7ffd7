"""Waiting for what the program does only after a pause of its own."""

import asyncio
from collections.abc import Callable

import httpx

from tests.endtoend.desk import PATIENCE, FrontDesk

LOOK = 0.25


async def as_time_passes(
    desk: FrontDesk, condition: Callable[[], object], seconds: float = 5
) -> None:
    """Move the program's clocks on, so many seconds at a time, until it has become true."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            try:
                await desk.world.until(condition, LOOK)
            except TimeoutError:
                desk.pass_time(seconds=seconds)


async def health(desk: FrontDesk) -> tuple[int, dict[str, str]]:
    """What the health page says: the status and its reasons."""
    port = desk.app.settings.web.port
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/healthz")
    return answer.status_code, answer.json()["reasons"]


async def until_unwell(desk: FrontDesk, part: str, why: str) -> None:
    """Ask until the health page names this reason, and refuses to call the program ready."""
    async with asyncio.timeout(PATIENCE):
        while True:
            status, reasons = await health(desk)
            if why in reasons.get(part, ""):
                assert status == httpx.codes.SERVICE_UNAVAILABLE
                return


async def until_well(desk: FrontDesk) -> None:
    """Ask until the health page calls the program ready."""
    async with asyncio.timeout(PATIENCE):
        while (await health(desk))[0] != httpx.codes.OK:
            continue
