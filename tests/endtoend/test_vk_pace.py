"""A long queue goes out as fast as VK allows, and VK never says "too many requests".

How much of the allowance is used is judged by `python -m bench vk`; here only that it is used.
"""

from pathlib import Path

from bench.vk_pace import pace
from tests.measured import measured

QUEUED = 80


async def test_a_queue_goes_out_within_the_limit_and_is_never_refused(tmp_path: Path) -> None:
    seen = await pace(tmp_path, QUEUED)
    measured(f"{seen} {seen.used:.3f} of the allowance")
    assert seen.sent == QUEUED
    assert seen.refused == 0
    assert seen.used > 0.3
