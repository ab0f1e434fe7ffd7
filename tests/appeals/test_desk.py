from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals import desk
from appeals.desk import NotAllowed, Why
from appeals.model import (
    Actor,
    ActorKind,
    Address,
    Appeal,
    Change,
    Client,
    Employee,
    MessageRef,
    Reason,
    Role,
    Scene,
    Spot,
    State,
    What,
)

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = timedelta(hours=24)
UNDO = timedelta(seconds=10)
PLACE = Address("telegram", "101")
CLIENT = Client(1, "telegram", "101", "К-AAAA", "Ольга")
MARIA = Employee("201", "Мария Иванова", roles=frozenset({Role.MODERATOR}))
SERGEI = Employee("202", "Сергей Орлов", roles=frozenset({Role.MODERATOR}))


def registered(published_at: datetime = NOW) -> Change:
    return desk.register(
        number="2026-000001",
        kind="consultation",
        place=PLACE,
        client=CLIENT,
        question=MessageRef(PLACE, "5"),
        subject="Квота",
        published_at=published_at,
        answer_within=DAY,
        now=NOW,
    )


def fresh() -> Appeal:
    return registered().appeal


def reported(**more: Any) -> Change:
    return desk.register(
        number="2026-000002",
        kind="problem",
        place=PLACE,
        client=CLIENT,
        question=MessageRef(PLACE, "6"),
        subject="Яма",
        published_at=NOW,
        answer_within=timedelta(hours=2),
        now=NOW,
        **more,
    )


def test_a_report_of_a_problem_belongs_to_its_department_from_the_beginning() -> None:
    """A6: the category is on record with the registration."""
    change = reported(department="roads", category="roads")
    assert change.appeal.department == "roads"
    assert change.events[0].data["category"] == "roads"
    assert "category" not in registered().events[0].data


def test_what_an_employee_registers_for_somebody_is_that_employees_deed() -> None:
    """A10."""
    by = desk.of_staff(MARIA)
    assert reported(by=by).events[0].by == by
    assert reported().events[0].by == desk.of_client(CLIENT)


def test_words_written_past_the_moderator_chat_count_and_say_where() -> None:
    change = desk.speak(fresh(), Employee("vk:77", "Ирина"), 9, NOW, where="vk")
    assert change.appeal.spoken == 1
    assert change.events[0].data == {"message": 9, "where": "vk", "name": "Ирина"}


def test_the_clock_runs_from_the_messages_own_date_not_from_its_receipt() -> None:
    published = NOW - timedelta(hours=5)
    change = registered(published)
    assert change.appeal.due_at == published + DAY
    assert change.appeal.registered_at == NOW


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(days=900_000)])
def test_a_message_dated_in_the_future_gets_no_longer_than_one_received_now(
    ahead: timedelta,
) -> None:
    """A wrong clock somewhere may neither stretch the deadline nor keep the words out."""
    appeal = registered(NOW + ahead).appeal
    assert (appeal.published_at, appeal.due_at) == (NOW, NOW + DAY)


def test_an_answer_that_never_arrived_opens_the_appeal_again_with_its_deadline() -> None:
    spoken = desk.speak(desk.take(fresh(), MARIA, NOW).appeal, MARIA, 7, NOW).appeal
    answered = desk.answer(spoken, MARIA, 1, NOW).appeal
    again = desk.unanswer(answered, NOW)
    assert (again.appeal.state, again.appeal.due_at) == (State.TAKEN, NOW + DAY)
    assert again.appeal.spoken == 1, "the same words can be sent again"
    assert [event.what for event in again.events] == [What.REOPENED]
    with pytest.raises(NotAllowed):
        desk.unanswer(again.appeal, NOW)


def test_registration_is_the_first_line_of_the_history() -> None:
    (event,) = registered().events
    assert event.what is What.REGISTERED
    assert event.by == Actor(ActorKind.CLIENT, "1")


def test_who_takes_an_appeal_becomes_its_executor() -> None:
    taken = desk.take(fresh(), MARIA, NOW).appeal
    assert (taken.state, taken.executor) == (State.TAKEN, "201")


def test_an_appeal_is_taken_once() -> None:
    taken = desk.take(fresh(), MARIA, NOW).appeal
    with pytest.raises(NotAllowed) as second:
        desk.take(taken, SERGEI, NOW)
    with pytest.raises(NotAllowed) as again:
        desk.take(taken, MARIA, NOW)
    assert (second.value.why, again.value.why) == (Why.TAKEN, Why.YOURS)


def test_a_colleagues_first_words_in_a_taken_appeal_need_confirming() -> None:
    taken = desk.take(fresh(), MARIA, NOW).appeal
    assert not desk.needs_confirming(taken, MARIA)
    assert desk.needs_confirming(taken, SERGEI)
    spoken = desk.speak(taken, SERGEI, 7, NOW).appeal
    assert not desk.needs_confirming(spoken, SERGEI)


def test_nobodys_appeal_may_be_answered_by_anybody_at_once() -> None:
    assert not desk.needs_confirming(fresh(), SERGEI)


def test_words_to_the_client_stop_no_clock() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    assert spoken.is_open


def test_an_appeal_without_an_answer_cannot_be_marked_answered() -> None:
    with pytest.raises(NotAllowed) as refusal:
        desk.answer(fresh(), MARIA, seen=1, now=NOW)
    assert refusal.value.why is Why.NOTHING_SENT


def test_a_clarifying_question_is_no_answer() -> None:
    asked = desk.clarify(fresh(), MARIA, 7, NOW).appeal
    assert asked.state is State.CLARIFYING
    with pytest.raises(NotAllowed) as refusal:
        desk.answer(asked, MARIA, seen=1, now=NOW)
    assert refusal.value.why is Why.NOTHING_SENT


def test_the_clients_reply_ends_the_clarification() -> None:
    asked = desk.clarify(fresh(), MARIA, 7, NOW).appeal
    assert desk.join(asked, CLIENT, 8, NOW, counts=True).appeal.state is State.NEW
    taken = desk.clarify(desk.take(fresh(), MARIA, NOW).appeal, MARIA, 7, NOW).appeal
    assert desk.join(taken, CLIENT, 8, NOW, counts=True).appeal.state is State.TAKEN


def test_answered_is_refused_when_the_client_has_added_something_unseen() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    added = desk.join(spoken, CLIENT, 8, NOW, counts=True).appeal
    with pytest.raises(NotAllowed) as refusal:
        desk.answer(added, MARIA, seen=spoken.seen, now=NOW)
    assert refusal.value.why is Why.CLIENT_ADDED
    assert desk.answer(added, MARIA, seen=added.seen, now=NOW).appeal.state is State.ANSWERED


def test_thanks_while_the_appeal_is_open_do_not_stop_the_answer() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    thanked = desk.join(spoken, CLIENT, 8, NOW, counts=False).appeal
    assert desk.answer(thanked, MARIA, seen=spoken.seen, now=NOW).appeal.state is State.ANSWERED


def test_who_answers_an_appeal_that_nobody_took_is_its_executor() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    answered = desk.answer(spoken, MARIA, seen=1, now=NOW).appeal
    assert (answered.executor, answered.ended_at) == ("201", NOW)


def test_a_closing_can_be_undone_for_ten_seconds_and_no_longer() -> None:
    taken = desk.take(fresh(), MARIA, NOW).appeal
    change = desk.close(taken, desk.of_staff(MARIA), Reason.SPAM, NOW)
    closing = change.events[-1]
    just = NOW + UNDO - timedelta(milliseconds=1)
    assert desk.undo(change.appeal, closing, desk.of_staff(MARIA), just, UNDO).appeal == taken
    with pytest.raises(NotAllowed) as refusal:
        desk.undo(change.appeal, closing, desk.of_staff(MARIA), NOW + UNDO, UNDO)
    assert refusal.value.why is Why.TOO_LATE


def test_undo_of_nothing_changes_nothing() -> None:
    with pytest.raises(NotAllowed):
        desk.undo(fresh(), None, desk.of_staff(MARIA), NOW, UNDO)


def test_a_reopened_appeal_needs_a_new_answer_and_gets_no_new_time() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    answered = desk.answer(spoken, MARIA, seen=1, now=NOW).appeal
    again = desk.reopen(answered, desk.of_client(CLIENT), NOW + DAY).appeal
    assert (again.state, again.spoken, again.due_at) == (State.TAKEN, 0, answered.due_at)
    with pytest.raises(NotAllowed):
        desk.answer(again, MARIA, seen=again.seen, now=NOW)


def test_an_ended_appeal_takes_no_verb_but_reopening() -> None:
    ended = desk.close(fresh(), desk.of_client(CLIENT), Reason.CANCELLED, NOW).appeal
    for verb in ("take", "join", "clarify", "answer", "close"):
        with pytest.raises(NotAllowed) as refusal:
            VERBS[verb](ended)
        assert refusal.value.why is Why.ENDED
    assert desk.reopen(ended, desk.of_staff(MARIA), NOW).appeal.is_open


def test_an_open_appeal_cannot_be_reopened() -> None:
    with pytest.raises(NotAllowed):
        desk.reopen(fresh(), desk.of_staff(MARIA), NOW)


def test_an_edit_after_the_answer_is_recorded_and_opens_nothing() -> None:
    spoken = desk.speak(fresh(), MARIA, 7, NOW).appeal
    answered = desk.answer(spoken, MARIA, seen=1, now=NOW).appeal
    change = desk.correct(answered, CLIENT, 5, NOW)
    assert change.appeal == answered
    assert change.events[0].what is What.CLIENT_EDITED


VERBS: dict[str, Callable[[Appeal], Change]] = {
    "take": lambda appeal: desk.take(appeal, MARIA, NOW),
    "speak": lambda appeal: desk.speak(appeal, SERGEI, 1, NOW),
    "clarify": lambda appeal: desk.clarify(appeal, MARIA, 1, NOW),
    "answer": lambda appeal: desk.answer(appeal, MARIA, appeal.seen, NOW),
    "close": lambda appeal: desk.close(appeal, desk.of_staff(MARIA), Reason.CLOSED, NOW),
    "reopen": lambda appeal: desk.reopen(appeal, desk.of_client(CLIENT), NOW),
    "join": lambda appeal: desk.join(appeal, CLIENT, 1, NOW, counts=True),
    "edit": lambda appeal: desk.correct(appeal, CLIENT, 1, NOW),
}


@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=12))
def test_whatever_happens_the_deadline_stays_and_every_change_is_recorded(
    verbs: list[str],
) -> None:
    appeal = fresh()
    for verb in verbs:
        try:
            change = VERBS[verb](appeal)
        except NotAllowed:
            continue
        assert change.events
        assert change.appeal.due_at == appeal.due_at
        assert (change.appeal.ended_at is None) == change.appeal.is_open
        appeal = change.appeal


def test_of_two_that_become_one_the_words_and_the_speakers_are_kept() -> None:
    one = replace(fresh(), id=1, seen=2, spoken=1, speakers=frozenset({"202"}))
    other = replace(fresh(), id=2, seen=3)
    gone, kept = desk.merge(one, other, desk.of_staff(MARIA), NOW)
    assert (gone.appeal.state, gone.appeal.reason) == (State.CLOSED, Reason.MERGED)
    assert (kept.appeal.seen, kept.appeal.spoken, kept.appeal.is_open) == (5, 1, True)
    assert [change.events[0].what for change in (gone, kept)] == [What.MERGED, What.TOOK_IN]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"id": 1}, {"id": 1}, Why.ITSELF),
        ({"id": 1}, {"id": 2, "client_id": 9}, Why.OTHER_CLIENT),
        ({"id": 1}, {"id": 2, "spot": Spot(Scene.GROUP)}, Why.NOT_BEFORE_ALL),
        ({"id": 1}, {"id": 2, "state": State.ANSWERED}, Why.INTO_ENDED),
        ({"id": 1, "state": State.CLOSED}, {"id": 2}, Why.ENDED),
    ],
)
def test_what_does_not_belong_together_stays_apart(
    one: dict[str, Any], other: dict[str, Any], why: Why
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        desk.merge(replace(fresh(), **one), replace(fresh(), **other), desk.of_staff(MARIA), NOW)
    assert refusal.value.why is why


def test_what_was_merged_is_neither_undone_nor_reopened() -> None:
    merged = replace(fresh(), state=State.CLOSED, reason=Reason.MERGED, ended_at=NOW)
    with pytest.raises(NotAllowed) as reopened:
        desk.reopen(merged, desk.of_staff(MARIA), NOW)
    with pytest.raises(NotAllowed) as undone:
        desk.undo(merged, None, desk.of_staff(MARIA), NOW, UNDO)
    assert {reopened.value.why, undone.value.why} == {Why.MERGED}
