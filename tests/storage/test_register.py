from datetime import datetime, timedelta

import pytest

from appeals.model import Actor, ActorKind, Employee, Event, Reason, Role, State, What
from appeals.register import MISSED_STEP, Question, Standing, Which
from storage.store import Unit
from tests.storage.given import NOW, a_client, an_appeal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARIA = Employee("201", "Мария Иванова", "", frozenset({Role.MODERATOR}), "quota")
BY_MARIA = Actor(ActorKind.STAFF, "201")


async def numbers(unit: Unit, question: Question) -> list[str]:
    """The numbers of what is found, shortened."""
    return [entry.number[-1] for entry in await unit.register.page(question, 0, 100)]


async def test_an_entry_tells_the_whole_story_of_an_appeal(unit: Unit) -> None:
    await unit.staff.seed([MARIA])
    appeal = await an_appeal(
        unit,
        state=State.ANSWERED,
        executor="201",
        department="quota",
        cycle=2,
        transfers=1,
        ended_at=NOW + 3 * HOUR,
    )
    for what, hours, data in (
        (What.STAFF_WROTE, 1, {}),
        (What.STAFF_WROTE, 2, {}),
        (What.CAUSE, 3, {"cause": "absence", "text": "болезнь"}),
    ):
        await unit.appeals.record(appeal.id, Event(what, NOW + hours * HOUR, BY_MARIA, data))
    (entry,) = await unit.register.page(Question(NOW), 0, 100)
    client = await unit.clients.get(appeal.client_id)
    assert client
    assert (entry.appeal_id, entry.number) == (appeal.id, "2026-000001")
    assert (entry.client_code, entry.client_name) == (client.code, "Анна")
    assert (entry.executor, entry.executor_name) == ("201", "Мария Иванова")
    assert (entry.department, entry.cycle, entry.transfers) == ("quota", 2, 1)
    assert (entry.received_at, entry.due_at) == (NOW, NOW + DAY)
    assert entry.first_reply_at == NOW + HOUR
    assert entry.answered_at == NOW + 3 * HOUR
    assert (entry.cause, entry.cause_text) == ("absence", "болезнь")


async def test_an_entry_names_the_incident_it_was_gathered_into(unit: Unit) -> None:
    gathered, _alone = await an_appeal(unit), await an_appeal(unit)
    one = await unit.incidents.add("И-2026-0001", "Отчёт не сохраняется", "201", NOW)
    await unit.incidents.join(one.id, gathered.id, gathered.seen)
    found = await unit.register.page(Question(NOW), 0, 100)
    assert [entry.incident for entry in found] == ["И-2026-0001", ""]


async def test_an_employee_who_left_is_still_named(unit: Unit) -> None:
    await unit.staff.seed([MARIA])
    await unit.staff.leave("201", NOW)
    await an_appeal(unit, executor="201")
    await an_appeal(unit, executor="999")
    found = await unit.register.page(Question(NOW), 0, 100)
    assert [entry.executor_name for entry in found] == ["Мария Иванова", "999"]


async def test_a_period_counts_its_first_moment_but_not_its_end(unit: Unit) -> None:
    for days in (0, 1, 2):
        await an_appeal(unit, published_at=NOW + days * DAY)
    assert await numbers(unit, Question(NOW, since=NOW, until=NOW + DAY)) == ["1"]
    assert await numbers(unit, Question(NOW, since=NOW + DAY)) == ["2", "3"]


async def test_open_ones_only(unit: Unit) -> None:
    await an_appeal(unit)
    await an_appeal(unit, state=State.CLOSED, reason=Reason.SPAM, ended_at=NOW)
    assert await numbers(unit, Question(NOW, Which.OPEN)) == ["1"]


async def test_what_falls_due_before_the_end_of_the_week(unit: Unit) -> None:
    await an_appeal(unit, due_at=NOW + 6 * DAY)
    await an_appeal(unit, due_at=NOW + 7 * DAY)
    await an_appeal(unit, due_at=NOW + DAY, state=State.ANSWERED, ended_at=NOW)
    assert await numbers(unit, Question(NOW, Which.DUE, until=NOW + 7 * DAY)) == ["1"]


async def test_what_was_missed_is_overdue_now_or_was_answered_late_this_week(unit: Unit) -> None:
    answered = State.ANSWERED
    await an_appeal(unit, due_at=NOW - 30 * DAY)
    await an_appeal(unit, due_at=NOW - DAY, state=answered, ended_at=NOW - HOUR)
    await an_appeal(unit, due_at=NOW - 10 * DAY, state=answered, ended_at=NOW - 9 * DAY)
    await an_appeal(unit, due_at=NOW - DAY, state=answered, ended_at=NOW - DAY)
    await an_appeal(unit, due_at=NOW - DAY, state=State.CLOSED, ended_at=NOW)
    await an_appeal(unit, due_at=NOW + HOUR)
    assert await numbers(unit, Question(NOW, Which.MISSED, since=NOW - 7 * DAY)) == ["1", "2"]


async def missed(unit: Unit, cycle: int, at: datetime, **fields: object) -> None:
    """An appeal, now in its second cycle, whose deadline passed in one of its cycles."""
    appeal = await an_appeal(unit, **({"cycle": 2, "due_at": NOW + DAY} | fields))
    await unit.steps.take(appeal.id, cycle, MISSED_STEP, at, late=False)


async def test_a_new_deadline_does_not_make_a_missed_one_good(unit: Unit) -> None:
    answered = {"state": State.ANSWERED, "ended_at": NOW - HOUR}
    await missed(unit, 1, NOW - DAY)
    await missed(unit, 1, NOW - DAY, **answered)
    await missed(unit, 1, NOW - 30 * DAY)
    await missed(unit, 1, NOW - 30 * DAY, **answered | {"ended_at": NOW - 9 * DAY})
    await missed(unit, 1, NOW - DAY, state=State.CLOSED, ended_at=NOW)
    await missed(unit, 2, NOW - DAY, **answered)
    await an_appeal(unit, cycle=2, due_at=NOW + DAY)
    assert await numbers(unit, Question(NOW, Which.MISSED, since=NOW - 7 * DAY)) == ["1", "2"]
    assert await numbers(unit, Question(NOW, Which.MISSED)) == ["1", "2", "3", "4"]
    found = await unit.register.page(Question(NOW), 0, 100)
    month = NOW - 30 * DAY
    expected = [NOW - DAY, NOW - DAY, month, month, NOW - DAY, None, None]
    assert [entry.missed_at for entry in found] == expected


async def test_the_first_of_several_missed_deadlines_counts(unit: Unit) -> None:
    appeal = await an_appeal(unit, cycle=3)
    for cycle in (2, 1):
        await unit.steps.take(appeal.id, cycle, MISSED_STEP, NOW + cycle * HOUR, late=False)
        await unit.steps.take(appeal.id, cycle, "warn:1h", NOW, late=False)
    (entry,) = await unit.register.page(Question(NOW), 0, 100)
    assert entry.missed_at == NOW + HOUR


async def test_one_department_with_what_belongs_to_none_yet(unit: Unit) -> None:
    await unit.staff.seed([MARIA])
    await an_appeal(unit, department="quota")
    await an_appeal(unit, department="labour", executor="201")
    await an_appeal(unit, executor="201")
    await an_appeal(unit, executor="999")
    found = await unit.register.page(Question(NOW), 0, 9)
    assert [entry.department for entry in found] == ["quota", "labour", "quota", ""]
    assert await numbers(unit, Question(NOW, department="quota")) == ["1", "3", "4"]


async def test_pages_follow_one_another_without_gaps(unit: Unit) -> None:
    client = await a_client(unit)
    for _ in range(7):
        await an_appeal(unit, client_id=client)
    after, seen = 0, []
    while page := await unit.register.page(Question(NOW), after, 3):
        seen += [entry.number for entry in page]
        after = page[-1].appeal_id
    assert seen == [f"2026-{number:06}" for number in range(1, 8)]


async def test_the_most_urgent_come_first(unit: Unit) -> None:
    for hours in (3, 1, 2):
        await an_appeal(unit, due_at=NOW + hours * HOUR)
    found = await unit.register.urgent(Question(NOW, Which.OPEN), 2)
    assert [entry.number[-1] for entry in found] == ["2", "3"]


async def test_how_the_desk_stands(unit: Unit) -> None:
    assert await unit.register.standing(NOW) == Standing(0, 0, None)
    for hours in (-2, 3, 1):
        await an_appeal(unit, due_at=NOW + hours * HOUR)
    await an_appeal(unit, due_at=NOW - HOUR, state=State.ANSWERED, ended_at=NOW)
    assert await unit.register.standing(NOW) == Standing(3, 1, NOW + HOUR)


@pytest.mark.parametrize("data", [{}, {"cause": "", "text": ""}])
async def test_a_cause_without_words_is_empty(unit: Unit, data: dict[str, str]) -> None:
    appeal = await an_appeal(unit)
    await unit.appeals.record(appeal.id, Event(What.CAUSE, NOW, BY_MARIA, data))
    (entry,) = await unit.register.page(Question(NOW), 0, 1)
    assert (entry.cause, entry.cause_text) == ("", "")
