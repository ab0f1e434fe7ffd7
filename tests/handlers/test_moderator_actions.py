from datetime import timedelta

import pytest

from appeals.model import Fate, State
from handlers.conversation import Person, Refusal, Refused, Say, Withdraw, Words
from handlers.moderator_actions import is_verb
from tests.handlers.front_desk import (
    ANONYMOUS,
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


async def fails(desk: FrontDesk, refusal: Refusal = Refusal.BLOCKED) -> list[Say]:
    """The latest words of staff could not be delivered; what is said of it in the topic."""
    message = (await desk.messages())[-1]
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(message.id, Fate.FAILED)
    return to_topic(await desk.refused(message.id, Refused(refusal)))


def test_nothing_but_known_actions_can_be_asked_for() -> None:
    assert is_verb("take")
    assert not is_verb("more")


async def test_a_colleague_can_take_what_somebody_who_left_has_taken(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", SERGEI)
    async with asked.store.begin() as unit:
        await unit.staff.leave(SERGEI.id, asked.now)
    assert asked.toast(await asked.presses("a:take:1:1", MARIA)) == "toast-take"
    assert (await asked.appeal()).executor == MARIA.id


async def test_after_reopening_the_executor_need_not_take_it_again(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1")
    await asked.presses("a:close:1:1")
    await asked.presses("a:reopen:1:1")
    assert asked.toast(await asked.presses("a:take:1:1")) == "staff-refused-yours"
    assert asked.toast(await asked.presses("a:take:1:1", SERGEI)) == "staff-refused-taken"
    assert (await asked.appeal()).state is State.TAKEN


async def test_undo_after_reopening_changes_nothing(asked: FrontDesk) -> None:
    await asked.presses("a:close:1:1")
    await asked.presses("a:reopen:1:1")
    assert asked.toast(await asked.presses("a:undo:1:1")) == "staff-refused-still-open"


async def test_reopening_within_the_time_for_undoing_withdraws_the_notice(asked: FrontDesk) -> None:
    (notice,) = to_client(await asked.presses("a:close:1:1"))
    replies = await asked.presses("a:reopen:1:1")
    assert [reply.key for reply in replies if isinstance(reply, Withdraw)] == [notice.key]


async def test_the_notice_of_a_closing_leaves_only_when_no_undo_can_come_any_more(
    asked: FrontDesk,
) -> None:
    """The queue's clock is read a little before the closing's: a margin keeps them apart."""
    (notice,) = to_client(await asked.presses("a:close:1:1"))
    assert notice.wait > asked.desk.undo


async def test_what_the_client_took_back_is_not_for_staff_to_undo(asked: FrontDesk) -> None:
    """The client was told at once, so «the client was not told» would be untrue."""
    await asked.presses("c:cancel:1:0", OLGA)
    assert asked.toast(await asked.presses("a:undo:1:1")) == "staff-refused-too-late"
    assert (await asked.appeal()).state is State.CLOSED


async def test_an_answer_that_fails_after_answered_was_pressed_opens_the_appeal_again(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    (question,) = to_client(await asked.presses("a:answered:1:1"))
    message = (await asked.messages())[-1]
    async with asked.store.begin() as unit:
        await unit.messages.set_fate(message.id, Fate.FAILED)
    replies = await asked.refused(message.id, Refused(Refusal.TOO_LARGE))
    assert (await asked.appeal()).is_open
    assert (await asked.history())[-1] == "reopened"
    assert Withdraw(question.key) in replies
    assert "снова открыто" in asked.text(to_topic(replies)[0].lead)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-not-delivered"
    await asked.presses(f"r:retry:{message.id}:0")
    assert asked.toast(await asked.presses("a:answered:1:1")) == "toast-answered"


async def test_an_addition_that_fails_leaves_an_answered_appeal_as_it_is(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    await asked.writes("Забыла добавить")
    held = (await asked.messages())[-1]
    await asked.presses(f"h:send:{held.id}:0", MARIA)
    (told,) = await fails(asked)
    assert "Срок ответа идёт" not in asked.text(told.lead)
    assert (await asked.appeal()).state is State.ANSWERED


async def test_a_failure_says_that_the_clock_runs_while_it_does(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    (told,) = await fails(asked)
    assert "Срок ответа идёт" in asked.text(told.lead)


async def test_somebody_elses_unconfirmed_words_do_not_keep_an_appeal_open(
    asked: FrontDesk,
) -> None:
    await asked.presses("a:take:1:1", MARIA)
    await asked.writes("Квота 2 %", MARIA)
    await asked.writes("А я думаю, 3 %", SERGEI)
    assert asked.toast(await asked.presses("a:answered:1:1", MARIA)) == "toast-answered"


@pytest.mark.parametrize("who", [MARIA, ANONYMOUS])
async def test_ones_own_unconfirmed_words_do(asked: FrontDesk, who: Person) -> None:
    await asked.presses("a:take:1:1", SERGEI)
    await asked.writes("Квота 2 %", SERGEI)
    await asked.writes("И ещё", who)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-not-delivered"


async def test_answered_waits_for_words_that_have_stood_in_the_queue_for_minutes(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    answer = (await asked.messages())[-1]
    asked.now += timedelta(minutes=2, seconds=1)
    refused = await asked.presses("a:answered:1:1")
    assert asked.toast(refused) == "staff-refused-not-sent"
    assert "ещё не отправлен" in asked.text(Words("staff-refused-not-sent"))
    assert not to_client(refused)
    assert (await asked.appeal()).is_open
    async with asked.store.begin() as unit:
        await unit.messages.set_fate(answer.id, Fate.DELIVERED)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "toast-answered"


async def test_answered_is_not_held_up_by_words_that_are_about_to_leave(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    asked.now += timedelta(minutes=2)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "toast-answered"


async def test_words_that_were_held_count_from_their_release(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", SERGEI)
    await asked.writes("Квота 2 %", MARIA)
    asked.now += timedelta(hours=1)
    held = (await asked.messages())[-1]
    await asked.presses(f"h:send:{held.id}:0", MARIA)
    asked.now += timedelta(minutes=1)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "toast-answered"


async def test_a_strangers_words_hide_no_failure(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await fails(asked)
    await asked.writes("Я тут мимо", GUEST)
    assert asked.toast(await asked.presses("a:answered:1:1")) == "staff-refused-not-delivered"
