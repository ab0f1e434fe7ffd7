"""Killed while messages to VK are on their way: none is doubled, none is lost.

Three kills in every run of the tests, twenty by `make chaos`; `python -m bench vk` makes fifty
by the same code.
"""

from pathlib import Path

import pytest

from bench.kept import Judged
from bench.vk_kills import kills
from tests.measured import measured

FEW, MANY = 3, 20


async def test_kills_with_sends_in_flight_double_and_lose_nothing(tmp_path: Path) -> None:
    await be_killed(tmp_path, FEW)


@pytest.mark.chaos
async def test_twenty_kills_with_sends_in_flight_double_and_lose_nothing(tmp_path: Path) -> None:
    await be_killed(tmp_path, MANY)


async def be_killed(folder: Path, number: int) -> None:
    """So many kills, and a start after which everything comes to an end in peace."""
    seen = await kills(folder, number)
    measured(str(seen))
    assert (seen.doubled, seen.lost, seen.disordered) == (0, 0, 0)
    assert seen.kept == Judged(lost=0, doubled=0, disordered=0, spare=0)
    assert seen.exit_code == 0
    assert min(seen.in_flight) >= 1
    assert sum(seen.taken) >= number
