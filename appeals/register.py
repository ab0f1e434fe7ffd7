"""The register of appeals: one entry per appeal, and what became of its deadline (APPEALS 24, 29).

Pure: the storage fills the entries, a file or a message shows them. All times are aware UTC.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from appeals.escalation import OVERDUE
from appeals.model import Scene, State

MISSED_STEP = OVERDUE
"""The step of the ladder that stands on record once a deadline has passed unanswered."""


class Which(StrEnum):
    """Which appeals are asked for.

    ALL and OPEN by the day of receipt; DUE: open ones whose deadline lies before the end; MISSED:
    overdue now, or since the beginning answered too late or put off after its deadline (APPEALS 24,
    preventive and final).
    """

    ALL = "all"
    OPEN = "open"
    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Question:
    """What the register is asked; `since` counts in, `until` does not, None is no limit.

    `now` decides what is overdue. `department` is an id, empty for all of them; what belongs to
    none yet belongs to each.
    """

    now: datetime
    which: Which = Which.ALL
    since: datetime | None = None
    until: datetime | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One appeal as the register shows it.

    `executor` and `department` are ids, `executor_name` is kept for those who left.
    `first_reply_at` is when staff first wrote to the client; `cause` is the code of why the
    deadline was missed, `cause_text` the controller's words about it. `missed_at` is when it was
    first noticed that a deadline had passed unanswered which a later one has replaced since.
    `scene` tells before whom it was asked. `waits`: its client was asked something before the
    deadline, and its clock stands still. `incident` is the number of the one it was gathered into.
    """

    appeal_id: int
    number: str
    kind: str
    channel: str
    client_code: str
    client_name: str
    subject: str
    received_at: datetime
    due_at: datetime
    state: State
    scene: str = Scene.PRIVATE.value
    reason: str = ""
    executor: str = ""
    executor_name: str = ""
    department: str = ""
    cycle: int = 1
    transfers: int = 0
    first_reply_at: datetime | None = None
    ended_at: datetime | None = None
    cause: str = ""
    cause_text: str = ""
    missed_at: datetime | None = None
    waits: bool = False
    incident: str = ""

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered on the merits; None while open and when closed otherwise."""
        return self.ended_at if self.state is State.ANSWERED else None


class Verdict(StrEnum):
    """How it stands with the deadline."""

    IN_TIME = "in_time"
    LATE = "late"
    RUNNING = "running"
    PUT_OFF = "put_off"
    OVERDUE = "overdue"
    CLOSED = "closed"


NEEDED_AN_ANSWER = (
    Verdict.IN_TIME,
    Verdict.LATE,
    Verdict.RUNNING,
    Verdict.PUT_OFF,
    Verdict.OVERDUE,
)
NOT_IN_TIME = frozenset({Verdict.LATE, Verdict.PUT_OFF, Verdict.OVERDUE})
"""What was neither answered nor put off in time counts as not fulfilled (APPEALS 24)."""


def verdict(entry: Entry, now: datetime) -> Verdict:
    """In time is an answer at the deadline itself or before; what is not answered by then is not.

    An interim answer or an extension gives a new deadline; one that comes after the old one was
    missed makes nothing good again. Closed without an answer (no question, spam, withdrawn by the
    client) counts neither way.
    """
    if entry.state is State.CLOSED:
        return Verdict.CLOSED
    in_time = (entry.ended_at or now) <= entry.due_at
    if entry.state.is_open:
        if now > entry.due_at and not entry.waits:
            return Verdict.OVERDUE
        return Verdict.RUNNING if entry.missed_at is None else Verdict.PUT_OFF
    return Verdict.IN_TIME if in_time and entry.missed_at is None else Verdict.LATE


def late_by(entry: Entry, now: datetime) -> timedelta:
    """By how much the first deadline that was missed is or was; zero when none was."""
    if verdict(entry, now) not in NOT_IN_TIME:
        return timedelta(0)
    return (entry.ended_at or now) - min(entry.missed_at or entry.due_at, entry.due_at)


@dataclass(slots=True)
class Totals:
    """Counts entries as they pass by, so that a register of any length takes no memory."""

    now: datetime
    counts: Counter[Verdict] = field(default_factory=Counter)

    def add(self, entries: Iterable[Entry]) -> None:
        """Count these too."""
        self.counts.update(verdict(entry, self.now) for entry in entries)

    @property
    def all(self) -> int:
        """How many there were."""
        return self.counts.total()

    @property
    def needed(self) -> int:
        """How many had to be answered: all but those closed without an answer."""
        return sum(self.counts[one] for one in NEEDED_AN_ANSWER)

    def share(self, of: Verdict) -> float:
        """Which part of those that had to be answered, 0 to 1; 0 when there were none."""
        return self.counts[of] / self.needed if self.needed else 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the front desk stands at a moment."""

    open: int
    overdue: int
    next_due: datetime | None
