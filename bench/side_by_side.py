"""Two ways to do the same, batch by batch, so that a busy machine slows both."""

import time
from collections.abc import Awaitable, Callable

BATCH = 20
Batch = Callable[[str], Awaitable[None]]
Rates = tuple[list[float], list[float]]


async def compare(ours: Batch, bare: Batch, rounds: int, seconds: float) -> Rates:
    """Events a second of both in each round, after one round that only warms up.

    A batch is called with a name that is never repeated.
    """
    await _round(ours, bare, "warm", seconds)
    found = [await _round(ours, bare, str(number), seconds) for number in range(rounds)]
    return [mine for mine, _ in found], [theirs for _, theirs in found]


async def _round(ours: Batch, bare: Batch, name: str, seconds: float) -> tuple[float, float]:
    """Which of the two goes first changes from batch to batch."""
    pair, spent, batches = (ours, bare), [0.0, 0.0], 0
    while sum(spent) < seconds:
        for index in (0, 1) if batches % 2 else (1, 0):
            started = time.perf_counter()
            await pair[index](f"{name}-{batches}")
            spent[index] += time.perf_counter() - started
        batches += 1
    return batches * BATCH / spent[0], batches * BATCH / spent[1]
