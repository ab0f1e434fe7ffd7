"""Who may promise the client a new time, and until when: the interim answer and the extension.

Neither is an answer on the merits, neither closes anything (APPEALS 30; B12). The verbs themselves
are in `appeals.desk`; their events carry `until` (ISO text) and the `reason` the client was told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from appeals import desk
from appeals.desk import NotAllowed, Why
from appeals.model import Appeal, Change, Employee, Event, Role, What
from appeals.roster import Roster

LONG_WINDOW = timedelta(days=14)
"""From here on a window is one of days (30 days, 15 working days), not of hours."""
LONG_NOTICE = timedelta(days=3)
"""So long before its deadline such an appeal may last be extended (APPEALS 24)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the client was told last: the new time (aware UTC), why, and in which form."""

    what: What
    until: datetime
    reason: str


def interim(
    appeal: Appeal, employee: Employee, until: datetime, reason: str, now: datetime
) -> Change:
    """An honest interim answer: a new clock runs until `until`.

    Raises NotAllowed for an ended appeal, for a colleague's one, and for a time that is not later
    than the present deadline.
    """
    if appeal.is_open and appeal.executor not in {"", employee.id} and not employee.may(Role.HEAD):
        raise NotAllowed(Why.TAKEN)
    if appeal.is_open and until <= appeal.due_at:
        raise NotAllowed(Why.NOT_LATER)
    return desk.interim(appeal, employee, until, reason, now)


def extend(appeal: Appeal, head: Employee, until: datetime, reason: str, now: datetime) -> Change:
    """The head moves the deadline, in time and with a reason (APPEALS 24).

    Whether it is the employee's to decide is asked of `must_lead`. Raises NotAllowed also when it
    is too late for it.
    """
    if appeal.is_open and now > last_moment_to_extend(appeal):
        raise NotAllowed(Why.TOO_LATE_TO_EXTEND)
    return desk.extend(appeal, head, until, reason, now)


def must_lead(appeal: Appeal, employee: Employee, roster: Roster) -> None:
    """The head of the department responsible extends, or who stands in (APPEALS 24).

    Raises NotAllowed for anybody else.
    """
    if not roster.decides(employee.id, appeal.executor, appeal.department):
        raise NotAllowed(Why.HEAD_ONLY)


def last_moment_to_extend(appeal: Appeal) -> datetime:
    """Three days before the deadline of a long window, the deadline itself of a short one."""
    is_long = appeal.due_at - appeal.published_at >= LONG_WINDOW
    return appeal.due_at - LONG_NOTICE if is_long else appeal.due_at


def last_promise(history: Iterable[Event]) -> Promise | None:
    """What the client was told last about a new time, if anything."""
    found = [event for event in history if event.what in {What.INTERIM, What.EXTENDED}]
    if not found:
        return None
    last = found[-1]
    until = datetime.fromisoformat(str(last.data["until"]))
    return Promise(last.what, until, str(last.data["reason"]))
