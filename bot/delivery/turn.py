"""One cycle of the delivery: what is seen in its transaction, and what it decides."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.gate import Planned
from bot.delivery.step import Fetch
from bot.house import House
from handlers.office import Office
from storage.outbox import Row
from storage.store import Unit

LONGEST_SLEEP, LIMITED_SLEEP = 30.0, 1.0
"""Seconds until the next look: at the most, and where only a limit is waited for."""


@dataclass(slots=True)
class Plan:
    """What a cycle has decided: calls to make, and in how many seconds to look again."""

    calls: list[Planned] = field(default_factory=list)
    fetches: list[tuple[Row, Fetch]] = field(default_factory=list)
    pause: float = LONGEST_SLEEP

    def soon(self, seconds: float) -> None:
        """Look again in so many seconds at the latest."""
        self.pause = min(self.pause, seconds)

    def within_limits(self, wait: float) -> None:
        """Look again after so long a wait for a limit, or before it is over."""
        self.soon(min(wait, LIMITED_SLEEP))

    def of(self, channel: str) -> list[Planned]:
        """The calls planned until now for this channel."""
        return [one for one in self.calls if one.row.channel == channel]


@dataclass(frozen=True, slots=True)
class Turn:
    """One cycle's transaction: what is seen in it and what it decides.

    So many of the ended calls are `recorded` in it.
    """

    unit: Unit
    house: House
    office: Office
    now: datetime
    plan: Plan
    recorded: int
