from datetime import UTC, datetime, timedelta

import pytest

from appeals.model import State
from appeals.register import Entry, Totals, Verdict, late_by, verdict

DUE = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRST_DUE = DUE - timedelta(hours=1)
"""When a deadline was missed before a later one was set."""


def entry(
    state: State, ended_at: datetime | None = None, missed_at: datetime | None = None
) -> Entry:
    """An appeal received a day before it is due."""
    return Entry(
        appeal_id=1,
        number="2026-000001",
        kind="consultation",
        channel="telegram",
        client_code="К-1",
        client_name="Анна",
        subject="Квота",
        received_at=DUE - timedelta(days=1),
        due_at=DUE,
        state=state,
        ended_at=ended_at,
        missed_at=missed_at,
    )


@pytest.mark.parametrize(
    ("given", "now", "expected", "minutes"),
    [
        (entry(State.ANSWERED, DUE), DUE + MINUTE, Verdict.IN_TIME, 0),
        (entry(State.ANSWERED, DUE + MINUTE), DUE + 5 * MINUTE, Verdict.LATE, 1),
        (entry(State.TAKEN), DUE, Verdict.RUNNING, 0),
        (entry(State.CLARIFYING), DUE + 3 * MINUTE, Verdict.OVERDUE, 3),
        (entry(State.CLOSED, DUE + MINUTE), DUE + 5 * MINUTE, Verdict.CLOSED, 0),
        (entry(State.ANSWERED, DUE, FIRST_DUE), DUE + MINUTE, Verdict.LATE, 60),
        (entry(State.ANSWERED, DUE + MINUTE, FIRST_DUE), DUE + MINUTE, Verdict.LATE, 61),
        (entry(State.TAKEN, None, FIRST_DUE), DUE - MINUTE, Verdict.PUT_OFF, 59),
        (entry(State.TAKEN, None, FIRST_DUE), DUE + MINUTE, Verdict.OVERDUE, 61),
        (entry(State.CLOSED, DUE, FIRST_DUE), DUE + MINUTE, Verdict.CLOSED, 0),
    ],
)
def test_what_became_of_the_deadline(
    given: Entry, now: datetime, expected: Verdict, minutes: int
) -> None:
    assert verdict(given, now) is expected
    assert late_by(given, now) == minutes * MINUTE


def test_only_an_answered_appeal_has_the_time_of_its_answer() -> None:
    assert entry(State.ANSWERED, DUE).answered_at == DUE
    assert entry(State.CLOSED, DUE).answered_at is None
    assert entry(State.NEW).answered_at is None


def test_shares_are_of_those_that_had_to_be_answered() -> None:
    totals = Totals(DUE + MINUTE)
    totals.add([entry(State.ANSWERED, DUE), entry(State.NEW)])
    totals.add([entry(State.ANSWERED, DUE), entry(State.ANSWERED, DUE), entry(State.CLOSED, DUE)])
    assert (totals.all, totals.needed) == (5, 4)
    assert totals.share(Verdict.IN_TIME) == 0.75
    assert totals.share(Verdict.OVERDUE) == 0.25


def test_an_empty_register_has_no_shares() -> None:
    assert Totals(DUE).share(Verdict.LATE) == 0.0
