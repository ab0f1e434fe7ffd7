"""Calls that are decided on wait here for a place in their platform's second.

Deciding takes a transaction. A place that gets free would stay empty until the next one, so some
calls are decided on a little ahead: they begin at the very moment at which the limits let them.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.delivery.step import Step
from bot.limits import Limits, Taken
from storage.outbox import Row

AHEAD = 0.25
"""Seconds: no call is decided on that would have to wait longer than this."""
TOO_LONG = 1.0
"""Seconds: who has to pause as long as this gives its place back to the outbox."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A call that may begin; its row is marked, and its place in its own chat is kept."""

    row: Row
    step: Step
    chat: str
    taken: Taken

    @property
    def units(self) -> int:
        """Of the overall limit."""
        return self.taken[1].units


class Gate:
    """One channel's planned calls. The most urgent goes first, however late it was planned.

    `begin` starts a call and returns at once, `give_back` is told of a call that was never made.
    """

    def __init__(
        self,
        limits: Limits,
        begin: Callable[[Planned], None],
        give_back: Callable[[Planned], None],
    ) -> None:
        self._limits, self._begin, self._give_back = limits, begin, give_back
        self._waiting: list[Planned] = []
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Planned]:
        return iter(self._waiting)

    def put(self, planned: Planned) -> None:
        """Let it wait; `open` comes next."""
        self._waiting.append(planned)
        self._waiting.sort(key=lambda one: (one.row.priority, one.row.id))

    def open(self) -> None:
        """Begin what may begin now, and look again when the next place gets free.

        To be called too when a call has ended: until then nobody knew when its place gets free.
        """
        self.turn_away(lambda one: self._limits.paused_in(one.chat) >= TOO_LONG)
        soonest = TOO_LONG
        for planned in tuple(self._waiting):
            paused = self._limits.paused_in(planned.chat)
            wait = max(paused, self._limits.planned_in(planned.units))
            if wait <= 0:
                self._waiting.remove(planned)
                self._limits.begin(planned.taken)
                self._begin(planned)
                continue
            soonest = min(soonest, wait)
            if not paused:
                break  # the next place is for this one: nobody less urgent may take it
        self._look_again(soonest)

    def turn_away(self, unwanted: Callable[[Planned], bool]) -> None:
        """Back to the outbox with those: they were not begun, and won't be for now."""
        for planned in tuple(self._waiting):
            if unwanted(planned):
                self._waiting.remove(planned)
                self._limits.give_back(planned.chat, planned.taken)
                self._give_back(planned)

    def close(self) -> None:
        """Nothing more begins; who waits is given back."""
        self.turn_away(lambda _: True)
        self._look_again(0)

    def _look_again(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_later(seconds, self.open)
