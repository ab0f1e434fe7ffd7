"""Waiting that ends early when something happens."""

import asyncio
from collections.abc import Sequence


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
