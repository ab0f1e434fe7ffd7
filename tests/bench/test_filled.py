"""The used part of an allowance: the same for even calls and for bursts, and never flattered."""

import pytest

from bench.filled import filled


def evenly(count: int, every: float) -> list[float]:
    return [number * every for number in range(count)]


def in_bursts(bursts: int, size: int, every: float) -> list[float]:
    return [burst * every for burst in range(bursts) for _ in range(size)]


@pytest.mark.parametrize(
    ("moments", "share"),
    [
        (evenly(300, 1 / 30), 1.0),
        (evenly(300, 1 / 15), 0.5),
        (in_bursts(10, 30, 1.0), 1.0),
        (in_bursts(10, 30, 2.0), 0.5),
        ([*in_bursts(10, 30, 1.0), 19.0], 0.5),
        ([0.0] * 15, 0.5),
        ([], 0.0),
    ],
)
def test_the_used_part_of_what_is_allowed(moments: list[float], share: float) -> None:
    assert filled(moments, 30) == pytest.approx(share, abs=0.03)


def test_what_is_too_much_in_one_second_makes_up_for_no_idle_one() -> None:
    assert filled([0.0] * 600 + [19.0], 30) < 0.1
