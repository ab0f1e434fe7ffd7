"""What is overdue, and what only waits for its client."""

from datetime import timedelta

from appeals.escalation import OVERDUE
from appeals.model import State
from appeals.register import Question, Verdict, Which, verdict
from storage.store import Unit
from tests.storage.given import NOW, an_appeal

HOUR = timedelta(hours=1)
ASKED = State.CLARIFYING


async def missed(unit: Unit) -> list[int]:
    question = Question(NOW, Which.MISSED)
    return [entry.appeal_id for entry in await unit.register.page(question, 0, 9)]


async def test_who_was_asked_before_the_deadline_waits_and_is_not_overdue(unit: Unit) -> None:
    await an_appeal(unit, due_at=NOW - HOUR, state=ASKED)
    assert await unit.appeals.overdue(NOW, 9) == []
    assert (await unit.register.standing(NOW)).overdue == 0
    assert await missed(unit) == []
    (entry,) = await unit.register.page(Question(NOW), 0, 9)
    assert verdict(entry, NOW) is Verdict.RUNNING


async def test_who_was_asked_too_late_is_overdue_all_the_same(unit: Unit) -> None:
    appeal = await an_appeal(unit, due_at=NOW - HOUR, state=ASKED)
    await unit.steps.take(appeal.id, appeal.cycle, OVERDUE, NOW - HOUR, late=False)
    assert [one.id for one in await unit.appeals.overdue(NOW, 9)] == [appeal.id]
    assert (await unit.register.standing(NOW)).overdue == 1
    assert await missed(unit) == [appeal.id]
    (entry,) = await unit.register.page(Question(NOW), 0, 9)
    assert verdict(entry, NOW) is Verdict.OVERDUE


async def test_what_passed_in_an_earlier_cycle_says_nothing_of_this_one(unit: Unit) -> None:
    appeal = await an_appeal(unit, due_at=NOW - HOUR, state=ASKED, cycle=2)
    await unit.steps.take(appeal.id, 1, OVERDUE, NOW - HOUR, late=False)
    assert await unit.appeals.count_overdue(NOW) == 0
