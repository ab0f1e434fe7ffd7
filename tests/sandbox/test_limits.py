"""Rate limits by a clock moved by hand."""

from sandbox.limits import Limits
from tests.sandbox.clock import MovableClock

GROUP = -1001000000001


def test_a_group_takes_20_actions_a_minute(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    for _ in range(20):
        assert limits.spend(GROUP) is None
        clock.pass_time(seconds=1)
    assert limits.spend(GROUP) == 40
    clock.pass_time(seconds=39)
    assert limits.spend(GROUP) == 1
    clock.pass_time(seconds=1)
    assert limits.spend(GROUP) is None


def test_a_refused_action_costs_nothing(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    for _ in range(100):
        limits.spend(GROUP)
    clock.pass_time(seconds=60)
    assert limits.spend(GROUP) is None


def test_a_private_chat_takes_one_a_second_after_a_burst(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    assert [limits.spend(101) for _ in range(6)] == [None] * 5 + [5]
    clock.pass_time(seconds=5)
    assert limits.spend(101) is None


def test_all_chats_together_take_30_a_second(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    assert [limits.spend(person) for person in range(1, 31)] == [None] * 30
    assert limits.spend(31) == 1
    clock.pass_time(seconds=1)
    assert limits.spend(31) is None


def test_an_album_costs_as_much_as_its_files(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    assert limits.spend(GROUP, 10) is None
    assert limits.spend(GROUP, 10) is None
    assert limits.spend(GROUP) == 60


def test_counting_begins_anew_on_request(clock: MovableClock) -> None:
    limits = Limits(clock.monotonic)
    limits.spend(GROUP, 20)
    limits.forget()
    assert limits.spend(GROUP) is None
