"""Killed while messages to VK are on their way: none is doubled, none is lost.

Five kills here; `python -m bench vk` makes fifty by the same code.
"""

from pathlib import Path

from bench.vk_kills import kills
from bench.vk_town import Stored

KILLS = 5


async def test_kills_with_sends_in_flight_double_and_lose_nothing(tmp_path: Path) -> None:
    seen = await kills(tmp_path, KILLS)
    print(seen)  # noqa: T201 - the measured figures belong to the test's output
    assert (seen.doubled, seen.lost, seen.disordered) == (0, 0, 0)
    assert seen.kept == Stored(lost=0, doubled=0, disordered=0, spare=0)
    assert seen.exit_code == 0
    assert min(seen.in_flight) >= 1
    assert sum(seen.taken) >= KILLS
