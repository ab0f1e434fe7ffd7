"""Waiting that ends early when something happens."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The program is going down."""


async def until(events: Sequence[asyncio.Event], seconds: float) -> None:
    """Return when one of the events is set, or after this many (monotonic) seconds."""
    if any(event.is_set() for event in events):
        return
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T:
    """The result of `work`; it is cancelled and Stopped raised when `stop` comes first."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    if task.cancelled():
        raise Stopped
    return task.result()
