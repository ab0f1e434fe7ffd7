"""Six hours without the program: all that people wrote in VK is taken in, once and in order.

A few messages here; `python -m bench vk` has five hundred by the same code.
"""

from pathlib import Path

import pytest

from bench.kept import Judged
from bench.vk_catch_up import HISTORIES, catch_up
from tests.sqlite_tables import fresh_file

MESSAGES = 60


@pytest.mark.parametrize("failed", HISTORIES)
async def test_what_was_written_in_six_hours_is_taken_in_once_and_in_order(
    tmp_path: Path, failed: int
) -> None:
    await fresh_file(tmp_path)
    seen = await catch_up(tmp_path, MESSAGES, failed)
    assert (seen.unseen, seen.unanswered, seen.doubled, seen.disordered) == (0, 0, 0, 0)
    assert seen.kept == Judged(lost=0, doubled=0, disordered=0, spare=0)
    assert seen.refused == 0
    # Twice at the very first start; again only where the long poll has lost its history.
    assert (seen.looked > 2) is bool(failed)
