"""Clocks: queues never wait for an hour that somebody set back."""

import math
from datetime import UTC, timedelta

import pytest

from bot.clock import FARTHEST, OffsetClock, QueueClock, SystemClock
from tests.fakes import ManualClock


def test_the_machines_clocks_are_aware_and_move() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()


def test_a_clock_put_forward_leaves_the_steady_one_alone() -> None:
    base = ManualClock()
    clock = OffsetClock(base, 60.0)
    assert clock.now() == base.now() + timedelta(minutes=1)
    clock.put_forward(3600.0)
    assert clock.now() == base.now() + timedelta(hours=1)
    base.advance(5)
    assert clock.now() == base.now() + timedelta(hours=1)
    assert clock.monotonic() == base.monotonic()


@pytest.mark.parametrize("offset", [59.9, -1.0, math.nan, math.inf, -math.inf, FARTHEST + 1.0])
def test_a_clock_goes_neither_back_nor_out_of_sight(offset: float) -> None:
    clock = OffsetClock(ManualClock(), 60.0)
    with pytest.raises(ValueError, match=str(offset)):
        clock.put_forward(offset)
    assert clock.offset == 60.0


def test_the_same_offset_again_is_no_change() -> None:
    clock = OffsetClock(ManualClock(), 60.0)
    clock.put_forward(60.0)
    assert clock.offset == 60.0


@pytest.mark.parametrize("jump", [-86400, 86400])
def test_the_machines_clock_may_jump_below_the_offset(jump: int) -> None:
    base = ManualClock()
    clock = OffsetClock(base, 3600.0)
    before = clock.now()
    base.jump(jump)
    assert clock.now() - before == timedelta(seconds=jump)


def test_queue_time_follows_the_wall_clock() -> None:
    clock = ManualClock()
    queue = QueueClock(clock)
    clock.advance(5)
    assert queue.now() == clock.now()
    clock.jump(3600)
    assert queue.now() == clock.now()


def test_queue_time_is_never_set_back() -> None:
    clock = ManualClock()
    began = clock.now()
    queue = QueueClock(clock)
    clock.jump(-3600)
    clock.advance(5)
    assert queue.now() == began + timedelta(seconds=5)
