"""Six hours of downtime while people go on writing: taking it in, with VK's history or without.

Without it (`failed` 1 and 3) the dialogs themselves are looked through; employees have read and
answered some of them in VK's own interface meanwhile.
"""

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.figures import RATIO, Figure
from bench.kept import Judged, kept
from bench.sizes import Sizes
from bench.vk_town import Town
from bot.app import running
from sandbox.vk.faults import VkFault
from tests.endtoend.desk import MovableClock, community, settings
from tests.sandbox_server import RunningSandbox, running_sandbox

SEED = 20261122
DOWNTIME = timedelta(hours=6)
EACH = 8
ANSWERED_BY_HAND = 4
IRINA = 401
PATIENCE = 120.0
HISTORIES = {0: "history kept", 1: "history lost (failed 1)", 3: "history lost (failed 3)"}


@dataclass
class CaughtUp:
    """What was seen; counts as in `Judged`, `seconds` from the start to the last word shown.

    `refused` are answers "too many requests", `looked` calls that looked through dialogs.
    """

    written: int
    people: int
    seconds: float
    unseen: int
    unanswered: int
    doubled: int
    disordered: int
    refused: int
    looked: int
    kept: Judged


async def catch_up(folder: Path, messages: int, failed: int = 0) -> CaughtUp:
    """So many messages, about eight from each person, half of whom had asked before."""
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        sandbox.vk.world.settings.rate_limits = True
        town = Town(sandbox, random.Random(SEED))  # noqa: S311 - repeatable, not secret
        people = max(messages // EACH, 2)
        town.new_users(people // 2)
        await _serve(town, folder, clock)
        _people_write(town, clock, people - people // 2, messages)
        _lose_history(sandbox, failed)
        began = time.perf_counter()
        await _serve(town, folder, clock)
        seconds = time.perf_counter() - began
        town.look()
        found = (await kept(folder)).against(town.wrote)
    return CaughtUp(
        written=messages,
        people=people,
        seconds=seconds,
        unseen=len(town.authors) - len(town.shown),
        unanswered=town.missing,
        doubled=town.doubled,
        disordered=town.disordered,
        refused=sum(1 for one in town.vk.ledger.entries if (one.error or "").startswith("6 ")),
        looked=len(town.vk.ledger.calls("messages.getConversations")),
        kept=found,
    )


async def _serve(town: Town, folder: Path, clock: MovableClock) -> None:
    """From a start to a stop, until everybody is served."""
    given = settings(town.sandbox, folder, vk=community(town.sandbox))
    async with running(given, clock):
        try:
            await town.sandbox.world.until(town.served, PATIENCE)
        except TimeoutError:
            print(f"VK: not everything was taken in within {PATIENCE:.0f} s")


def _people_write(town: Town, clock: MovableClock, new: int, messages: int) -> None:
    """Evenly over the hours; nobody listens."""
    by_hand = set(range(messages // 2, messages, max(messages // (2 * ANSWERED_BY_HAND), 1)))
    for number in range(messages):
        clock.move(DOWNTIME / messages)
        if number < new:
            town.new_users(1)
        else:
            town.some_add(1)
        if number in by_hand:
            town.vk.answers(IRINA, town.authors[-1], f"Ответ сотрудника {number}")


def _lose_history(sandbox: RunningSandbox, failed: int) -> None:
    """As VK does after a while: the numbers are too old, or nothing is known of the listener."""
    if failed:
        sandbox.vk.world.events.forget()
    if failed == 3:
        sandbox.vk.world.faults.plan(VkFault("a_check", "failed", code=3))


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table: with the history and without, each time in a world of its own."""
    found = []
    for failed, how in HISTORIES.items():
        place = folder / f"catch-up {failed}"
        await asyncio.to_thread(place.mkdir)
        seen = await catch_up(place, sizes.vk_missed, failed)
        lost, doubled = seen.kept.lost + seen.unseen + seen.unanswered, seen.kept.doubled
        twice, mixed = seen.doubled + seen.kept.spare, seen.disordered + seen.kept.disordered
        found += [
            Figure(f"VK, {seen.written} messages in 6 h of downtime, {how}", (seen.seconds,), "s"),
            Figure("  lost : written", (lost / seen.written,), RATIO, at_most=0),
            Figure("  doubled : written", ((doubled + twice) / seen.written,), RATIO, at_most=0),
            Figure("  out of order : conversations", (mixed / seen.people,), RATIO, at_most=0),
        ]
    return found
