"""`python -m bench [part …]`: one table; ends with 1 when a limit is broken."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import incident, storage_path, telegram_kills, tick
from bench.due_at_once import due_at_once
from bench.figures import Figure, table
from bench.machine import machine
from bench.pipeline import pipeline
from bench.recompute import recompute
from bench.service import service
from bench.sizes import FULL, TINY, Sizes
from bench.surveys import surveys
from bench.vk import vk
from bench.worker_path import worker

PARTS = ("storage", "worker", "pipeline", "service", "kills", "clock", "vk", "surveys", "incident")


async def measure(parts: Sequence[str], sizes: Sizes) -> list[Figure]:
    """The parts asked for, one after another: two at once would measure each other."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        if "storage" in parts:
            found += await storage_path.sqlite(folder, sizes)
            found += await storage_path.postgres(sizes)
        if "worker" in parts:
            found += await worker(folder, sizes)
        if "pipeline" in parts:
            found += await pipeline(folder, sizes)
        if "service" in parts:
            found += await service(folder, sizes)
        if "kills" in parts:
            found += await telegram_kills.figures(folder, sizes)
        if "clock" in parts:
            found += await tick.sqlite(folder, sizes)
            found += await tick.postgres(sizes)
            found += await due_at_once(folder, sizes)
            found += await recompute(folder, sizes)
        if "vk" in parts:
            found += await vk(folder, sizes)
        if "surveys" in parts:
            found += await surveys(folder, sizes)
        if "incident" in parts:
            found += await incident.figures(folder, sizes)
    return found


def verdict(figures: Sequence[Figure]) -> int:
    """Print the table and what broke its limit; returns the exit code."""
    print(f"\n{machine()}\n\n{table(figures)}\n")
    broken = [figure for figure in figures if not figure.holds]
    for figure in broken:
        print(f"{figure.name.strip()}: {figure.value:.3f}, {figure.limit}", file=sys.stderr)
    return 1 if broken else 0


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all?")
    chosen = parser.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    sizes = TINY if chosen.quick else FULL
    return verdict(asyncio.run(measure(chosen.parts or PARTS, sizes)))


if __name__ == "__main__":
    sys.exit(main())
