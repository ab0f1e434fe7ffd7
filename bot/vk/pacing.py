"""Never more than twenty calls of a community's token in any second, as VK itself counts them.

VK counts a call when it arrives, at some moment between its sending and its answer. What a call
takes beyond the quickest one may have been spent on the way there, so its second begins that much
later. The quickest of a long while, for after a slow spell the way is short again at once; and a
little less than that, for the machine itself takes some time. On a connection that is still to be
opened nobody knows the way: there the answer counts.
"""

import heapq
import itertools
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum

PER_SECOND = 20
SECOND = 1.002
OWN_DELAY = 0.01
"""Seconds of the quickest call that a busy machine may have spent, and not the way."""
ENOUGH, REMEMBERED = 2 * PER_SECOND, 1000
"""From how many calls on the quickest is known, and of how many."""
BREATHER = 1.0
LONGEST_WAIT = 60.0


class Urgency(IntEnum):
    """Who goes first; the value is how many seconds it yields to the most urgent."""

    SEND = 0
    RECEIVE = 1
    ASIDE = 5


@dataclass(slots=True)
class Slot:
    """One call: when it went out (monotonic seconds), and from when on it counts no more.

    `warm`: it went out on an open connection.
    """

    sent: float
    warm: bool
    free_at: float = math.inf


class Rate:
    """The rule itself, without threads: at most `limit` calls count at any moment."""

    def __init__(self, limit: int = PER_SECOND) -> None:
        self._limit, self._slots, self._paused_until = limit, list[Slot](), -math.inf
        self._recent: deque[float] = deque(maxlen=REMEMBERED)

    def wait(self, now: float) -> float:
        """Seconds until the next call may go: 0 for now, infinity until some call is answered."""
        self._slots = [slot for slot in self._slots if slot.free_at > now]
        frees = sorted(slot.free_at for slot in self._slots)
        room = frees[len(frees) - self._limit] - now if len(frees) >= self._limit else 0.0
        return max(room, self._paused_until - now, 0.0)

    def take(self, now: float, *, warm: bool) -> Slot:
        """Count a call that goes out now."""
        self._slots.append(slot := Slot(now, warm))
        return slot

    def answered(self, slot: Slot, now: float) -> None:
        """The call has ended, one way or another."""
        if slot.warm:
            self._recent.append(now - slot.sent)
        known = slot.warm and len(self._recent) >= ENOUGH
        way = max(min(self._recent) - OWN_DELAY, 0.0) if known else 0.0
        slot.free_at = now - way + SECOND

    def pause(self, until: float) -> None:
        """Let nothing go before this moment; never shortens a pause."""
        self._paused_until = max(until, self._paused_until)


class Pacer:
    """Lets the threads of all connections go one after another, the urgent ones first.

    `monotonic` gives seconds. `refused` counts answers "too many requests" (error 6).
    """

    def __init__(
        self, rate: Rate | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._monotonic = rate or Rate(), monotonic
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int]] = []
        self._numbers = itertools.count()
        self.refused = 0

    @contextmanager
    def turn(self, urgency: Urgency, *, warm: bool) -> Iterator[None]:
        """Wait for this call's turn; the call itself belongs into the block."""
        slot = self._taken(urgency, warm)
        try:
            yield
        finally:
            with self._changed:
                self._rate.answered(slot, self._monotonic())
                self._changed.notify_all()

    def too_many(self) -> None:
        """VK said that there were too many calls: everybody waits a second."""
        with self._changed:
            self.refused += 1
            self._rate.pause(self._monotonic() + BREATHER)
            self._changed.notify_all()

    def _taken(self, urgency: Urgency, warm: bool) -> Slot:
        with self._changed:
            ticket = (self._monotonic() + urgency, next(self._numbers))
            heapq.heappush(self._waiting, ticket)
            while (wait := self._wait(ticket)) > 0:
                self._changed.wait(min(wait, LONGEST_WAIT))
            heapq.heappop(self._waiting)
            slot = self._rate.take(self._monotonic(), warm=warm)
            self._changed.notify_all()
            return slot

    def _wait(self, ticket: tuple[float, int]) -> float:
        return math.inf if self._waiting[0] != ticket else self._rate.wait(self._monotonic())
