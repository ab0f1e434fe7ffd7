"""An appeal's clock: its deadline, cycle and next step as a fold of its history (C1).

Nothing is patched in place: whatever may move the clock is passed through `timed` before it is
saved, and a changed policy or calendar is taken in by folding again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from appeals import escalation, sla
from appeals.calendar import Unfit
from appeals.model import SYSTEM, Appeal, Change, Event, State, What
from appeals.sla import Deadline, Rung
from handlers.office import Desk, Office


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an appeal's clock stands: its deadline, and the rungs not yet climbed, in order."""

    due: Deadline
    rungs: tuple[Rung, ...]


async def timed(change: Change, office: Office) -> Change:
    """The change with the deadline, cycle and next step that follow from its events."""
    now_stands = await standing(change, office)
    return replace(change, appeal=as_it_stands(change.appeal, now_stands))


async def standing(change: Change, office: Office) -> Standing:
    """Fold the appeal's history, with the events that are about to be added to it."""
    appeal = change.appeal
    before = await office.appeals.history(appeal.id) if appeal.id else ()
    due = folded(appeal, (*before, *change.events), office.desk)
    taken: Collection[str] = ()
    if appeal.id:
        taken = await office.steps.taken(appeal.id, due.cycle, office.now)
    return _stands(appeal, due, taken, office)


async def standings(appeals: Sequence[Appeal], office: Office) -> list[tuple[Appeal, Standing]]:
    """The same for some hundreds of stored appeals, in two queries for all of them."""
    ids = [appeal.id for appeal in appeals]
    histories = await office.appeals.histories(ids)
    taken = await office.steps.taken_of(ids, office.now)
    dues = [(one, folded(one, histories[one.id], office.desk)) for one in appeals]
    return [
        (one, _stands(one, due, taken.get((one.id, due.cycle), frozenset()), office))
        for one, due in dues
    ]


def _stands(appeal: Appeal, due: Deadline, taken: Collection[str], office: Office) -> Standing:
    desk = office.desk
    ladder = sla.ladder(due, desk.policy(appeal.kind), desk.calendar)
    return Standing(due, escalation.climbable(ladder, due, taken, desk.quiet, office.now))


def folded(appeal: Appeal, events: Sequence[Event], desk: Desk) -> Deadline:
    """The deadline that a history leads to; where none can be computed, the one on record."""
    marks = sla.marks(events, appeal.published_at)
    try:
        return sla.deadline(marks, desk.policy(appeal.kind), desk.calendar)
    except (Unfit, ValueError):
        # An appeal must not lose its date because the settings no longer know its kind.
        began = appeal.published_at
        return Deadline(appeal.due_at, began, began, appeal.cycle, ended_at=appeal.ended_at)


def unsettled(appeal: Appeal, desk: Desk) -> int | None:
    """The year without a decreed calendar on which the date may rest, by the appeal alone."""
    began = appeal.published_at
    due = Deadline(appeal.due_at, began, began)
    return sla.provisional_year(due, desk.policy(appeal.kind), desk.calendar)


async def provisional(appeal: Appeal, office: Office) -> int | None:
    """The same by the appeal's history: a date that a person named rests on no calendar."""
    desk = office.desk
    if not appeal.is_open or unsettled(appeal, desk) is None:
        return None
    due = folded(appeal, await office.appeals.history(appeal.id), desk)
    return sla.provisional_year(due, desk.policy(appeal.kind), desk.calendar)


async def runs(appeal: Appeal, office: Office) -> bool:
    """It is open, and its clock does not stand still until the client answers."""
    if appeal.state is not State.CLARIFYING:
        return appeal.is_open
    return not folded(appeal, await office.appeals.history(appeal.id), office.desk).paused


def as_it_stands(appeal: Appeal, now_stands: Standing) -> Appeal:
    """The appeal with what its clock says."""
    return replace(
        appeal,
        due_at=now_stands.due.due_at,
        cycle=now_stands.due.cycle,
        next_step_at=escalation.next_at(now_stands.rungs) if appeal.is_open else None,
    )


def recomputed(before: Appeal, after: Appeal, now: datetime) -> tuple[Event, ...]:
    """A line for the history where a changed policy or calendar has moved the date."""
    if before.due_at == after.due_at:
        return ()
    dates = {"before": before.due_at.isoformat(), "after": after.due_at.isoformat()}
    return (Event(What.RECOMPUTED, now, SYSTEM, dates),)
