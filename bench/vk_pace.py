"""Sending a long queue to VK at the pace that VK allows, and never beyond it.

Twenty calls in any second let n calls through in n/20 seconds less the first burst; this least
time, divided by the time taken, says how much of the allowance the program makes use of. All of its
calls count, for VK counts all of them; but for a handful they are messages.
"""

import asyncio
import math
import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from appeals.words import Content
from bench.figures import RATIO, Figure
from bench.served import SteadyClock
from bench.sizes import Sizes
from bench.vk_town import Town
from bot.payload import Part, part_payload
from bot.vk.pacing import PER_SECOND
from handlers.conversation import Priority, Rendered
from sandbox.vk.state import User
from storage.outbox import Order
from storage.store import Store
from tests.sandbox_server import running_sandbox

FIRST_USER = 700_000
LEAST = 0.95
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Pace:
    """`calls` that VK took from the first to the last message, in `seconds`; `refused`: error 6."""

    sent: int
    calls: int
    seconds: float
    refused: int

    @property
    def used(self) -> float:
        """The part of the allowance that was used."""
        least = math.ceil(self.calls / PER_SECOND) - 1
        return least / self.seconds if self.seconds else 0.0


async def pace(folder: Path, queued: int) -> Pace:
    """The program finds a queue for as many people when it starts."""
    clock = SteadyClock()
    async with running_sandbox(now=clock) as sandbox:
        vk = sandbox.vk.world
        vk.settings.rate_limits = True
        people = range(FIRST_USER, FIRST_USER + queued)
        for who in people:
            vk.add_user(User(who, "Работодатель", str(who), allowed=True))
        await _queue(folder, people, clock)
        town = Town(sandbox, random.Random(0))  # noqa: S311 - nothing is left to chance here
        async with town.bot(folder):
            await sandbox.world.until(lambda: len(vk.sends) == queued, PATIENCE)
        entries = list(vk.ledger.entries)
    last = max(number for number, one in enumerate(entries) if one.method == "messages.send")
    counted = [one for one in entries[: last + 1] if one.ok]
    first, end = (datetime.fromisoformat(one.at) for one in (counted[0], counted[-1]))
    refused = sum(1 for one in entries if (one.error or "").startswith("6 "))
    peers = {one.peer for one in vk.sends}
    return Pace(len(peers), len(counted), (end - first).total_seconds(), refused)


async def _queue(folder: Path, people: range, clock: SteadyClock) -> None:
    """As handlers leave their messages in the outbox."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        for who in people:
            order = Order(
                lane=f"vk:{who}",
                channel="vk",
                job="say",
                payload=part_payload(Part(Rendered(Content(f"Ответ {who}")))),
                priority=int(Priority.ANSWER),
                not_before=clock(),
                place="address",
                chat=str(who),
            )
            await unit.outbox.put(order, clock())
    await store.close()


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table."""
    seen = []
    for number in range(sizes.vk_rounds):
        place = folder / f"pace {number}"
        await asyncio.to_thread(place.mkdir)
        seen.append(await pace(place, sizes.vk_queued))
    rates = tuple(one.sent / one.seconds for one in seen)
    return [
        Figure(f"VK, {sizes.vk_queued} messages queued, sent a second", rates, "messages/s"),
        Figure("  used : allowed", tuple(one.used for one in seen), RATIO, at_least=LEAST),
        Figure(
            "  too many requests (error 6) : calls",
            (sum(one.refused for one in seen) / sum(one.calls for one in seen),),
            RATIO,
            at_most=0,
        ),
    ]
