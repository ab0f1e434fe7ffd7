"""One prepared answer: shown back first, sent to each in their own place, told of once."""

from datetime import timedelta

import pytest

from appeals.incident import Outcome
from appeals.model import Address, Scene, Spot, State
from handlers.conversation import (
    Button,
    Priority,
    Redraw,
    Refresh,
    Refusal,
    Refused,
    Reply,
    Retry,
    Say,
)
from tests.handlers.front_desk import GUEST, MARIA, NADIA, OLGA, PETR, SERGEI, FrontDesk
from tests.handlers.gathered import (
    GROUP,
    QUESTION,
    arrives,
    buttons_of,
    click,
    fails,
    in_group,
    members,
    sent,
    three_ask,
)
from tests.handlers.staffed import texts

ANSWER = "Компенсацию за октябрь выплатят до 5 декабря."


@pytest.fixture
async def three(desk: FrontDesk) -> FrontDesk:
    """Three appeals in one incident."""
    await three_ask(desk)
    await desk.writes("/incident 1 2 3", appeal=0)
    return desk


async def prepared(desk: FrontDesk, text: str = ANSWER) -> tuple[str, Button]:
    """What is shown back, and the button that sends it."""
    replies = await desk.writes(f"/incident answer И-1 {text}", appeal=0)
    (send, *_) = buttons_of(replies)
    return texts(desk, replies), send


async def on_its_way(desk: FrontDesk) -> list[Say]:
    """Confirmed and put into the outbox."""
    _, send = await prepared(desk)
    await click(desk, send)
    return await sent(desk)


async def outcomes(desk: FrontDesk) -> list[Outcome]:
    return [member.outcome for member in await members(desk)]


def done(replies: list[Reply]) -> list[Say]:
    return [r for r in replies if isinstance(r, Say) and r.lead and r.lead.key == "incident-done"]


async def test_it_is_shown_back_with_who_gets_it_where(three: FrontDesk) -> None:
    told, send = await prepared(three)
    assert "Получат: 3" in told
    assert "лично, в Telegram: 1" in told
    assert "лично, во ВКонтакте: 1" in told
    assert "в группе консультаций: 1" in told
    assert three.text(send.caption) == "Отправить всем (3)"
    assert await sent(three) == []


async def test_each_gets_it_as_a_reply_in_their_own_place(three: FrontDesk) -> None:
    says = await on_its_way(three)
    assert [say.to for say in says] == [
        Address("telegram", OLGA.id),
        GROUP,
        Address("vk", NADIA.id),
    ]
    for number, say in enumerate(says, start=1):
        appeal = await three.appeal(number)
        assert say.reply_to == appeal.question.id
        assert say.content is not None
        assert say.content.text == ANSWER
        assert say.priority is Priority.GATHERED
        assert (await three.history(number))[-1] == "staff_wrote"
        assert appeal.state is State.NEW
    assert [say.aside for say in says] == [False, True, False]


async def test_each_is_answered_when_its_own_copy_has_arrived(three: FrontDesk) -> None:
    first, second, third = await on_its_way(three)
    replies = await arrives(three, first)
    assert (await three.appeal(1)).state is State.ANSWERED
    assert (await three.appeal(1)).executor == MARIA.id
    assert (await three.appeal(2)).state is State.NEW
    assert done(replies) == []
    assert [r.priority for r in replies if isinstance(r, Refresh)] == [Priority.BULK]
    assert done(await arrives(three, second)) == []
    (told,) = done(await arrives(three, third))
    assert "отвечено: 3" in three.text(told.lead)
    assert told.buttons == ()
    assert await outcomes(three) == [Outcome.ANSWERED] * 3
    assert (await three.history(3))[-2:] == ["delivered", "answered"]


async def test_whether_it_helped_is_asked_in_private_only(three: FrontDesk) -> None:
    first, second, third = await on_its_way(three)
    assert "client-answered" in three.said(await arrives(three, first))
    assert "client-answered" not in three.said(await arrives(three, second))
    assert "client-answered" in three.said(await arrives(three, third))


async def test_a_second_press_sends_nothing_again(three: FrontDesk) -> None:
    _, send = await prepared(three)
    await click(three, send)
    again = await click(three, send, SERGEI)
    assert three.toast(again) == "toast-incident-nobody"
    assert len(await sent(three)) == 3
    assert three.toast(await click(three, send)) == "toast-incident-nobody"
    assert await sent(three) == []


async def test_what_changed_since_is_shown_before_anything_is_sent(three: FrontDesk) -> None:
    _, send = await prepared(three)
    await three.asks(QUESTION, SERGEI)
    await three.writes("/incident И-1 4", appeal=0)
    replies = await click(three, send)
    assert three.toast(replies) == "toast-incident-changed"
    (shown,) = [reply for reply in replies if isinstance(reply, Redraw)]
    assert "Получат: 4" in three.text(shown.lead)
    assert await sent(three) == []
    await click(three, shown.buttons[0][0])
    assert len(await sent(three)) == 4


async def test_who_added_something_meanwhile_is_left_out_and_named(three: FrontDesk) -> None:
    _, send = await prepared(three)
    await three.asks("И за ноябрь тоже интересует", OLGA)
    replies = await click(three, send)
    (shown,) = [reply for reply in replies if isinstance(reply, Redraw)]
    assert "клиент что-то дописал, прочтите, 1: 000001" in three.text(shown.lead)
    assert len(await sent(three)) == 2
    assert (await three.appeal(1)).state is State.NEW


async def test_who_adds_something_between_press_and_sending_is_left_out_too(
    three: FrontDesk,
) -> None:
    _, send = await prepared(three)
    await click(three, send)
    await three.asks("И за ноябрь тоже интересует", OLGA)
    assert len(await sent(three)) == 2
    assert (await outcomes(three))[0] is Outcome.ADDED


async def test_who_adds_something_while_it_is_under_way_stays_open(three: FrontDesk) -> None:
    first, second, third = await on_its_way(three)
    await three.asks("И за ноябрь тоже интересует", OLGA)
    await arrives(three, first)
    await arrives(three, second)
    (told,) = done(await arrives(three, third))
    assert (await three.appeal(1)).state is State.NEW
    assert "клиент что-то дописал, прочтите, 1: 000001" in three.text(told.lead)
    assert "отвечено: 2" in three.text(told.lead)


async def test_whom_no_program_can_answer_is_left_out_with_the_reason(three: FrontDesk) -> None:
    by_hand = Spot(Scene.MENTION, "https://vk.com/wall-5_6", by_hand=True)
    await in_group(three, QUESTION, SERGEI, by_hand)
    await three.asks(QUESTION, GUEST)
    await three.writes("/incident И-1 4 5", appeal=0)
    await three.writes("/ban", appeal=3)
    await three.blocks(GUEST)
    told, _ = await prepared(three)
    assert "Получат: 2" in told
    assert "уже отвечено или закрыто, 1: 000003" in told
    assert "ответить можно только вручную, 1: 000004" in told
    assert "клиент запретил сообщения, 1: 000005" in told


async def test_a_public_place_warns_of_personal_data(three: FrontDesk) -> None:
    told, _ = await prepared(three, "Звоните: +7 913 123-45-67")
    assert "Осторожно" in told
    harmless, _ = await prepared(three)
    assert "Осторожно" not in harmless


async def test_in_private_alone_it_need_not_warn(desk: FrontDesk) -> None:
    await desk.asks(QUESTION)
    await desk.asks(QUESTION, PETR)
    await desk.writes("/incident 1 2", appeal=0)
    told, _ = await prepared(desk, "Звоните: +7 913 123-45-67")
    assert "Осторожно" not in told


async def test_failures_are_told_together_with_one_button(three: FrontDesk) -> None:
    first, second, third = await on_its_way(three)
    assert await fails(three, first, Refused(Refusal.OTHER)) == []
    await arrives(three, second)
    (told,) = done(await fails(three, third, Refused(Refusal.BLOCKED)))
    assert "не доставлено: 2" in three.text(told.lead)
    assert "000001, 000003" in three.text(told.lead)
    assert (await three.appeal(1)).state is State.NEW
    assert "not_delivered" in await three.history(1)
    (again,) = buttons_of([told])
    replies = await click(three, again)
    assert [r.message_id for r in replies if isinstance(r, Retry)] == [
        first.message_id,
        third.message_id,
    ]
    assert three.toast(await click(three, again)) == "press-stale"
    await arrives(three, first)
    (told,) = done(await arrives(three, third))
    assert "отвечено: 3" in three.text(told.lead)


@pytest.mark.parametrize("reason", [Refusal.MESSAGE_GONE, Refusal.CLOSED_THREAD])
async def test_where_no_answer_can_stand_any_more_nothing_is_tried_again(
    three: FrontDesk, reason: Refusal
) -> None:
    first, second, third = await on_its_way(three)
    await arrives(three, first)
    assert await fails(three, second, Refused(reason)) == []
    (told,) = done(await arrives(three, third))
    words = three.text(told.lead)
    assert "не доставлено: 1" in words
    assert "ответить уже нельзя" in words
    assert "000002" in words
    assert told.buttons == ()
    assert (await three.appeal(2)).is_open


async def test_a_late_copy_of_what_was_answered_by_then_changes_nothing(
    three: FrontDesk,
) -> None:
    first, *_ = await on_its_way(three)
    await three.presses("a:answered:1:1")
    assert (await three.appeal(1)).state is State.ANSWERED
    await arrives(three, first)
    assert (await outcomes(three))[0] is Outcome.ANSWERED
    assert (await three.history(1)).count("answered") == 1


async def test_an_answer_marked_before_it_failed_is_none(three: FrontDesk) -> None:
    first, *_ = await on_its_way(three)
    await three.presses("a:answered:1:1")
    await fails(three, first, Refused(Refusal.OTHER))
    assert (await three.appeal(1)).is_open
    assert (await outcomes(three))[0] is Outcome.FAILED


async def test_newcomers_may_get_the_same_answer(three: FrontDesk) -> None:
    for say in await on_its_way(three):
        await arrives(three, say)
    await three.asks(QUESTION, SERGEI)
    replies = await three.writes("/incident И-1 4", appeal=0)
    (same,) = buttons_of(replies)
    assert three.text(same.caption) == "Отправить тот же ответ (1)"
    await click(three, same)
    (say,) = await sent(three)
    assert say.to == Address("telegram", SERGEI.id)
    (told,) = done(await arrives(three, say))
    assert "отвечено: 4" in three.text(told.lead)


async def test_it_is_prepared_from_a_note_as_well(three: FrontDesk) -> None:
    await three.writes(f"// {ANSWER}", appeal=1)
    note = three.next_id
    replies = await three.writes("/incident answer", appeal=1, reply_to=str(note))
    (send, *_) = buttons_of(replies)
    await click(three, send)
    assert {say.content.text for say in await sent(three) if say.content} == {ANSWER}


@pytest.mark.parametrize(
    "text", ["/incident answer", "/incident answer И-7 Ответ", "/incident answer Ответ"]
)
async def test_without_incident_or_words_it_is_explained(three: FrontDesk, text: str) -> None:
    assert three.said(await three.writes(text, appeal=0)) == ["incident-answer-how"]


async def test_the_words_may_begin_on_a_line_of_their_own(three: FrontDesk) -> None:
    for text in ("/incident answer И-1\nПервая\n\nВторая", "/incident answer\nПервая\n\nВторая"):
        (say,) = await three.writes(text, appeal=1)
        assert isinstance(say, Say)
        assert say.content is not None
        assert say.content.text == "Первая\n\nВторая"


async def test_a_dropped_answer_is_not_sent_and_a_sent_one_not_dropped(three: FrontDesk) -> None:
    replies = await three.writes("/incident answer И-1 Нет", appeal=0)
    _, drop = buttons_of(replies)
    assert "incident-dropped" in [
        r.lead.key for r in await click(three, drop) if isinstance(r, Redraw) and r.lead
    ]
    await on_its_way(three)
    async with three.store.begin() as unit:
        answer = await unit.incidents.sent_answer(1)
    assert answer is not None
    assert three.toast(await three.presses(f"i:drop:{answer.id}:0")) == "press-stale"


async def test_only_moderators_send(three: FrontDesk) -> None:
    _, send = await prepared(three)
    assert three.toast(await click(three, send, GUEST)) == "staff-no-role"
    assert three.toast(await three.presses("i:send:99:1")) == "press-stale"
    assert await sent(three) == []


async def test_its_clock_stops_with_its_own_copy(three: FrontDesk) -> None:
    first, *_ = await on_its_way(three)
    three.now += timedelta(minutes=3)
    await arrives(three, first)
    assert (await three.appeal(1)).ended_at == three.now
    assert (await three.appeal(1)).next_step_at is None
    assert (await three.appeal(2)).ended_at is None
