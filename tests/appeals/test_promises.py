"""Who may promise a new time, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appeals import promises
from appeals.desk import NotAllowed, Why
from appeals.model import Address, Appeal, Employee, MessageRef, Role, State, What
from appeals.roster import Absence, Roster

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
CHAT = Address("telegram", "101")
MARIA = Employee("201", "Мария", "", frozenset({Role.MODERATOR}))
SERGEI = Employee("202", "Сергей", "", frozenset({Role.MODERATOR}))
HEAD = Employee("203", "Елена", "", frozenset({Role.HEAD}))


def appeal(window: timedelta = DAY, **changes: object) -> Appeal:
    made = Appeal(
        1, "2026-000001", "consultation", CHAT, 1, State.TAKEN, "Квота", NOW, NOW, NOW + window,
        MessageRef(CHAT, "1"), "201",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace


def why(verb: object, of: Appeal, who: Employee, until: datetime, now: datetime = NOW) -> Why:
    with pytest.raises(NotAllowed) as refusal:
        verb(of, who, until, "причина", now)  # type: ignore[operator]  # one of the two verbs
    return refusal.value.why


def test_the_executor_or_the_head_promises_a_later_time() -> None:
    for who in (MARIA, HEAD):
        change = promises.interim(appeal(), who, NOW + 2 * DAY, "причина", NOW)
        assert change.appeal.due_at == NOW + 2 * DAY
        assert change.events[0].what is What.INTERIM
        promise = promises.last_promise(change.events)
        assert promise == promises.Promise(What.INTERIM, NOW + 2 * DAY, "причина")
    assert why(promises.interim, appeal(), SERGEI, NOW + 2 * DAY) is Why.TAKEN
    assert why(promises.interim, appeal(), MARIA, NOW + DAY) is Why.NOT_LATER


def test_only_a_head_extends_or_who_stands_in() -> None:
    here = Roster((MARIA, SERGEI, HEAD))
    for who in (MARIA, SERGEI):
        with pytest.raises(NotAllowed) as refusal:
            promises.must_lead(appeal(), who, here)
        assert refusal.value.why is Why.HEAD_ONLY
    promises.must_lead(appeal(), HEAD, here)
    promises.must_lead(
        appeal(), SERGEI, replace(here, absences=(Absence("203", NOW, None, "202"),))
    )


def test_an_extension_is_on_record() -> None:
    change = promises.extend(appeal(), HEAD, NOW + 2 * DAY, "причина", NOW)
    assert change.events[0].what is What.EXTENDED


def test_a_window_of_hours_is_extended_until_its_deadline() -> None:
    at_the_end = NOW + DAY
    promises.extend(appeal(), HEAD, NOW + 2 * DAY, "причина", at_the_end)
    late = at_the_end + timedelta(seconds=1)
    assert why(promises.extend, appeal(), HEAD, NOW + 2 * DAY, late) is Why.TOO_LATE_TO_EXTEND


def test_a_window_of_thirty_days_is_extended_three_days_before_at_the_latest() -> None:
    month = appeal(30 * DAY)
    promises.extend(month, HEAD, NOW + 40 * DAY, "причина", NOW + 27 * DAY)
    late = NOW + 27 * DAY + timedelta(seconds=1)
    assert why(promises.extend, month, HEAD, NOW + 40 * DAY, late) is Why.TOO_LATE_TO_EXTEND


def test_what_has_ended_is_promised_nothing() -> None:
    ended = appeal(state=State.ANSWERED, ended_at=NOW)
    assert why(promises.interim, ended, SERGEI, NOW + 2 * DAY) is Why.ENDED
    assert why(promises.extend, ended, HEAD, NOW + 2 * DAY) is Why.ENDED


def test_nobody_was_promised_anything_at_first() -> None:
    assert promises.last_promise(()) is None
