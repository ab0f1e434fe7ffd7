"""Fifty thousand open deadlines recomputed while people go on asking.

The real program as a process of its own starts over a database whose dates were counted by another
policy: all of them move. A second one beside it has nothing to recompute; people ask both in turn,
at the same pace, so that a busy machine slows both.
"""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench.crowd import Crowd, fill
from bench.figures import Figure, quantile, ratios
from bench.served import OTKLIK, SteadyClock, started
from bench.sizes import Sizes
from storage.store import Store

OTHER_POLICY = timedelta(hours=23)
P50_MOST = 8.0
DATABASE = "otklik.db"
_AT_ONCE = 10
_LEFT = "SELECT value FROM marks WHERE name = 'deadlines:reached'"
_MOVED = "SELECT count(*) FROM events WHERE what = 'recomputed'"


@dataclass
class Waits:
    """Seconds that people waited: for the one that recomputes, and for the other."""

    busy: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    rounds: int = 0
    took: float = 0.0


async def recompute(folder: Path, sizes: Sizes) -> list[Figure]:
    """On SQLite, until all dates have moved."""
    own, count, rate = folder / "recomputing", sizes.recomputed, sizes.recompute_rate

    async def filled(place: Path) -> None:
        await _fill(place, count)

    waits = Waits()
    async with (
        started(OTKLIK, folder / "idle") as (idle, _),
        started(OTKLIK, own, filled) as (busy, _),
    ):
        began = time.perf_counter()
        while _ask(own, _LEFT):
            waits.busy += await busy.load(_AT_ONCE, rate)
            waits.idle += await idle.load(_AT_ONCE, rate)
            waits.rounds += 1
        waits.took = time.perf_counter() - began
        if (moved := _ask(own, _MOVED)) != count:
            raise RuntimeError(f"{moved} dates moved instead of {count}")
    return _figures(count, rate, waits)


async def _fill(place: Path, count: int) -> None:
    """As if asked within the last hours, so that no warning falls due meanwhile."""
    url = f"sqlite+aiosqlite:///{place / DATABASE}"
    store = Store.open(url)
    await store.migrate()
    await store.close()
    every = timedelta(hours=12) / count
    await fill(url, Crowd(count, count, SteadyClock()(), due=OTHER_POLICY, every=every))


def _ask(place: Path, question: str) -> int | str | None:
    """What the program's database says; it is only read."""
    with closing(sqlite3.connect(f"file:{place / DATABASE}?mode=ro", uri=True)) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def _figures(count: int, rate: float, waits: Waits) -> list[Figure]:
    title = f"answer at {rate:g} updates/s"
    both = waits.busy, waits.idle
    p50 = [(1000 * quantile(waited, 0.5),) for waited in both]
    p99 = [(1000 * quantile(waited, 0.99),) for waited in both]
    asked = waits.rounds * _AT_ONCE
    return [
        Figure(f"{count} open deadlines recomputed", (waits.took,), "s"),
        Figure(f"{title} meanwhile, p50", p50[0], "ms"),
        Figure("  beside it, nothing to recompute", p50[1], "ms"),
        ratios("  p50, with : without", *p50, at_most=P50_MOST),
        Figure(f"{title} meanwhile, p99", p99[0], "ms"),
        Figure("  beside it, nothing to recompute", p99[1], "ms"),
        ratios("  p99, with : without", *p99),
        ratios(f"  answered of {asked} updates", [len(waits.busy)], [asked], at_least=1),
    ]
