"""What keeps the deadlines: steps taken, notices to be told, the timetable, marks, switches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from appeals.model import Actor


@dataclass(frozen=True, slots=True)
class Climbed:
    """A rung that an appeal has climbed in a cycle; `late` as in `Notice`."""

    appeal_id: int
    cycle: int
    key: str
    late: bool


class Steps(Protocol):
    """Which rungs of the ladder have been climbed: each once for an appeal and cycle.

    What was climbed after `now`, by a clock that was ahead, is not climbed yet.
    """

    async def taken(self, appeal_id: int, cycle: int, now: datetime) -> frozenset[str]:
        """Keys of the rungs climbed in this cycle by `now`."""

    async def take(self, appeal_id: int, cycle: int, key: str, at: datetime, late: bool) -> bool:
        """Climb a rung; False when it was climbed by then."""

    async def taken_of(
        self, ids: Sequence[int], now: datetime
    ) -> Mapping[tuple[int, int], frozenset[str]]:
        """The same of these appeals (some hundreds at most), by id and cycle."""

    async def take_all(self, climbed: Sequence[Climbed], at: datetime) -> None:
        """Climb rungs that nobody has climbed; the appeals are held. Raises when one was."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an employee is to be told of an appeal; `recipient` is an employee's id.

    With no employee left who could hear of it `recipient` is empty: the moderator chat itself is
    told. `late`: it was due at a time when the program did not run.
    """

    id: int
    recipient: str
    appeal_id: int
    step: str
    late: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that is about to be remembered; see `Notice`."""

    recipient: str
    appeal_id: int
    step: str
    late: bool


class Notices(Protocol):
    """What employees are to be told, gathered so that each of them gets one message."""

    async def add(
        self, recipient: str, appeal_id: int, step: str, late: bool, at: datetime
    ) -> None:
        """Remember what is to be said."""

    async def add_all(self, told: Sequence[Told], at: datetime) -> None:
        """Remember all of these."""

    async def gather(self, limit: int) -> Mapping[str, Sequence[Notice]]:
        """All that is not yet said to at most `limit` recipients, oldest first."""

    async def said(self, ids: Sequence[int], at: datetime) -> None:
        """These need not be said again."""

    async def of(self, recipient: str, said_at: datetime) -> Sequence[Notice]:
        """What was said to the recipient at this moment, oldest first."""

    async def unsaid(self, recipient: str, said_at: datetime) -> None:
        """What was said to the recipient at this moment did not arrive: gather it once more."""


class Occurrences(Protocol):
    """When each regular job runs next, and the record that it ran."""

    async def next_at(self, name: str) -> datetime | None:
        """The next time; None for a job that was never planned."""

    async def set(self, name: str, next_at: datetime) -> None:
        """Plan the next time."""

    async def done(self, name: str, due_at: datetime, at: datetime) -> bool:
        """Record that the job due then ran; False when it had run before."""


class Marks(Protocol):
    """Single facts that outlive the process, by name."""

    async def get(self, name: str) -> str:
        """The fact; empty before anybody noted it."""

    async def set(self, name: str, value: str) -> None:
        """Note the fact, replacing the one before."""


@dataclass(frozen=True, slots=True)
class Switching:
    """That somebody switched something: the employee's id in `by`, aware UTC in `at`."""

    name: str
    value: str
    by: str
    at: datetime


class Switches(Protocol):
    """What the controller switched on or off for the whole installation."""

    async def get(self, name: str) -> str:
        """The present value; empty when it was never switched."""

    async def set(self, name: str, value: str, by: Actor, at: datetime) -> None:
        """Switch it, with who and when on record."""

    async def history(self, limit: int) -> Sequence[Switching]:
        """What was switched last, newest first."""
