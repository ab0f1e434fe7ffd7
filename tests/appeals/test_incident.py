from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appeals.incident import (
    Answer,
    Member,
    Outcome,
    deadline,
    has_it,
    is_number,
    left_out,
    number_of,
)
from appeals.model import Address, Appeal, Client, MessageRef, Scene, Spot, State
from appeals.words import Content

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CHAT = Address("telegram", "501")
APPEAL = Appeal(
    1,
    "2026-000001",
    "consultation",
    CHAT,
    5,
    State.NEW,
    "Квота",
    NOW,
    NOW,
    NOW + timedelta(hours=24),
    MessageRef(CHAT, "17"),
)
CLIENT = Client(5, "telegram", "501", "A1", "Анна")
MEMBER = Member(3, 1, seen=1)
PUBLIC = Spot(Scene.GROUP)


def test_the_deadline_is_the_earliest_of_those_who_wait() -> None:
    later = replace(APPEAL, due_at=NOW + timedelta(hours=30))
    ended = replace(APPEAL, due_at=NOW, state=State.ANSWERED)
    assert deadline([later, APPEAL, ended]) == APPEAL.due_at
    assert deadline([ended]) is None
    assert deadline([]) is None


@pytest.mark.parametrize(
    ("appeal", "client", "why"),
    [
        (APPEAL, CLIENT, None),
        (replace(APPEAL, state=State.ANSWERED), CLIENT, Outcome.ENDED),
        (APPEAL, None, Outcome.BANNED),
        (APPEAL, replace(CLIENT, banned=True), Outcome.BANNED),
        (APPEAL, replace(CLIENT, reachable=False), Outcome.UNREACHABLE),
        (replace(APPEAL, spot=PUBLIC), replace(CLIENT, reachable=False), None),
        (replace(APPEAL, spot=replace(PUBLIC, by_hand=True)), CLIENT, Outcome.BY_HAND),
        (replace(APPEAL, seen=2), CLIENT, Outcome.ADDED),
    ],
)
def test_who_can_not_be_answered_now_is_left_out(
    appeal: Appeal, client: Client | None, why: Outcome | None
) -> None:
    assert left_out(appeal, MEMBER, client) is why


@pytest.mark.parametrize(
    ("outcome", "there"),
    [
        (Outcome.WAITING, True),
        (Outcome.QUEUED, True),
        (Outcome.ANSWERED, True),
        (Outcome.FAILED, False),
        (Outcome.ADDED, False),
        (Outcome.NONE, False),
    ],
)
def test_who_has_an_answer_does_not_get_it_twice(outcome: Outcome, there: bool) -> None:
    answer = Answer(9, 3, Content("Да"), "201", CHAT, "1", NOW)
    assert has_it(replace(MEMBER, answer_id=9, outcome=outcome), answer) is there
    assert not has_it(replace(MEMBER, answer_id=8, outcome=outcome), answer)


def test_numbers_of_incidents_are_told_from_those_of_appeals() -> None:
    assert number_of(2026, 7) == "И-2026-0007"
    assert is_number("И-7")
    assert is_number("и-2026-0007")
    assert not is_number("7")
    assert not is_number("2026-000007")
