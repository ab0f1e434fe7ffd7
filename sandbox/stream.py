"""The page's stream of changes, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator

from sandbox.changes import Change
from sandbox.world import World

SHOWN = frozenset(
    "message edit topic reaction delete bot clock behind settings answer crowd refusal".split()
)
SHOWN_OF_VK = frozenset(
    f"vk_{kind}" for kind in "message edit delete read typing settings answer refusal wall".split()
)
HEARTBEAT_SECONDS = 15.0
MOST_WAITING = 10_000


async def events(world: World) -> AsyncIterator[str]:
    """Yield every change as an event, and a comment now and then to keep the line open."""
    queue: asyncio.Queue[Change] = asyncio.Queue()

    def put(change: Change) -> None:
        if change.kind in SHOWN | SHOWN_OF_VK and queue.qsize() < MOST_WAITING:
            queue.put_nowait(change)

    with world.changes.listening(put):
        yield ": ready\n\n"
        while not world.closed:
            try:
                change = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            yield f"data: {json.dumps(change.as_json())}\n\n"
