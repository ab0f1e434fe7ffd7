"""Six hours of downtime while people comment and mention: all is taken in, once and in its place.

With the long poll's history or without; then the wall is read with a service key. Mentions are
searched for in either case, for VK tells nobody of them.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.figures import RATIO, Figure
from bench.sizes import Sizes
from bot.app import running
from sandbox.vk.faults import VkFault
from sandbox.vk.state import User
from sandbox.vk.wall_state import NEIGHBOUR
from sandbox.vk.world import VkWorld
from storage.store import Store
from tests.endtoend.desk import MovableClock, community, settings
from tests.sandbox_server import RunningSandbox, running_sandbox

DOWNTIME = timedelta(hours=6)
RESTART = timedelta(seconds=2)
"""A new process knows nothing of the calls that the one before made in the same second."""

PATIENCE = 240.0
FIRST_USER = 600_000
NAME = "Минтруд НСО"
AUTHORITY = {
    "name": "Министерство труда",
    "timezone": "Asia/Novosibirsk",
    "mention_names": [NAME],
}
HISTORIES = {0: "history kept", 1: "history lost (failed 1)", 3: "history lost (failed 3)"}
POSTS = 5
ONE_IN_A_THREAD = 3


@dataclass
class SquareCaughtUp:
    """Counts of what people wrote; `seconds` from the start to the last topic.

    `misplaced` are of another kind than where they stand; `refused` answers "too many requests".
    """

    comments: int
    mentions: int
    seconds: float
    lost: int
    doubled: int
    misplaced: int
    refused: int


async def catch_up(folder: Path, comments: int, mentions: int, failed: int = 0) -> SquareCaughtUp:
    """So many comments below five posts, a third of them in threads, and mentions on two walls.

    The program starts once more at the end: nothing may come twice by that.
    """
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        vk = sandbox.vk.world
        vk.settings.rate_limits = True
        await _serve(sandbox, folder, clock, 0)
        written = _people_write(vk, clock, comments, mentions)
        _lose_history(sandbox, failed)
        began = time.perf_counter()
        await _serve(sandbox, folder, clock, len(written))
        seconds = time.perf_counter() - began
        _lose_history(sandbox, failed)
        clock.move(RESTART)
        await _serve(sandbox, folder, clock, len(written))
        found = await _stored(folder)
    once = Counter(text for text, _ in found)
    kinds = dict(found)
    refused = [one for one in vk.ledger.entries if (one.error or "").startswith("6 ")]
    return SquareCaughtUp(
        comments,
        mentions,
        seconds,
        lost=sum(text not in once for text in written),
        doubled=sum(once.values()) - len(once),
        misplaced=sum(kinds.get(text, kind) != kind for text, kind in written.items()),
        refused=len(refused),
    )


async def _serve(sandbox: RunningSandbox, folder: Path, clock: MovableClock, topics: int) -> None:
    """From a start to a stop: until so many topics are there and the search has looked once."""
    vk = sandbox.vk.world
    keys = {"service_token": vk.community.service_token, "mentions_every": "1s"}
    given = settings(sandbox, folder, authority=AUTHORITY, vk=community(sandbox) | keys)
    searched = len(vk.ledger.calls("newsfeed.search"))

    def served() -> bool:
        looked = len(vk.ledger.calls("newsfeed.search")) - searched
        there = len(sandbox.world.topics(sandbox.moderator_chat))
        return bool(vk.pollers) and looked > QUERIES and there >= topics

    async with running(given, clock) as app:
        try:
            await sandbox.world.until(served, PATIENCE)
            await _worked_off(app.store)
        except TimeoutError:
            print(f"VK: not everything was taken in within {PATIENCE:.0f} s")


QUERIES = 4
"""The authority's two names, the community's short name and its number."""


async def _worked_off(store: Store) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with store.begin() as unit:
                if not await unit.inbox.waiting():
                    return
            await asyncio.sleep(0.05)


def _people_write(vk: VkWorld, clock: MovableClock, comments: int, mentions: int) -> dict[str, str]:
    """Evenly over the hours; the kind by the words. Nobody listens."""
    every = (comments + mentions) // mentions
    posts = [vk.publishes(f"Новость {number}").id for number in range(POSTS)]
    written: dict[str, str] = {}
    tops: list[tuple[int, int]] = []
    for number in range(comments + mentions):
        clock.move(DOWNTIME / (comments + mentions))
        who = FIRST_USER + number
        vk.add_user(User(who, "Автор", str(who)))
        if number % every != every - 1:
            text = f"Вопрос номер {number} про квоту?"
            post, reply_to = posts[number % POSTS], None
            if tops and number % ONE_IN_A_THREAD == 0:
                post, reply_to = tops[number % len(tops)]
            said = vk.comments(who, post, text, reply_to=reply_to)
            if reply_to is None:
                tops.append((post, said.id))
            written[text] = "comment"
        else:
            text = f"Упоминание номер {number}: {NAME}, почему нет ответа?"
            vk.publishes(text, owner=who if number % 2 else -NEIGHBOUR, sender=who)
            written[text] = "mention"
    return written


def _lose_history(sandbox: RunningSandbox, failed: int) -> None:
    """As VK does after a while: the numbers are too old, or nothing is known of the listener."""
    if failed:
        sandbox.vk.world.events.forget()
    if failed == 3:
        sandbox.vk.world.faults.plan(VkFault("a_check", "failed", code=3))


async def _stored(folder: Path) -> list[tuple[str, str]]:
    """Words and kind of every question that became an appeal; a dead event counts as none."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    found: list[tuple[str, str]] = []
    async with store.begin() as unit:
        for appeal in await unit.appeals.open(100_000):
            written = await unit.messages.of_appeal(appeal.id)
            found += [(one.content.text, appeal.kind) for one in written]
    await store.close()
    return found


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """For the table: with the history and without, each time in a world of its own."""
    found = []
    for failed, how in HISTORIES.items():
        place = folder / f"square {failed}"
        await asyncio.to_thread(place.mkdir)
        seen = await catch_up(place, sizes.vk_comments, sizes.vk_mentions, failed)
        written = seen.comments + seen.mentions
        what = (
            f"VK, {seen.comments} comments and {seen.mentions} mentions in 6 h of downtime, {how}"
        )
        found += [
            Figure(what, (seen.seconds,), "s"),
            Figure("  lost : written", (seen.lost / written,), RATIO, at_most=0),
            Figure("  doubled : written", (seen.doubled / written,), RATIO, at_most=0),
            Figure("  of another kind : written", (seen.misplaced / written,), RATIO, at_most=0),
            Figure("  refused as too many : written", (seen.refused / written,), RATIO, at_most=0),
        ]
    return found
