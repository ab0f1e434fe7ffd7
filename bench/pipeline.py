"""The durable pipeline beside the same calls made by bare aiogram that stores nothing.

A crowd asks at once. Time runs until each has an acknowledgement and each card stands in a topic of
its own. Both are processes of their own on equal sandboxes, take turns, and know no rate limits.
The last part starts the program over a million appeals.
"""

from contextlib import AsyncExitStack
from pathlib import Path

from bench.crowd import Crowd, fill
from bench.figures import Figure, ratios
from bench.served import CARDS, OTKLIK, Served, started
from bench.sizes import Sizes
from storage.store import Store

LEAST = 0.08
"""The bare bot gains most from a quiet machine: half of what one showed."""
START_MOST = 2.0


async def pipeline(folder: Path, sizes: Sizes) -> list[Figure]:
    """Throughput and processor time of both, then the start over very many appeals."""
    rates: dict[str, list[float]] = {OTKLIK.name: [], CARDS.name: []}
    used: dict[str, list[float]] = {OTKLIK.name: [], CARDS.name: []}
    starts: list[float] = []
    async with AsyncExitStack() as running:
        served: list[Served] = []
        for program in (OTKLIK, CARDS):
            one, seconds = await running.enter_async_context(
                started(program, folder / f"pipeline {program.name}")
            )
            starts.append(seconds)
            served.append(one)
        for number in range(sizes.pipeline_rounds + 1):
            for one in served:
                before = one.processor()
                rate = await one.burst(sizes.pipeline_questions)
                if number:  # the first round only warms up
                    rates[one.program.name].append(rate)
                    spent = 1000 * one.processor_since(before) / sizes.pipeline_questions
                    used[one.program.name].append(spent)
    ours, bare = rates.values()
    return [
        Figure("questions acknowledged and shown, a second, program", tuple(ours), "questions"),
        Figure("  bare aiogram, nothing stored", tuple(bare), "questions"),
        ratios("  program : bare aiogram", ours, bare, at_least=LEAST),
        Figure("  processor time per question, program", tuple(used[OTKLIK.name]), "ms"),
        Figure("    bare aiogram", tuple(used[CARDS.name]), "ms"),
        *await _over_many(folder, sizes, starts[0]),
    ]


async def _over_many(folder: Path, sizes: Sizes, empty: float) -> list[Figure]:
    """Start to first acknowledgement, and idle memory, with very many appeals stored."""

    async def filled(place: Path) -> None:
        url = f"sqlite+aiosqlite:///{place / 'otklik.db'}"
        store = Store.open(url)
        await store.migrate()
        await store.close()
        await fill(url, Crowd(sizes.appeals, 0))

    async with started(OTKLIK, folder / "pipeline many", filled) as (served, seconds):
        memory = served.memory()
    what = f"{sizes.appeals:,} appeals stored: "
    return [
        Figure(f"{what}start to first acknowledgement", (seconds,), "s"),
        ratios("  with them : with none", [seconds], [empty], at_most=START_MOST),
        Figure("  memory then", (memory,), "MiB"),
    ]
