"""Limits: nothing goes faster than the platform allows, and nothing waits without need."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.limits import MANY_CHATS, Limits, Use, Window

CALLS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "-g", "-h"]),
        st.integers(1, 4),
        st.floats(0, 20, allow_nan=False),
    ),
    max_size=80,
)


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def most_within(taken: list[tuple[float, int]], seconds: float) -> int:
    """The most units in any window of this length (open at its end)."""
    return max(
        (sum(cost for at, cost in taken if start <= at < start + seconds) for start, _ in taken),
        default=0,
    )


def played(calls: list[tuple[str, int, float]]) -> dict[str, list[tuple[float, int]]]:
    """Obey `ready_in` for each call after its rest; returns what went when, per chat."""
    clock = Clock()
    limits = Limits(per_second=6, clock=clock)
    taken: dict[str, list[tuple[float, int]]] = {}
    for chat, cost, rest in calls:
        clock.now += rest
        group = chat.startswith("-")
        while delay := limits.ready_in(chat, group, cost):
            clock.now += delay
        limits.take(chat, group, cost)
        taken.setdefault(chat, []).append((clock.now, cost))
    return taken


@given(CALLS)
def test_no_window_ever_holds_more_than_its_limit(calls: list[tuple[str, int, float]]) -> None:
    taken = played(calls)
    everything = sorted(call for chat in taken.values() for call in chat)
    assert most_within(everything, 1) <= 6
    for chat, went in taken.items():
        assert most_within(went, 60 if chat.startswith("-") else 5) <= (
            20 if chat.startswith("-") else 5
        )


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9), st.booleans()), max_size=60))
def test_a_window_forgets_late_and_still_knows_what_counts(
    calls: list[tuple[int, int, bool]],
) -> None:
    window, now, uses = Window(6, 10.0), 0.0, list[Use]()
    for units, rest, back in calls:
        now += rest
        counted = sorted((use.at + 10, use.units) for use in uses if use.at + 10 > now)
        room, free = 6 - sum(held for _, held in counted), now
        while room < units:
            free, held = counted.pop(0)
            room += held
        assert window.ready_at(units, now) == free
        if free == now:
            use = Use(now, units)
            window.take(use)
            uses.append(use)
            if back:
                window.give_back(uses.pop())


@given(CALLS)
def test_a_call_alone_after_a_long_rest_goes_at_once(calls: list[tuple[str, int, float]]) -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for chat, cost, _ in calls:
        limits.take(chat, chat.startswith("-"), cost)
    clock.now += 60
    assert limits.ready_in("-g", group=True, cost=20) == 0
    assert limits.ready_in("a", group=False, cost=5) == 0


def test_a_private_chat_takes_a_short_burst_and_then_waits() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(5):
        assert limits.ready_in("a", group=False) == 0
        limits.take("a", group=False)
    assert limits.ready_in("a", group=False) == 5
    assert limits.ready_in("b", group=False) == 0


def test_the_twenty_first_call_to_a_group_waits_for_the_first_to_be_a_minute_old() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(20):
        limits.take("-g", group=True)
        clock.now += 1
    assert limits.ready_in("-g", group=True) == 40
    assert limits.ready_in("-g", group=True, cost=3) == 42


def test_an_album_larger_than_the_burst_goes_once_the_chat_is_at_rest() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    limits.take("a", group=False)
    assert limits.ready_in("a", group=False, cost=10) == 5
    clock.now += 5
    assert limits.ready_in("a", group=False, cost=10) == 0


def test_a_pause_of_one_chat_leaves_the_others_alone() -> None:
    limits = Limits(clock=Clock())
    limits.pause("a", 7)
    assert limits.ready_in("a", group=False) == 7
    assert limits.ready_in("b", group=False) == 0


def test_a_pause_of_everything_holds_every_chat_and_is_never_shortened() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    limits.pause(None, 30)
    limits.pause(None, 2)
    assert limits.ready_in("a", group=False) == 30
    clock.now += 30
    assert limits.ready_in("-g", group=True) == 0


def test_chats_at_rest_are_forgotten() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for number in range(3 * MANY_CHATS):
        limits.take(str(number), group=False)
        clock.now += 1
    assert len(limits._windows) <= MANY_CHATS + 1


def test_what_can_wait_leaves_half_of_the_limit_to_everything_else() -> None:
    clock = Clock()
    limits = Limits(per_second=6, clock=clock)
    for number in range(3):
        assert limits.bulk_in(f"b{number}") == 0
        limits.take(f"b{number}", group=False)
    assert limits.bulk_in("b9") == 1
    assert limits.ready_in("answer", group=False) == 0
    clock.now += 1
    assert limits.bulk_in("b9") == 0
    limits.pause("b9", 5)
    assert limits.bulk_in("b9") == 5


def test_a_call_counts_until_it_was_answered_and_a_second_longer() -> None:
    clock = Clock()
    limits = Limits(per_second=2, clock=clock)
    slow = limits.take("a", False, under_way=True)
    quick = limits.take("b", False, under_way=True)
    limits.ended(quick, 0.0)
    clock.now += 3
    assert limits.ready_in("c", False) == 0
    limits.ended(limits.take("c", False, under_way=True), 0.0)
    assert limits.ready_in("d", False) == 1
    clock.now += 0.5
    limits.ended(slow, 3.5)
    assert limits.ready_in("d", False) == 0.5
    limits.take("d", False)
    clock.now += 0.4
    assert abs(limits.ready_in("e", False) - 0.6) < 1e-6


def test_a_topic_pays_for_its_card_which_counts_from_its_own_moment() -> None:
    clock = Clock()
    limits = Limits(group_per_minute=2, clock=clock)
    limits.take("-g", True, 2, overall=1)
    assert limits.ready_in("-g", True, 0, overall=1) == 0
    clock.now += 10
    limits.take("-g", True, 0, overall=1)
    assert limits.ready_in("-g", True) == 50
    clock.now += 50
    assert limits.ready_in("-g", True) == 0
    assert limits.ready_in("-g", True, 2) == 10


def test_a_card_counts_as_a_call_of_its_own_among_all() -> None:
    clock = Clock()
    limits = Limits(per_second=2, clock=clock)
    limits.take("-g", True, 2, overall=1)
    limits.take("-g", True, 0, overall=1)
    assert limits.ready_in("a", False) == 1


def test_the_way_back_is_known_from_the_quickest_call() -> None:
    clock = Clock()
    limits = Limits(per_second=1, clock=clock)
    for _ in range(60):
        clock.now += 2
        use = limits.take("a", False, under_way=True)
        clock.now += 0.1
        limits.ended(use, 0.1)
    assert abs(limits.ready_in("b", False) - 0.96) < 1e-6
