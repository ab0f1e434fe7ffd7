"""How fast a platform may be written to: overall, in one private chat, in one group.

The default figures are Telegram's: about 30 messages a second in all, one a second in a private
chat with short bursts, 20 a minute in a group with edits, reactions and topics counted.
"""

import time
from collections import deque
from collections.abc import Callable

MANY_CHATS = 1000
NEARLY = 0.75
"""Above this share of a group's limit what can be said by a sign is."""


class Window:
    """At most `limit` units within any `seconds` in a row."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._taken: deque[tuple[float, int]] = deque()

    def ready_at(self, cost: int, now: float) -> float:
        """The first moment at which `cost` more fit; in the past when they fit now."""
        self._forget(now)
        need = min(cost, self._limit)
        room = self._limit - sum(units for _, units in self._taken)
        moment = now
        for taken_at, units in self._taken:
            if room >= need:
                break
            room += units
            moment = taken_at + self._seconds
        return moment

    def share(self, now: float) -> float:
        """How much of the limit is used now; 1 when nothing more fits."""
        self._forget(now)
        return sum(units for _, units in self._taken) / self._limit

    def take(self, cost: int, now: float) -> None:
        """Count `cost` units as used now."""
        self._taken.append((now, cost))

    def idle(self, now: float) -> bool:
        """Nothing taken that still counts."""
        self._forget(now)
        return not self._taken

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0][0] + self._seconds <= now:
            self._taken.popleft()


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
        group_per_minute: int | None = 20,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._overall = Window(per_second, 1)
        self._of_chats = (chat_burst, chat_burst / chat_per_second)
        self._of_groups = (group_per_minute, 60.0) if group_per_minute else self._of_chats
        self._windows: dict[str, Window] = {}
        self._paused: dict[str | None, float] = {}
        self._clock = clock

    def ready_in(self, chat: str, group: bool, cost: int = 1) -> float:
        """Seconds until a call of `cost` units to this chat is allowed; 0 means now."""
        now = self._clock()
        pauses = (self._paused.get(key, now) for key in (None, chat))
        own = self._window(chat, group).ready_at(cost, now)
        return max(now, own, self._overall.ready_at(cost, now), *pauses) - now

    def take(self, chat: str, group: bool, cost: int = 1) -> None:
        """Count a call that goes out now; ask `ready_in` first."""
        now = self._clock()
        self._tidy(now)
        self._overall.take(cost, now)
        self._windows.setdefault(chat, self._window(chat, group)).take(cost, now)

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
