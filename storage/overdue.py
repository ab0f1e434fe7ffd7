"""Which appeals are overdue, for the lists and the counts.

A clock that stands still until the client answers lets no deadline pass. It does so only for what
was not overdue when the question was asked, and then the rung of the deadline itself is not
climbed; see `appeals.sla` and `appeals.escalation`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from appeals.model import State
from storage.tables import appeals, is_state, steps

OVERDUE = "overdue"
"""The key of that rung, as `appeals.escalation` has it."""

IS_OPEN = is_state(appeals.c.status, "open")

WAITS = and_(
    is_state(appeals.c.state, State.CLARIFYING.value),
    ~select(steps.c.key)
    .where(
        steps.c.appeal_id == appeals.c.id,
        steps.c.cycle == appeals.c.cycle,
        steps.c.key == OVERDUE,
    )
    .exists(),
)
"""Its client is asked, and its deadline has not been seen to pass."""


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Open, past its deadline, and its clock is running."""
    return and_(IS_OPEN, appeals.c.due_at < now, ~WAITS)
