"""Incidents, their members and what became of an answer for each of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.incident import Answer, Outcome
from appeals.model import Address, State
from appeals.words import Content, Mark, Style
from storage.store import Unit
from tests.storage.given import CHAT, NOW, a_client, a_message, an_appeal

HOME = Address("telegram", "-1001", "7")
BOLD = Content("Исправлено", (Mark(Style.BOLD, 0, 5),))


async def an_incident(unit: Unit, members: int = 2) -> tuple[int, list[int]]:
    """An incident's row id and its appeals'."""
    number = await unit.incidents.next_number(2026)
    one = await unit.incidents.add(number, "Квота", "201", NOW)
    ids = []
    for n in range(members):
        client = await a_client(unit, str(600 + n))
        appeal = await an_appeal(unit, client_id=client)
        await unit.incidents.join(one.id, appeal.id, appeal.seen)
        ids.append(appeal.id)
    return one.id, ids


def a_draft(incident_id: int) -> Answer:
    return Answer(0, incident_id, BOLD, "201", HOME, "15", NOW)


async def test_numbers_are_counted_anew_each_year(unit: Unit) -> None:
    found = [await unit.incidents.next_number(year) for year in (2026, 2026, 2027)]
    assert found == ["И-2026-0001", "И-2026-0002", "И-2027-0001"]


@pytest.mark.parametrize("word", ["И-2026-0001", "и-1", "1", "2026-1", "И-0001"])
async def test_a_number_may_be_shortened(unit: Unit, word: str) -> None:
    incident_id, _ = await an_incident(unit)
    found = await unit.incidents.numbered(word)
    assert found is not None
    assert found.id == incident_id


@pytest.mark.parametrize("word", ["И-2", "", "И-", "чего", "И-2025-0001", "1%"])
async def test_what_is_no_number_finds_nothing(unit: Unit, word: str) -> None:
    await an_incident(unit)
    assert await unit.incidents.numbered(word) is None


async def test_an_appeal_is_in_one_incident_only(unit: Unit) -> None:
    incident_id, (first, second) = await an_incident(unit)
    other, _ = await an_incident(unit, 0)
    assert not await unit.incidents.join(other, first, 1)
    found = await unit.incidents.of_many([first, second, 99])
    assert {key: one.id for key, one in found.items()} == dict.fromkeys(
        (first, second), incident_id
    )
    assert await unit.incidents.leave(first)
    assert not await unit.incidents.leave(first)
    assert await unit.incidents.join(other, first, 1)
    now_in = await unit.incidents.of(first)
    assert now_in is not None
    assert now_in.id == other


async def test_every_change_of_members_or_answer_changes_the_version(unit: Unit) -> None:
    incident_id, (first, _) = await an_incident(unit)

    async def version() -> int:
        one = await unit.incidents.get(incident_id)
        assert one is not None
        return one.version

    before = await version()
    await unit.incidents.leave(first)
    assert await version() == before + 1
    await unit.incidents.prepare(a_draft(incident_id), {})
    assert await version() == before + 2
    await unit.incidents.lead(incident_id, "202")
    assert await version() == before + 2


async def test_an_answer_comes_back_as_it_was_prepared(unit: Unit) -> None:
    incident_id, (first, second) = await an_incident(unit)
    prepared = await unit.incidents.prepare(a_draft(incident_id), {first: 3})
    assert prepared == replace(a_draft(incident_id), id=prepared.id)
    assert await unit.incidents.answer(prepared.id) == prepared
    assert await unit.incidents.sent_answer(incident_id) is None
    assert [m.seen for m in await unit.incidents.members(incident_id)] == [3, 1]
    assert second


async def test_an_answer_is_discarded_unless_it_was_sent(unit: Unit) -> None:
    incident_id, (first, _) = await an_incident(unit)
    dropped = await unit.incidents.prepare(a_draft(incident_id), {})
    await unit.incidents.discard(dropped.id)
    assert await unit.incidents.answer(dropped.id) is None
    prepared = await unit.incidents.prepare(a_draft(incident_id), {})
    assert prepared.id != dropped.id
    chosen = replace(prepared, by="202", sent_at=NOW)
    await unit.incidents.choose(chosen, [first])
    await unit.incidents.discard(prepared.id)
    assert await unit.incidents.answer(prepared.id) == chosen


async def test_chosen_members_wait_and_each_is_dealt_with_once(unit: Unit) -> None:
    incident_id, (first, second) = await an_incident(unit)
    prepared = await unit.incidents.prepare(a_draft(incident_id), {})
    chosen = replace(prepared, by="202", sent_at=NOW)
    await unit.incidents.choose(chosen, [first, second])
    assert await unit.incidents.sent_answer(incident_id) == chosen
    assert [m.appeal_id for m in await unit.incidents.waiting(10)] == [first, second]
    assert await unit.incidents.under_way(prepared.id)
    message = await a_message(unit, "80", "Исправлено")
    await unit.incidents.settle(first, Outcome.QUEUED, message.id)
    assert [m.appeal_id for m in await unit.incidents.waiting(10)] == [second]
    await unit.incidents.settle(first, Outcome.ANSWERED)
    await unit.incidents.settle(second, Outcome.ADDED)
    assert not await unit.incidents.under_way(prepared.id)
    found = await unit.incidents.outcomes(prepared.id)
    assert found == {Outcome.ANSWERED: [first], Outcome.ADDED: [second]}
    member = await unit.incidents.member(first)
    assert member is not None
    assert member.message_id == message.id


async def test_only_incidents_with_an_open_member_are_open(unit: Unit) -> None:
    incident_id, _ = await an_incident(unit)
    await an_incident(unit, 0)
    ended = await an_appeal(unit, state=State.CLOSED)
    empty = await unit.incidents.add("И-2026-0009", "Прошло", "201", NOW)
    await unit.incidents.join(empty.id, ended.id, 1)
    assert [one.id for one in await unit.incidents.open(10)] == [incident_id]


async def test_a_hint_is_kept_and_replaced(unit: Unit) -> None:
    _, (first, second) = await an_incident(unit)
    assert await unit.incidents.hint(second) is None
    await unit.incidents.set_hint(second, first)
    await unit.incidents.set_hint(second, second)
    assert await unit.incidents.hint(second) == second


async def test_questions_are_read_in_order_with_their_words(unit: Unit) -> None:
    asked = await an_appeal(unit)
    await a_message(unit, "17", "Какая квота?", appeal_id=asked.id)
    assert asked.question.at == CHAT
    found = await unit.incidents.questions_after(0, NOW - timedelta(days=1), 10)
    assert found == [(asked.id, "Какая квота?", NOW)]
    assert await unit.incidents.questions_after(asked.id, NOW - timedelta(days=1), 10) == []
    assert await unit.incidents.questions_after(0, NOW + timedelta(days=1), 10) == []
