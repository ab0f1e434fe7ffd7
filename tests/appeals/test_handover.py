"""Handing over keeps the history; the third transfer is the head's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appeals import handover
from appeals.desk import NotAllowed, Why
from appeals.handover import Handover
from appeals.model import Address, Appeal, Employee, MessageRef, Role, State, What

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CHAT = Address("telegram", "101")
MARIA = Employee("201", "Мария", "", frozenset({Role.MODERATOR}))
SERGEI = Employee("202", "Сергей", "", frozenset({Role.MODERATOR}))
HEAD = Employee("203", "Елена", "", frozenset({Role.HEAD}))
TO_SERGEI = Handover("202", "quota", "не мой вопрос")
APPEAL = Appeal(
    1,
    "2026-000001",
    "consultation",
    CHAT,
    1,
    State.TAKEN,
    "Квота",
    NOW,
    NOW,
    NOW + timedelta(hours=24),
    MessageRef(CHAT, "1"),
    "201",
)


def test_a_handover_counts_and_is_on_record() -> None:
    change = handover.hand_over(APPEAL, MARIA, TO_SERGEI, NOW)
    assert (change.appeal.executor, change.appeal.department) == ("202", "quota")
    assert change.appeal.transfers == 1
    (event,) = change.events
    assert dict(event.data) == {
        "from": "201",
        "to": "202",
        "department": "quota",
        "reason": "не мой вопрос",
    }


@pytest.mark.parametrize(("transfers", "needed"), [(0, False), (1, False), (2, True), (7, True)])
def test_two_transfers_need_no_head(transfers: int, needed: bool) -> None:
    appeal = replace(APPEAL, transfers=transfers)
    assert handover.needs_head(appeal, MARIA) == needed
    assert not handover.needs_head(appeal, HEAD)


def test_a_colleagues_appeal_is_the_heads_to_give_away() -> None:
    with pytest.raises(NotAllowed) as refusal:
        handover.hand_over(APPEAL, SERGEI, TO_SERGEI, NOW)
    assert refusal.value.why is Why.TAKEN
    assert handover.hand_over(APPEAL, HEAD, TO_SERGEI, NOW).appeal.executor == "202"


def test_a_department_gets_it_unassigned_and_a_question_to_the_client_stays_open() -> None:
    to = Handover("", "pay", "выплаты")
    assert handover.hand_over(APPEAL, MARIA, to, NOW).appeal.state is State.NEW
    asking = replace(APPEAL, state=State.CLARIFYING)
    assert handover.hand_over(asking, MARIA, to, NOW).appeal.state is State.CLARIFYING


def test_a_release_is_no_transfer() -> None:
    change = handover.release(APPEAL, NOW)
    assert (change.appeal.executor, change.appeal.transfers) == ("", 0)
    assert change.events[0].what is What.HANDED_OVER


def test_what_was_asked_last_is_pending_until_it_is_decided() -> None:
    asked = handover.ask_head(APPEAL, MARIA, TO_SERGEI, NOW)
    assert asked.appeal == APPEAL
    assert handover.asked(asked.events) == (1, TO_SERGEI)
    refused = handover.refuse(APPEAL, HEAD, NOW)
    assert handover.asked((*asked.events, *refused.events)) == (1, None)
    again = (*asked.events, *refused.events, *asked.events)
    assert handover.asked(again) == (2, TO_SERGEI)
    assert handover.asked(()) == (0, None)
