"""The real program beside a bare echo bot: start, memory, and waiting for the answer.

Both are processes of their own on equal sandboxes and take turns, so that a busy machine slows
both. The platform's rate limits are switched off on both sides.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure, quantile, ratios
from bench.served import ECHO, OTKLIK, Program, Served, started
from bench.sizes import Sizes

LONE_PAUSE = 0.2
LONE_MOST, PROCESSOR_MOST, START_MOST, MEMORY_MOST = 25.0, 25.0, 2.5, 1.9


@dataclass
class Seen:
    """What was measured of one program; seconds, seconds of processor time, MiB."""

    starts: list[float] = field(default_factory=list)
    idle: float = 0.0
    busy: float = 0.0
    lone: list[float] = field(default_factory=list)
    loads: list[list[float]] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


async def service(folder: Path, sizes: Sizes) -> list[Figure]:
    """All from the same processes, the last ones started."""
    ours, echo = Seen(), Seen()
    both = ((OTKLIK, ours), (ECHO, echo))
    for number in range(sizes.starts - 1):
        for program, seen in both:
            async with started(program, _place(folder, program, number)) as (_, seconds):
                seen.starts.append(seconds)
    async with AsyncExitStack() as running:
        served: list[tuple[Served, Seen]] = []
        for program, seen in both:
            place = _place(folder, program, sizes.starts)
            one, seconds = await running.enter_async_context(started(program, place))
            seen.starts.append(seconds)
            served.append((one, seen))
        await _questions(served, sizes)
    return [*_waiting(ours, echo, sizes), *_starting(ours, echo), *_remembering(ours, echo)]


def _place(folder: Path, program: Program, number: int) -> Path:
    return folder / f"{program.name} {number}"


async def _questions(served: list[tuple[Served, Seen]], sizes: Sizes) -> None:
    """First one by one, then many a second."""
    await asyncio.sleep(sizes.idle_seconds)
    for one, seen in served:
        seen.idle = one.memory()
    for _ in range(sizes.lone_questions):
        for one, seen in served:
            seen.lone += await one.load(1, sizes.rate)
            await asyncio.sleep(LONE_PAUSE)
    for _ in range(sizes.load_rounds):
        for one, seen in served:
            before = one.processor()
            seen.loads.append(await one.load(sizes.load_updates, sizes.rate))
            seen.processor.append(1000 * one.processor_since(before) / sizes.load_updates)
    for one, seen in served:
        seen.busy = one.memory()


def _waiting(ours: Seen, echo: Seen, sizes: Sizes) -> list[Figure]:
    """Quantiles of each round of load; of the lone questions one median and one p99."""
    asked = sizes.load_rounds * sizes.load_updates
    answered = sum(len(one) for one in ours.loads)
    lone = [1000 * quantile(seen.lone, 0.5) for seen in (ours, echo)]
    worst = [_of_rounds(seen, 0.99) for seen in (ours, echo)]
    used = ours.processor, echo.processor
    title = f"answer at {sizes.rate:g} updates/s"
    return [
        Figure("answer to a lone question, program, p50", (lone[0],), "ms"),
        Figure("  echo bot", (lone[1],), "ms"),
        ratios("  lone answer, program : echo bot", lone[:1], lone[1:], at_most=LONE_MOST),
        Figure("  program, p99", (1000 * quantile(ours.lone, 0.99),), "ms"),
        Figure(f"{title}, program, p50", _of_rounds(ours, 0.5), "ms"),
        Figure("  echo bot", _of_rounds(echo, 0.5), "ms"),
        Figure(f"{title}, program, p99", worst[0], "ms"),
        Figure("  echo bot", worst[1], "ms"),
        ratios("  p99, program : echo bot", *worst),
        ratios(f"  answered of {asked} updates", [answered], [asked], at_least=1),
        Figure("processor time per question, program", tuple(ours.processor), "ms"),
        Figure("  echo bot", tuple(echo.processor), "ms"),
        ratios("  processor time, program : echo bot", *used, at_most=PROCESSOR_MOST),
    ]


def _of_rounds(seen: Seen, share: float) -> tuple[float, ...]:
    """In milliseconds."""
    return tuple(1000 * quantile(one, share) for one in seen.loads)


def _starting(ours: Seen, echo: Seen) -> list[Figure]:
    return [
        Figure("start to first answer, program", tuple(ours.starts), "s"),
        Figure("  echo bot", tuple(echo.starts), "s"),
        ratios("  start, program : echo bot", ours.starts, echo.starts, at_most=START_MOST),
    ]


def _remembering(ours: Seen, echo: Seen) -> list[Figure]:
    return [
        Figure("idle memory, program", (ours.idle,), "MiB"),
        Figure("  echo bot", (echo.idle,), "MiB"),
        ratios("  idle memory, program : echo bot", [ours.idle], [echo.idle], at_most=MEMORY_MOST),
        Figure("memory after the load, program", (ours.busy,), "MiB"),
    ]
