"""The one table of an appeal's states: what may happen in which of them, and where it leads.

`appeals.desk` and `appeals.handover` ask it whenever a state may change; docs/states.md is drawn
from it. What is not in the table changes no state and may be put on record at any time: a note, a
delivery, the cause of a breach.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from appeals.model import State, What

FIRST = State.NEW
"""Every appeal begins here, on receipt."""

ALL = tuple(State)
OPEN = tuple(state for state in State if state.is_open)
ENDED = tuple(state for state in State if not state.is_open)


class Leads(StrEnum):
    """Where a transition leads when the appeal itself decides it."""

    NOWHERE = "nowhere"
    TO_WORK = "to_work"
    BACK = "back"


Rule = tuple[tuple[State, What], State | Leads]


def _rules() -> Iterator[Rule]:
    yield from _when([State.NEW], State.TAKEN, What.TAKEN)
    yield from _when([State.TAKEN, State.CLARIFYING], Leads.NOWHERE, What.TAKEN)
    yield from _when(OPEN, State.CLARIFYING, What.CLARIFY_ASKED)
    yield from _when([State.NEW, State.TAKEN], Leads.NOWHERE, What.CLIENT_WROTE)
    yield from _when([State.CLARIFYING], Leads.TO_WORK, What.CLIENT_WROTE)
    yield from _when([State.NEW, State.TAKEN], Leads.TO_WORK, What.HANDED_OVER)
    yield from _when([State.CLARIFYING], Leads.NOWHERE, What.HANDED_OVER)
    yield from _when(OPEN, State.ANSWERED, What.ANSWERED)
    yield from _when(OPEN, State.CLOSED, What.CLOSED, What.MERGED)
    yield from _when([State.CLOSED], Leads.BACK, What.UNDONE)
    yield from _when(ENDED, Leads.TO_WORK, What.REOPENED)
    yield from _when(OPEN, Leads.NOWHERE, What.INTERIM, What.EXTENDED)
    yield from _when(OPEN, Leads.NOWHERE, What.TOOK_IN)
    yield from _when(OPEN, Leads.NOWHERE, What.HANDOVER_ASKED, What.HANDOVER_REFUSED)
    yield from _when(OPEN, Leads.NOWHERE, What.WARNED, What.ESCALATED, What.RECOMPUTED)
    yield from _when(ALL, Leads.NOWHERE, What.STAFF_WROTE, What.CLIENT_EDITED)


def _when(states: Iterable[State], to: State | Leads, *events: What) -> Iterator[Rule]:
    for state in states:
        for what in events:
            yield (state, what), to


TABLE: Mapping[tuple[State, What], State | Leads] = dict(_rules())


def becomes(
    state: State, what: What, *, executor: str = "", before: State | None = None
) -> State | None:
    """The state after an event; None when it may not happen in this state.

    `executor`: who has the appeal after the event, empty for nobody. `before`: the state in which
    an appeal was closed, to which undoing leads back.
    """
    match TABLE.get((state, what)):
        case Leads.NOWHERE:
            return state
        case Leads.TO_WORK:
            return State.TAKEN if executor else State.NEW
        case Leads.BACK:
            return before if before in OPEN else None
        case to:
            return to


def outcomes(state: State, what: What) -> tuple[State, ...]:
    """Every state to which the event can lead from this one."""
    match TABLE.get((state, what)):
        case None:
            return ()
        case Leads.NOWHERE:
            return (state,)
        case Leads.TO_WORK:
            return (State.NEW, State.TAKEN)
        case Leads.BACK:
            return OPEN
        case to:
            return (to,)
