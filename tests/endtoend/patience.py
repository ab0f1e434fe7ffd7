"""Waiting for what the program does only after a pause of its own."""

import asyncio
from collections.abc import Callable

import httpx

from tests.endtoend.desk import PATIENCE, FrontDesk

LOOK = 0.25
SHORT, ROUNDS = 0.01, 3


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


async def as_calls_end(
    desk: FrontDesk, condition: Callable[[], object], seconds: float, patience: float = 60
) -> None:
    """As above, but no call is ever on its way while the clocks jump.

    For what is counted in windows of time: the program and the platform must agree on when a call
    was made. `patience` is in real seconds.
    """
    async with asyncio.timeout(patience):
        while not condition():
            await calls_end(desk)
            desk.pass_time(seconds=seconds)


async def calls_end(desk: FrontDesk) -> None:
    """Wait until the program has done all it may do at this moment of its clock."""
    quiet = 0
    while quiet < ROUNDS:
        await desk.worked_off()
        await asyncio.sleep(SHORT)
        quiet = quiet + 1 if desk.app.delivery.idle else 0


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
