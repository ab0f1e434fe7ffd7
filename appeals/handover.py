"""Handing an appeal over: to a person or a department, with the history (SVERD 6.5.2; SOC 17)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from appeals.desk import NotAllowed, Why, becomes, of_staff
from appeals.model import SYSTEM, Actor, Appeal, Change, Employee, Event, Role, What

FREE_TRANSFERS = 2
"""So many transfers need no supervisor; each further one is the head's decision."""

_MAY_ALWAYS = frozenset({Role.HEAD, Role.CONTROLLER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Handover:
    """Where to and why. `executor` is empty when a whole department gets it."""

    executor: str
    department: str
    reason: str


def needs_head(appeal: Appeal, employee: Employee) -> bool:
    """The third transfer is decided by the head, unless the head is the one who orders it."""
    return appeal.transfers >= FREE_TRANSFERS and not employee.may(Role.HEAD)


def hand_over(
    appeal: Appeal, employee: Employee, to: Handover, now: datetime, *, decides: bool = False
) -> Change:
    """The appeal gets another executor or department; its clock goes on.

    `decides`: the employee answers the wish of another, as the head or in the head's place. Raises
    NotAllowed for an ended appeal, for one that a colleague has, and when nothing would change.
    """
    _may(What.HANDED_OVER, appeal, employee, to, decides=decides)
    given = replace(
        appeal,
        executor=to.executor,
        department=to.department,
        transfers=appeal.transfers + 1,
    )
    handed = replace(given, state=becomes(given, What.HANDED_OVER))
    return Change(handed, (_event(What.HANDED_OVER, appeal, of_staff(employee), to, now),))


def ask_head(appeal: Appeal, employee: Employee, to: Handover, now: datetime) -> Change:
    """The wish to hand over goes on record; nothing else changes until the head decides."""
    _may(What.HANDOVER_ASKED, appeal, employee, to)
    return Change(appeal, (_event(What.HANDOVER_ASKED, appeal, of_staff(employee), to, now),))


def refuse(appeal: Appeal, head: Employee, now: datetime) -> Change:
    """The head says no: the appeal stays where it is."""
    becomes(appeal, What.HANDOVER_REFUSED)
    return Change(appeal, (Event(What.HANDOVER_REFUSED, now, of_staff(head)),))


def release(appeal: Appeal, now: datetime, by: Actor = SYSTEM) -> Change:
    """The executor has left: nobody's appeal now, the duty list hears of it.

    Nobody decided to transfer it, so it is not counted as a transfer.
    """
    freed = replace(appeal, executor="")
    freed = replace(freed, state=becomes(freed, What.HANDED_OVER))
    to = Handover("", appeal.department, "")
    return Change(freed, (_event(What.HANDED_OVER, appeal, by, to, now),))


def asked(history: Iterable[Event]) -> tuple[int, Handover | None]:
    """How often the head was asked, and what is still to be decided (None: nothing is)."""
    times, pending = 0, None
    for event in history:
        if event.what is What.HANDOVER_ASKED:
            times += 1
            data = event.data
            pending = Handover(str(data["to"]), str(data["department"]), str(data["reason"]))
        elif event.what in {What.HANDED_OVER, What.HANDOVER_REFUSED}:
            pending = None
    return times, pending


def _may(
    what: What, appeal: Appeal, employee: Employee, to: Handover, *, decides: bool = False
) -> None:
    becomes(appeal, what)
    may = decides or appeal.executor in {"", employee.id} or employee.roles & _MAY_ALWAYS
    if not may:
        raise NotAllowed(Why.TAKEN)
    if (to.executor, to.department) == (appeal.executor, appeal.department):
        raise NotAllowed(Why.THERE_ALREADY)


def _event(what: What, appeal: Appeal, by: Actor, to: Handover, now: datetime) -> Event:
    data: dict[str, str | int] = {
        "from": appeal.executor,
        "to": to.executor,
        "department": to.department,
        "reason": to.reason,
    }
    return Event(what, now, by, data)
