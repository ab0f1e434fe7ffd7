"""Words in the topic of what came by phone: recorded, sent to nobody, said so once."""

import pytest

from appeals.model import Address, Fate, MessageRef
from handlers.conversation import (
    Amend,
    Feeling,
    React,
    Redraw,
    Refresh,
    Reply,
    Say,
    TopicOf,
    Words,
)
from handlers.offline import sendable
from tests.handlers.front_desk import SERGEI, FrontDesk

CALL = "/register_offline телефон; 23.11 12:00; Как войти в квоту?"
THERE, HERE = Address("offline", "phone:1"), Address("vk", "501")


@pytest.mark.parametrize(
    "reply",
    [
        Say(THERE, Words("client-taken")),
        React(MessageRef(THERE, "1"), Feeling.WELCOME),
        Redraw(MessageRef(THERE, "1"), Words("menu-main")),
    ],
)
def test_what_nobody_could_get_is_left_out(reply: Reply) -> None:
    stays: list[Reply] = [Say(HERE), Say(TopicOf(1)), Refresh(1)]
    assert sendable([reply, *stays]) == stays


async def test_words_are_recorded_and_their_author_is_told_once(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    assert desk.said(await desk.writes("Рассказали о квоте")) == [
        "staff-offline-recorded",
        "staff-offer-take",
    ]
    assert desk.said(await desk.writes("И о сроках")) == []
    assert [m.fate for m in (await desk.messages())[1:]] == [Fate.KEPT, Fate.KEPT]


async def test_an_answer_needs_words_here_too(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    assert desk.toast(await desk.presses("a:answered:1:1")) == "staff-refused-nothing-sent"


async def test_a_changed_record_changes_no_copy(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    await desk.writes("Рассказали о квоте")
    replies = await desk.corrects("Рассказали о квоте и сроках", desk.next_id)
    assert not [reply for reply in replies if isinstance(reply, Amend)]


async def test_a_colleagues_words_are_held_here_too(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    await desk.presses("a:take:1:1")
    (asked,) = await desk.writes("Добавлю", SERGEI)
    assert isinstance(asked, Say)
    await desk.presses(asked.buttons[0][0].data, SERGEI)
    assert (await desk.messages())[1].fate is Fate.KEPT


async def test_a_new_time_is_for_staff_to_tell(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    replies = await desk.writes("/interim 24.11 18:00 ждём ответ")
    (said,) = [reply for reply in replies if isinstance(reply, Say)]
    assert "сообщите сами" in desk.text(said.lead)
