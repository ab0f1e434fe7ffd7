"""Staff answer in the place itself: that counts once it is marked and signed for."""

from dataclasses import replace

import pytest

from appeals.model import Fate, Side, State
from handlers.conversation import Person, Redraw, Reply, Say, Withdraw
from tests.handlers.front_desk import (
    ANONYMOUS,
    MARIA,
    NADIA,
    OLGA,
    PETR,
    SERGEI,
    FrontDesk,
    to_topic,
)
from tests.handlers.square import (
    BELOW,
    COMMENTS,
    POST,
    WALL,
    commented,
    community_says,
    in_public,
    posted,
    said,
    square,
)

ANSWER = "Приём по средам с 9 до 12"
CHANNEL_ITSELF = Person("-1007", "Минтруд", anonymous=True)


def pressing(replies: list[Reply]) -> str:
    """The first button in the topic."""
    return next(say.buttons[0][0].data for say in to_topic(replies) if say.buttons)


async def asked(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")


async def test_an_employees_reply_in_the_group_counts_once_it_is_marked(desk: FrontDesk) -> None:
    await asked(desk)
    replies = await said(desk, ANSWER, MARIA, reply_to="11")
    assert in_public(replies) == []
    (shown,) = to_topic(replies)
    assert "прямо там, где был вопрос" in desk.text(shown.lead)
    assert "Мария Иванова" in desk.text(shown.lead)
    assert (await desk.appeal()).state is State.NEW
    assert desk.toast(await desk.presses(pressing(replies))) == "toast-answered"
    assert (await desk.appeal()).state is State.ANSWERED
    (_, stored) = await desk.messages()
    assert (stored.side, stored.author, stored.fate) == (Side.STAFF, MARIA.id, Fate.DELIVERED)


async def test_what_waits_to_be_sent_is_held_back(desk: FrontDesk) -> None:
    await asked(desk)
    await desk.writes("По вторникам", SERGEI)
    replies = await said(desk, ANSWER, MARIA, reply_to="11")
    assert [reply for reply in replies if isinstance(reply, Withdraw)]
    assert (await desk.messages())[1].fate is Fate.HELD


@pytest.mark.parametrize("who", [PETR, Person("205", "Анна Аналитик")])
async def test_a_strangers_reply_is_no_answer(desk: FrontDesk, who: Person) -> None:
    await asked(desk)
    await said(desk, ANSWER, who, reply_to="11")
    appeal = await desk.appeal()
    assert (appeal.spoken, appeal.state, len(await desk.messages())) == (0, State.NEW, 1)


async def test_an_employees_word_to_nobody_is_their_own_talk(desk: FrontDesk) -> None:
    await asked(desk)
    assert await said(desk, ANSWER, MARIA) == []
    assert await said(desk, ANSWER, MARIA, reply_to="999") == []


async def test_the_same_reply_twice_counts_once(desk: FrontDesk) -> None:
    await asked(desk)
    message = desk.message((await desk.appeal()).place, MARIA, ANSWER, private=False, reply_to="11")
    await desk.handle(message)
    assert await desk.handle(message) == []
    assert (await desk.appeal()).spoken == 1


async def test_who_answers_in_a_common_name_is_asked_to_sign(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?")
    replies = await commented(desk, ANSWER, CHANNEL_ITSELF, reply_to="11")
    (question,) = to_topic(replies)
    assert "Кто ответил?" in desk.text(question.lead)
    assert desk.toast(await desk.presses("a:answered:1:1")) == "staff-refused-nothing-sent"
    signed = await desk.presses(pressing(replies), SERGEI)
    assert (await desk.appeal()).speakers == {SERGEI.id}
    assert await desk.history() == ["registered", "staff_wrote"]
    assert desk.toast(await desk.presses(pressing(replies))) == "press-stale"
    ((button,),) = next(reply.buttons for reply in signed if isinstance(reply, Redraw))
    assert desk.toast(await desk.presses(button.data, SERGEI)) == "toast-answered"


async def test_the_groups_anonymous_administrator_is_asked_too(desk: FrontDesk) -> None:
    await asked(desk)
    replies = await said(desk, ANSWER, replace(ANONYMOUS, id="-1005"), reply_to="11")
    assert desk.said(replies) == ["public-who-answered"]
    again = await desk.writes("Ещё раз: по средам")
    assert desk.said(again) == ["staff-colleague-elsewhere"]


@pytest.mark.parametrize("data", ["q:mine:1:0", "q:mine:77:0", "q:mine:2:0"])
async def test_only_a_nameless_answer_can_be_signed(desk: FrontDesk, data: str) -> None:
    await asked(desk)
    await desk.writes("В среду")
    assert desk.toast(await desk.presses(data)) == "press-stale"
    assert await desk.history() == ["registered", "staff_wrote"]


async def test_a_communitys_comment_asks_who_answered(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?", NADIA, WALL, BELOW)
    replies = await community_says(desk, ANSWER, reply_to="11")
    assert "сообщества" in desk.text(to_topic(replies)[0].lead)
    await desk.presses(pressing(replies))
    assert (await desk.appeal()).spoken == 1


async def test_a_communitys_comment_to_nobody_is_its_own_talk(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?", NADIA, WALL, BELOW)
    assert await community_says(desk, ANSWER) == []
    assert await community_says(desk, ANSWER, reply_to="4") == []


async def test_after_the_end_it_changes_nothing(desk: FrontDesk) -> None:
    await asked(desk)
    await desk.presses("a:close:1:1")
    replies = await said(desk, ANSWER, MARIA, reply_to="11")
    (shown,) = to_topic(replies)
    assert shown.buttons == ()
    assert (await desk.appeal()).state is State.CLOSED


async def test_it_is_shown_in_the_topic_of_the_question_it_answers(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?", OLGA)
    await commented(desk, "А где?", PETR)
    replies = await commented(desk, "В кабинете 5", MARIA, reply_to="12")
    assert [say.appeal_id for say in replies if isinstance(say, Say)] == [2]
    assert (await desk.appeal(2)).place == COMMENTS
    assert POST.root == "500"


async def test_what_the_client_has_added_meanwhile_is_not_answered_by_it(desk: FrontDesk) -> None:
    await asked(desk)
    replies = await said(desk, ANSWER, replace(ANONYMOUS, id="-1005"), reply_to="11")
    await said(desk, "И ещё: где?")
    signed = await desk.presses(pressing(replies))
    ((button,),) = next(reply.buttons for reply in signed if isinstance(reply, Redraw))
    assert desk.toast(await desk.presses(button.data)) == "staff-refused-client-added"
