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
KEPT = 0.2
"""Seconds for which a promised place is kept for who was told to come back for it."""
ENOUGH, REMEMBERED = 60, 1000
"""From how many calls on the quickest is known, and of how many."""


@dataclass(slots=True)
class Use:
    """So many units used by a call, and the moment at which it arrived; infinity: under way.

    `ahead` of them are paid for a call that is still to come (a topic's card), and `payer` is the
    use that had paid for this one.
    """

    at: float
    units: int
    ahead: int = 0
    payer: "Use | None" = None


Taken = tuple[Use, Use]
"""Of the chat's own limit and of the overall one."""


class Window:
    """At most `limit` units within any `seconds` in a row.

    `_held` counts the units of all that is kept, what no longer counts included: as long as there
    is room beside all of it, nobody has to look which of it is old.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._taken: list[Use] = []
        self._held = 0

    def ready_at(self, cost: int, now: float) -> float:
        """The first moment at which `cost` more fit; in the past when they fit now."""
        need = min(cost, self._limit)
        if self._held + need <= self._limit:
            return now
        self._forget(now)
        room = self._limit - self._held
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
        return self._held / self._limit

    def take(self, use: Use) -> None:
        """Count it from now on; another moment may be written into it afterwards."""
        self._taken.append(use)
        self._held += use.units

    def take_paid(self, use: Use) -> None:
        """What was paid ahead for this call counts from its own moment on."""
        payer = next((one for one in self._taken if one.ahead), None)
        if payer is not None:
            payer.units, payer.ahead = payer.units - 1, payer.ahead - 1
            use.payer = payer
            self._held -= 1
        self.take(use)

    def give_back(self, use: Use) -> None:
        """As if it had never been taken."""
        if use.payer is not None:
            use.payer.units, use.payer.ahead = use.payer.units + 1, use.payer.ahead + 1
        self._keep([one for one in self._taken if one is not use])

    def idle(self, now: float) -> bool:
        """Nothing taken that still counts."""
        self._forget(now)
        return not self._taken

    def _forget(self, now: float) -> None:
        self._keep([use for use in self._taken if use.at + self._seconds > now])

    def _keep(self, taken: list[Use]) -> None:
        self._taken, self._held = taken, sum(use.units for use in taken)


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
        self._per_second = per_second
        self._overall = Window(per_second, 1)
        self._bulk = per_second // 2 + 1
        self._of_chats = (chat_burst, chat_burst / chat_per_second)
        self._of_groups = (group_per_minute, 60.0) if group_per_minute else self._of_chats
        self._windows: dict[str, Window] = {}
        self._paused: dict[str | None, float] = {}
        self._promised: dict[str, float] = {}
        self._clock = clock
        self._spent: deque[float] = deque(maxlen=REMEMBERED)

    def ready_in(
        self, chat: str, group: bool, cost: int = 1, *, overall: int | None = None
    ) -> float:
        """Seconds until a call of `cost` units to this chat is allowed; 0 means now.

        `overall`: so many units of the overall limit, where that is another number: a topic's card
        is paid for with the topic in its group, and still is a call of its own.
        """
        own = self.chat_in(chat, group, cost)
        of_all = self.overall_in(cost if overall is None else overall)
        if own < of_all < math.inf:
            self._promised[chat] = self._clock() + of_all + KEPT
        return max(own, of_all)

    def planned_in(self, units: int) -> float:
        """As `overall_in`, after everybody who was told by `ready_in` when to come back.

        For who takes each place at the very moment at which it gets free: nobody else would ever
        find one.
        """
        now = self._clock()
        self._promised = {chat: until for chat, until in self._promised.items() if until > now}
        return self.overall_in(units, len(self._promised))

    def chat_in(self, chat: str, group: bool, cost: int = 1) -> float:
        """As `ready_in`, but the overall limit left out: pauses, and what the chat itself takes."""
        own = self._window(chat, group).ready_at(cost, now := self._clock())
        return max(own - now, self.paused_in(chat))

    def paused_in(self, chat: str) -> float:
        """Seconds until no pause holds this chat; 0 when none does."""
        now = self._clock()
        return max(now, *(self._paused.get(key, now) for key in (None, chat))) - now

    def overall_in(self, units: int, before: int = 0) -> float:
        """Seconds until so many more fit into the overall limit, after those that go `before`.

        Endless: nobody knows until some call is answered, or until all those before have gone.
        """
        if before and before + units > self._per_second:
            return math.inf
        now = self._clock()
        return self._overall.ready_at(before + units, now) - now

    def bulk_in(self, chat: str) -> float:
        """As `ready_in` to a private chat, for what everything else goes before.

        Only while half of the overall limit is unused: so an answer never waits behind a mailing.
        """
        now = self._clock()
        half = self._overall.ready_at(self._bulk, now) - now
        return max(self.chat_in(chat, group=False), self.overall_in(1), half)

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
        self._promised.pop(chat, None)
        taken = self.book(chat, group, cost, overall=overall)
        self.begin(taken)
        if not under_way:
            for use in taken:
                use.at = self._clock()
        return taken

    def book(self, chat: str, group: bool, cost: int = 1, *, overall: int | None = None) -> Taken:
        """Keep the chat's own place for a call that waits for the overall limit.

        Either `begin` or `give_back` comes next; ask `chat_in` before.
        """
        self._tidy(self._clock())
        calls = cost if overall is None else overall
        own, of_all = Use(math.inf, max(cost, calls), max(cost - calls, 0)), Use(math.inf, calls)
        window = self._windows.setdefault(chat, self._window(chat, group))
        if cost < calls:
            window.take_paid(own)
        else:
            window.take(own)
        return own, of_all

    def begin(self, taken: Taken) -> None:
        """A booked call goes out now, and counts without end until `ended` is told of it."""
        self._overall.take(taken[1])

    def give_back(self, chat: str, taken: Taken) -> None:
        """A booked call will not be made."""
        if window := self._windows.get(chat):
            window.give_back(taken[0])

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
