from dataclasses import replace

import pytest

from appeals.model import Address, State
from appeals.words import Content
from handlers.conversation import Edited, Moved, Nothing, Pressed
from tests.handlers.front_desk import MARIA, MODERATORS, OLGA, FrontDesk
from tests.handlers.staffed import IGOR, staffed

ELSEWHERE = Address("telegram", "-2002")


async def test_words_in_other_groups_concern_nobody(desk: FrontDesk) -> None:
    said = desk.message(ELSEWHERE, OLGA, "Какая квота?", private=False)
    assert await desk.handle(said) == []
    edit = Edited(ELSEWHERE, OLGA, desk.now, said.id, Content("Что?"), private=False)
    assert await desk.handle(edit) == []
    press = Pressed(ELSEWHERE, MARIA, "1", "a:take:1:1", "press", private=False)
    assert await desk.handle(press) == []


@pytest.mark.parametrize("event", [Nothing("a poll"), Moved(MODERATORS, "-1002")])
async def test_what_is_no_persons_doing_is_answered_by_nothing(
    desk: FrontDesk, event: Nothing | Moved
) -> None:
    assert await desk.handle(event) == []


async def test_the_same_chat_id_on_another_platform_is_another_chat(desk: FrontDesk) -> None:
    there = replace(MODERATORS, channel="vk", thread="9001")
    assert await desk.handle(desk.message(there, MARIA, "Квота", private=False)) == []


async def test_an_employee_who_writes_in_private_is_a_client_like_any_other(
    desk: FrontDesk,
) -> None:
    replies = await desk.asks("Какая квота у нас самих?", MARIA)
    assert "client-registered" in desk.said(replies)
    assert desk.said(await desk.asks("/take", MARIA)) == ["staff-client-wrote"]
    own = Pressed(Address("telegram", MARIA.id), MARIA, "1", "a:take:1:1", "press", private=True)
    assert desk.toast(await desk.handle(own)) == "press-stale"
    assert (await desk.appeal()).state is State.NEW


async def test_in_vk_an_employees_number_is_somebody_elses(desk: FrontDesk) -> None:
    """Employees are known by their ids in the staff's channel alone."""
    await staffed(desk)
    await desk.reports("Когда приём?", IGOR)
    replies = await desk.clicks("k:overload:1:0", IGOR)
    assert desk.toast(replies) == "press-stale"
    assert "cause" not in await desk.history()
    assert desk.said(await desk.reports("/take", IGOR)) == ["staff-client-wrote"]


async def test_the_general_topic_hears_commands_only(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    assert await desk.writes("Квота 2 %", appeal=0) == []
    assert desk.said(await desk.writes("/open", appeal=0)) == ["staff-open"]
