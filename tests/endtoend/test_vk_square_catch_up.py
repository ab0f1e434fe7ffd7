"""Six hours without the program: every comment and every mention is taken in, once.

A few of them here; `python -m bench vk` has two hundred and fifty by the same code.
"""

from pathlib import Path

import pytest

from bench.vk_square import HISTORIES, catch_up
from tests.sqlite_tables import fresh_file


@pytest.mark.parametrize("failed", HISTORIES)
async def test_what_was_commented_and_mentioned_in_six_hours_is_taken_in_once(
    tmp_path: Path, failed: int
) -> None:
    await fresh_file(tmp_path)
    seen = await catch_up(tmp_path, comments=16, mentions=4, failed=failed)
    assert (seen.lost, seen.doubled, seen.misplaced, seen.refused) == (0, 0, 0, 0)
