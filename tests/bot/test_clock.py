"""Clocks: queues never wait for an hour that somebody set back."""

from datetime import UTC, timedelta

from bot.clock import QueueClock, SystemClock
from tests.fakes import ManualClock


def test_the_machines_clocks_are_aware_and_move() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()


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
