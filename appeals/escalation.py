"""Which rungs of an appeal's ladder are due now, and when the next one will be (C2).

`appeals.sla` says when the rungs stand; here is what became of them: climbed ones are left out,
warnings wait for the end of the quiet hours, breaches never wait.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appeals.sla import Deadline, Rung, To

OVERDUE = "overdue"
"""The moment of the deadline itself: nobody is told by it, but the appeal shows it from then on."""

LATE = timedelta(minutes=2)
"""A rung climbed later than this was missed: the program did not run, or the appeal came late."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours by the authority's clock; they may pass midnight. Equal times mean none."""

    begins: time
    ends: time
    zone: ZoneInfo

    def over(self, moment: datetime) -> datetime:
        """When a warning of this moment (aware) may be given: then, or at the hours' end."""
        local = moment.astimezone(self.zone)
        if not self._holds(local.time()):
            return moment
        day = local.date() if local.time() < self.ends else local.date() + _DAY
        return max(moment, datetime.combine(day, self.ends, self.zone).astimezone(UTC))

    def _holds(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def climbable(
    rungs: Iterable[Rung],
    due: Deadline,
    taken: Collection[str],
    quiet: Quiet | None,
    now: datetime,
) -> tuple[Rung, ...]:
    """What is left of a ladder as seen at `now`, in order, at the times when it may be climbed.

    A warning that quiet hours hold back past the deadline is dropped: the breach says it all.
    """
    whole = (*rungs, *_moment_of(due))
    left = (_held_back(rung, due, quiet, now) for rung in whole if rung.key not in taken)
    return tuple(sorted(filter(None, left), key=lambda rung: rung.at))


def ripe(rungs: Iterable[Rung], now: datetime) -> tuple[Rung, ...]:
    """Those to climb now."""
    return tuple(rung for rung in rungs if rung.at <= now)


def next_at(rungs: Iterable[Rung]) -> datetime | None:
    """When the first of them is due; None when nothing is left."""
    return min((rung.at for rung in rungs), default=None)


def is_late(rung: Rung, now: datetime) -> bool:
    """It should have been climbed long before."""
    return now - rung.at > LATE


def _moment_of(due: Deadline) -> tuple[Rung, ...]:
    if due.ended_at is not None or due.paused:
        return ()
    return (Rung(OVERDUE, max(due.due_at, due.since), To.EXECUTOR, breach=True),)


def _held_back(rung: Rung, due: Deadline, quiet: Quiet | None, now: datetime) -> Rung | None:
    if rung.breach or quiet is None:
        return rung
    at = quiet.over(max(rung.at, now))
    if at == max(rung.at, now):
        return rung
    return replace(rung, at=at) if due.paused or at < due.due_at else None
