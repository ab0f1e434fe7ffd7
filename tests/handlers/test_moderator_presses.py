from datetime import timedelta

import pytest

from appeals.model import Fate, State
from handlers.conversation import Redraw, Refresh, Refusal, Refused, Retry, Say, Withdraw
from tests.handlers.front_desk import (
    GUEST,
    MARIA,
    OLGA,
    SERGEI,
    FrontDesk,
    to_client,
    to_topic,
)


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked, nobody has taken it."""
    await desk.asks("Какая квота?")
    return desk


async def test_take_makes_the_presser_the_executor_and_tells_the_client_who(
    asked: FrontDesk,
) -> None:
    replies = await asked.presses("a:take:1:1")
    (notice,) = to_client(replies)
    assert "Мария Иванова, ведущий специалист" in asked.text(notice.lead)
    assert any(isinstance(reply, Refresh) for reply in replies)
    assert (await asked.appeal()).executor == "201"


async def test_the_second_of_two_who_press_take_is_told_who_was_first(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    late = await asked.presses("a:take:1:1", SERGEI)
    assert asked.toast(late) == "staff-refused-taken"
    assert (await asked.appeal()).executor == "201"


async def test_answered_before_any_answer_is_refused(asked: FrontDesk) -> None:
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-nothing-sent"
    assert (await asked.appeal()).is_open


async def test_answered_ends_the_appeal_and_asks_the_client_whether_it_is_solved(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    replies = await asked.presses("a:answered:1:1")
    (question,) = to_client(replies)
    assert [button.data for row in question.buttons for button in row] == [
        "c:solved:1:0",
        "c:unsolved:1:0",
    ]
    assert (await asked.appeal()).state is State.ANSWERED


async def test_answered_fails_when_the_client_has_just_added_something(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.asks("и ещё вопрос: а штраф?")
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-client-added"
    assert (await asked.appeal()).is_open
    await asked.presses("a:answered:1:2")
    assert not (await asked.appeal()).is_open


async def test_answered_fails_when_the_client_has_just_changed_the_question(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    await asked.edits("Какая квота в 2027 году?", 11)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-client-added"


@pytest.mark.parametrize("verb", ["close", "not-a-question"])
async def test_closing_fails_when_the_client_has_just_added_something(
    asked: FrontDesk, verb: str
) -> None:
    await asked.asks("и ещё вопрос: а штраф?")
    assert asked.toast(await asked.presses(f"a:{verb}:1:1")) == "staff-refused-client-added"
    assert (await asked.appeal()).is_open
    await asked.presses(f"a:{verb}:1:2")
    assert not (await asked.appeal()).is_open


@pytest.mark.parametrize("verb", ["spam", "ban"])
async def test_who_writes_on_and_on_cannot_hold_up_a_ban(asked: FrontDesk, verb: str) -> None:
    await asked.asks("купите слона")
    await asked.presses(f"a:{verb}:1:1")
    assert not (await asked.appeal()).is_open


async def test_answered_fails_while_the_answer_has_not_arrived(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    answer = (await asked.messages())[-1]
    async with asked.store.begin() as unit:
        await unit.messages.set_fate(answer.id, Fate.FAILED)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-not-delivered"


async def test_a_double_tap_on_answered_is_harmless(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    again = await asked.presses("a:answered:1:1")
    assert asked.toast(again) == "toast-answered"
    assert not to_client(again)
    assert (await asked.history()).count("answered") == 1
    assert asked.toast(await asked.presses("a:take:1:1")) == "staff-refused-ended"


async def test_clarify_asks_the_client_and_the_clock_goes_on(asked: FrontDesk) -> None:
    due = (await asked.appeal()).due_at
    assert asked.said(await asked.presses("a:clarify:1:1")) == ["staff-write-clarification"]
    (question,) = to_client(await asked.writes("Сколько у вас сотрудников?"))
    assert question.lead
    assert question.lead.key == "client-clarify"
    appeal = await asked.appeal()
    assert (appeal.state, appeal.due_at) == (State.CLARIFYING, due)


async def test_a_colleagues_appeal_cannot_be_clarified_over_their_head(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    assert asked.toast(await asked.presses("a:clarify:1:1", SERGEI)) == "staff-refused-taken"


async def test_more_turns_the_card_to_the_rarer_actions_and_back(asked: FrontDesk) -> None:
    (more,) = [r for r in await asked.presses("a:more:1:1") if isinstance(r, Redraw)]
    verbs = [button.data.split(":")[1] for row in more.buttons for button in row]
    assert verbs == ["not-a-question", "spam", "ban", "close", "back"]
    (back,) = [r for r in await asked.presses("a:back:1:1") if isinstance(r, Redraw)]
    verbs = [button.data.split(":")[1] for row in back.buttons for button in row]
    assert verbs == ["take", "answered", "clarify", "more"]


@pytest.mark.parametrize(
    ("verb", "notice"),
    [
        ("not-a-question", "client-not-a-question"),
        ("ban", "client-banned"),
        ("close", "client-closed"),
    ],
)
async def test_the_client_learns_of_a_closing_only_when_undoing_is_over(
    asked: FrontDesk, verb: str, notice: str
) -> None:
    replies = await asked.presses(f"a:{verb}:1:1")
    (say,) = to_client(replies)
    assert (say.lead.key if say.lead else "", say.wait) == (notice, timedelta(seconds=11))
    undone = await asked.presses("a:undo:1:1")
    assert [r.key for r in undone if isinstance(r, Withdraw)] == [say.key]
    assert (await asked.appeal()).state is State.NEW


async def test_spam_is_closed_without_a_word_to_the_sender(asked: FrontDesk) -> None:
    assert not to_client(await asked.presses("a:spam:1:1"))
    assert (await asked.appeal()).state is State.CLOSED


async def test_after_ten_seconds_undo_is_too_late_and_reopening_is_not(asked: FrontDesk) -> None:
    await asked.presses("a:close:1:1")
    asked.now += timedelta(seconds=10)
    assert asked.toast(await asked.presses("a:undo:1:1")) == "staff-refused-too-late"
    await asked.presses("a:reopen:1:1")
    assert (await asked.appeal()).is_open


async def test_undoing_a_ban_lets_the_client_write_again(asked: FrontDesk) -> None:
    await asked.presses("a:ban:1:1")
    await asked.presses("a:undo:1:1")
    assert "client-banned" not in asked.said(await asked.asks("Я не спамер"))


@pytest.mark.parametrize("data", ["a:take:1:1", "a:answered:1:1", "a:ban:1:1", "h:send:1:0"])
async def test_roles_are_checked_on_every_action(asked: FrontDesk, data: str) -> None:
    analyst = type(MARIA)("205", "Анна Аналитик")
    for who in (GUEST, analyst):
        assert asked.toast(await asked.presses(data, who)) == "staff-no-role"
    assert (await asked.appeal()).state is State.NEW


@pytest.mark.parametrize(
    "data",
    [
        "",
        "a",
        "a:take",
        "a:take:999:1",
        "a:fly:1:1",
        "a:take:-1:1",
        "a:take:1:1:1",
        "x:1:1:1",
        "a:take:" + "9" * 40 + ":1",
        "h:send:999:0",
        "h:fly:1:0",
        "r:retry:1:0",
        "a:take:١:1",
    ],
)
async def test_forged_and_stale_presses_change_nothing(asked: FrontDesk, data: str) -> None:
    replies = await asked.presses(data)
    assert asked.toast(replies) == "press-stale"
    assert len(replies) == 1


async def test_a_client_cannot_press_moderators_buttons(asked: FrontDesk) -> None:
    assert asked.toast(await asked.presses("a:take:1:1", OLGA)) == "press-stale"
    assert (await asked.appeal()).state is State.NEW


async def test_an_undelivered_answer_is_told_in_words_with_a_button_to_try_again(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    answer = (await asked.messages())[-1]
    async with asked.store.begin() as unit:
        await unit.messages.set_fate(answer.id, Fate.FAILED)
    (told,) = to_topic(await asked.refused(answer.id, Refused(Refusal.BLOCKED, "Forbidden")))
    assert "заблокировал бота" in asked.text(told.lead)
    assert told.reply_to == answer.ref.id
    again = await asked.presses(told.buttons[0][0].data)
    assert Retry(answer.id) in again
    assert not any(isinstance(reply, Say) for reply in again)
    assert asked.toast(await asked.presses(told.buttons[0][0].data)) == "press-stale"
