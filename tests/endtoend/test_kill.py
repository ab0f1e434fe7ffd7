"""kill -9 at random instants: nothing is lost, no appeal is doubled, each repeated send explained.

Three kills in every run of the tests, twenty by `make chaos`; `python -m bench kills` makes a
hundred by the same code.
"""

from pathlib import Path

import pytest

from bench.kept import Judged
from bench.telegram_kills import NEW, Kills, kills
from tests.measured import measured

FEW, MANY = 3, 20
IN_FLIGHT = 10


async def test_kills_lose_nothing_and_double_no_appeal(tmp_path: Path) -> None:
    await be_killed(tmp_path, FEW)


@pytest.mark.chaos
async def test_twenty_kills_lose_nothing_and_double_no_appeal(tmp_path: Path) -> None:
    await be_killed(tmp_path, MANY)


async def be_killed(folder: Path, number: int) -> None:
    """So many kills, and a start after which everything comes to an end in peace."""
    seen = await kills(folder, number)
    measured(report(seen, number))
    assert seen.kept == Judged(lost=0, doubled=0, disordered=0, spare=0)
    assert seen.people == NEW * number
    assert min(seen.waiting) >= IN_FLIGHT
    assert sum(seen.in_doubt) >= number
    assert (seen.unexplained, seen.unsettled) == (0, 0)
    assert seen.exit_code == 0


def report(seen: Kills, number: int) -> str:
    """How many sends were repeated because a kill had taken their answer."""
    return (
        f"kills {number}, updates {seen.written}, appeals {seen.people}, "
        f"in flight at a kill at least {min(seen.waiting)}; lost 0, doubled appeals 0; "
        f"of {sum(seen.in_doubt)} sends in doubt repeated: acknowledgements "
        f"{seen.repeated('acknowledgement')}, topics, cards and words {seen.repeated('topic')}"
    )


def test_a_send_that_was_in_doubt_at_no_kill_is_not_explained() -> None:
    """The trial can fail: a doubt explains one repetition, of the same kind and person."""
    seen = Kills()
    seen.repeats.update({("acknowledgement", 1): 2, ("topic", 2): 1})
    seen.doubtful.update({("acknowledgement", 1): 1, ("topic", 1): 1})
    assert seen.unexplained == 2
