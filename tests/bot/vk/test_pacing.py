"""Twenty calls in any second and hardly fewer, by a movable clock and by real threads."""

import math
import threading
import time
from dataclasses import dataclass, field

import pytest

from bot.vk.pacing import BREATHER, SECOND, Pacer, Rate, Slot, Urgency

ALLOWED = 20
SENDERS = 12


@dataclass
class Network:
    """Sends as fast as the rule lets it; a ledger of when VK saw each call.

    `there` and `back` are how long a call and its answer travel (seconds); every seventh call is
    held up by `stumble` on its way there. In the `spell` both ways take `slower` seconds longer.
    """

    there: float
    back: float
    stumble: float = 0.0
    spell: range = range(0)
    slower: float = 0.0
    warm: bool = True
    now: float = 0.0
    arrivals: list[float] = field(default_factory=list)

    def send(self, count: int) -> None:
        rate, under_way = Rate(), list[tuple[float, Slot]]()
        for number in range(count):
            while len(under_way) == SENDERS or rate.wait(self.now) > 0:
                wait = math.inf if len(under_way) == SENDERS else rate.wait(self.now)
                ends = min((ends for ends, _ in under_way), default=math.inf)
                self.now = min(self.now + wait, ends)
                for ended in [one for one in under_way if one[0] <= self.now]:
                    rate.answered(ended[1], ended[0])
                    under_way.remove(ended)
            slower = self.slower if number in self.spell else 0
            there = self.there + slower + (self.stumble if number % 7 == 3 else 0)
            answered = self.now + there + slower + self.back
            under_way.append((answered, rate.take(self.now, warm=self.warm)))
            self.arrivals.append(self.now + there)

    @property
    def most_in_a_second(self) -> int:
        return max(
            sum(1 for other in self.arrivals if 0 <= other - one < 1) for one in self.arrivals
        )

    @property
    def rate(self) -> float:
        """Calls a second between the first twenty and the last."""
        whole = len(self.arrivals) - 2 * ALLOWED
        return whole / (self.arrivals[-ALLOWED] - self.arrivals[ALLOWED])


@pytest.mark.parametrize("stumble", [0, 0.03, 0.2])
@pytest.mark.parametrize(("there", "back"), [(0.001, 0.001), (0.01, 0.05), (0.1, 0.2)])
def test_vk_sees_at_least_nineteen_and_never_more_than_twenty_calls_a_second(
    there: float, back: float, stumble: float
) -> None:
    network = Network(there, back, stumble)
    network.send(400)
    assert network.most_in_a_second <= ALLOWED
    assert network.rate >= 0.95 * ALLOWED


@pytest.mark.parametrize(
    ("spell", "slower"), [(range(100, 400), 0.02), (range(150), 0.005), (range(20), 0.1)]
)
def test_the_way_may_be_short_again_at_once_after_a_slow_spell(spell: range, slower: float) -> None:
    network = Network(0.001, 0.001, spell=spell, slower=slower)
    network.send(500)
    assert network.most_in_a_second <= ALLOWED
    assert network.rate >= 0.95 * ALLOWED


def test_calls_on_connections_that_are_still_opened_are_counted_from_their_answer() -> None:
    network = Network(0.3, 0.01, warm=False)
    network.send(100)
    assert network.most_in_a_second <= ALLOWED


def test_a_call_that_hangs_takes_one_place_and_no_more() -> None:
    rate = Rate(limit=2)
    rate.take(0.0, warm=False)
    rate.answered(rate.take(0.0, warm=True), 0.01)
    assert rate.wait(0.5) == pytest.approx(0.01 + SECOND - 0.5)
    assert rate.wait(1.1) == 0
    rate.take(1.1, warm=False)
    assert math.isinf(rate.wait(1.2))


def test_after_too_many_requests_nothing_goes_for_a_second() -> None:
    pacer = Pacer(monotonic=lambda: 100.0)
    pacer.too_many()
    assert pacer.refused == 1
    rate = Rate()
    rate.pause(100.0 + BREATHER)
    rate.pause(100.0)
    assert rate.wait(100.0) == BREATHER


def test_the_urgent_goes_first_but_nobody_waits_for_ever() -> None:
    moment, order = [0.0], list[str]()
    rate = Rate(limit=1)
    pacer = Pacer(rate, lambda: moment[0])
    with pacer.turn(Urgency.SEND, warm=True):
        waiting = [
            started(pacer, order, "mark", Urgency.ASIDE),
            started(pacer, order, "poll", Urgency.RECEIVE),
            started(pacer, order, "send", Urgency.SEND),
        ]
        moment[0] = 7.0
        waiting.append(started(pacer, order, "late send", Urgency.SEND))
    for _ in range(12_000):
        if len(order) == len(waiting):
            break
        moment[0] += 1.1
        with pacer._changed:
            pacer._changed.notify_all()
        time.sleep(0.005)
    for thread in waiting:
        thread.join(60)
    assert order == ["send", "poll", "mark", "late send"]


def started(pacer: Pacer, order: list[str], name: str, urgency: Urgency) -> threading.Thread:
    """A thread that waits for its turn; returns once it does wait."""
    before = len(pacer._waiting)

    def run() -> None:
        with pacer.turn(urgency, warm=True):
            order.append(name)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while len(pacer._waiting) == before:
        time.sleep(0.001)
    return thread
