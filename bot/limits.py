"""How fast a platform may be written to: overall, in one private chat, in one group.

The default figures are Telegram's: about 30 messages a second in all, one a second in a private
chat with short bursts, 20 a minute in a group with edits, reactions and topics counted.

A platform counts a call when it arrives, at some moment between its sending and its answer: so it
counts here until it was answered, and from then on for as long as the limit says. Else a slow call
and the quick ones after it would arrive within the same second. Half of the quickest call is taken
for the way back, and a little less, for the machine itself takes some time.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MANY_CHATS = 1000
NEARLY = 0.75
"""Above this share of a group's limit what can be said by a sign is."""
OWN_DELAY = 0.01
"""Seconds of the quickest call that a busy machine may have spent, and not the way."""
ENOUGH, REMEMBERED = 60, 1000
"""From how many calls on the quickest is known, and of how many."""


@dataclass(slots=True)
class Use:
    """So many units used by a call, and the moment at which it arrived; infinity: under way.

    `ahead` of them are paid for a call that is still to come (a topic's card).
    """

    at: float
    units: int
    ahead: int = 0


Taken = tuple[Use, Use]
"""Of the chat's own limit and of the overall one."""


class Window:
    """At most `limit` units within any `seconds` in a row."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._taken: list[Use] = []

    def ready_at(self, cost: int, now: float) -> float:
        """The first moment at which `cost` more fit; in the past when they fit now."""
        self._forget(now)
        need = min(cost, self._limit)
        room = self._limit - sum(use.units for use in self._taken)
        moment = now
        for use in sorted(self._taken, key=_began):
            if room >= need:
                break
            room += use.units
            moment = use.at + self._seconds
        return moment

    def share(self, now: float) -> float:
        """How much of the limit is used now; 1 when nothing more fits."""
        self._forget(now)
        return sum(use.units for use in self._taken) / self._limit

    def take(self, use: Use) -> None:
        """Count it from now on; another moment may be written into it afterwards."""
        self._taken.append(use)

    def take_paid(self, use: Use) -> None:
        """What was paid ahead for this call counts from its own moment on."""
        payer = next((one for one in self._taken if one.ahead), None)
        if payer is not None:
            payer.units, payer.ahead = payer.units - 1, payer.ahead - 1
        self._taken.append(use)

    def idle(self, now: float) -> bool:
        """Nothing taken that still counts."""
        self._forget(now)
        return not self._taken

    def _forget(self, now: float) -> None:
        self._taken = [use for use in self._taken if use.at + self._seconds > now]


def _began(use: Use) -> float:
    return use.at


class Limits:
    """Says when the next call may go, and counts those that went.

    `clock` gives monotonic seconds. In a private chat `chat_burst` units may go at once, and no
    more than that in any `chat_burst / chat_per_second` seconds. An album costs as many units as it
    has messages; a cost above a limit is let through once the whole limit is free. In a group only
    the group's limit and the overall one count; with None a group is limited as any other chat.
    """

    def __init__(
        self,
        per_second: int = 30,
        chat_per_second: float = 1,
        chat_burst: int = 5,
        *,
        group_per_minute: int | None = 20,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._overall = Window(per_second, 1)
        self._bulk = per_second // 2 + 1
        self._of_chats = (chat_burst, chat_burst / chat_per_second)
        self._of_groups = (group_per_minute, 60.0) if group_per_minute else self._of_chats
        self._windows: dict[str, Window] = {}
        self._paused: dict[str | None, float] = {}
        self._clock = clock
        self._spent: deque[float] = deque(maxlen=REMEMBERED)

    def ready_in(
        self, chat: str, group: bool, cost: int = 1, *, overall: int | None = None
    ) -> float:
        """Seconds until a call of `cost` units to this chat is allowed; 0 means now.

        `overall`: so many units of the overall limit, where that is another number: a topic's card
        is paid for with the topic in its group, and still is a call of its own.
        """
        now = self._clock()
        pauses = (self._paused.get(key, now) for key in (None, chat))
        own = self._window(chat, group).ready_at(cost, now)
        of_all = self._overall.ready_at(cost if overall is None else overall, now)
        return max(now, own, of_all, *pauses) - now

    def bulk_in(self, chat: str) -> float:
        """As `ready_in` to a private chat, for what everything else goes before.

        Only while half of the overall limit is unused: so an answer never waits behind a mailing.
        """
        now = self._clock()
        half = self._overall.ready_at(self._bulk, now) - now
        return max(self.ready_in(chat, group=False), half)

    def take(
        self,
        chat: str,
        group: bool,
        cost: int = 1,
        *,
        overall: int | None = None,
        under_way: bool = False,
    ) -> Taken:
        """Count a call that goes out now; ask `ready_in` first.

        `under_way`: it counts without end until `ended` is told of it.
        """
        now = self._clock()
        self._tidy(now)
        since = math.inf if under_way else now
        calls = cost if overall is None else overall
        taken = Use(since, max(cost, calls), max(cost - calls, 0)), Use(since, calls)
        window = self._windows.setdefault(chat, self._window(chat, group))
        if cost < calls:
            window.take_paid(taken[0])
        else:
            window.take(taken[0])
        self._overall.take(taken[1])
        return taken

    def ended(self, taken: Taken, spent: float) -> None:
        """The call was answered after `spent` seconds: it had arrived at the latest by then."""
        self._spent.append(spent)
        known = len(self._spent) >= ENOUGH
        way = max(min(self._spent) / 2 - OWN_DELAY, 0.0) if known else 0.0
        for use in taken:
            use.at = self._clock() - way

    def nearly_full(self, chat: str, group: bool) -> bool:
        """So much goes to this chat that the rest is better kept for what needs words."""
        return self._window(chat, group).share(self._clock()) >= NEARLY

    def pause(self, chat: str | None, seconds: float) -> None:
        """The platform asked to wait, in one chat or (None) everywhere; never shortens a pause."""
        until = self._clock() + seconds
        self._paused[chat] = max(until, self._paused.get(chat, until))

    def _window(self, chat: str, group: bool) -> Window:
        return self._windows.get(chat) or Window(*(self._of_groups if group else self._of_chats))

    def _tidy(self, now: float) -> None:
        """Chats at rest need no memory."""
        if len(self._windows) + len(self._paused) <= MANY_CHATS:
            return
        self._windows = {c: w for c, w in self._windows.items() if not w.idle(now)}
        self._paused = {c: until for c, until in self._paused.items() if until > now}
