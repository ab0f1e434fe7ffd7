"""An answer could not be placed before all: staff decide what becomes of it."""

import pytest

from appeals.model import Address, Fate, State
from handlers.conversation import Refusal, Refused, Reply, Say
from tests.handlers.front_desk import OLGA, FrontDesk
from tests.handlers.square import in_public, said, square


@pytest.fixture
async def answered(desk: FrontDesk) -> FrontDesk:
    """Olga has asked in the group, and staff have answered."""
    await said(square(desk), "Когда приём?")
    await desk.writes("По средам")
    return desk


async def refused(desk: FrontDesk, reason: Refusal, message: int = 2) -> list[Reply]:
    async with desk.office() as (office, _):
        await office.messages.set_fate(message, Fate.FAILED)
    return await desk.refused(message, Refused(reason))


def captions(desk: FrontDesk, replies: list[Reply]) -> list[str]:
    return [
        desk.text(button.caption)
        for say in replies
        if isinstance(say, Say)
        for row in say.buttons
        for button in row
    ]


@pytest.mark.parametrize(
    ("reason", "told", "again"),
    [
        (Refusal.MESSAGE_GONE, "сообщение, на которое это ответ, удалено", False),
        (Refusal.CLOSED_THREAD, "комментарии здесь закрыты", False),
        (Refusal.NO_RIGHTS, "не разрешил", True),
        (Refusal.OTHER, "отказался", True),
    ],
)
async def test_staff_are_told_why_with_the_choices(
    answered: FrontDesk, reason: Refusal, told: str, again: bool
) -> None:
    replies = await refused(answered, reason)
    (say,) = [reply for reply in replies if isinstance(reply, Say)]
    assert told in answered.text(say.lead)
    shown = captions(answered, replies)
    assert ("Отправить ещё раз" in shown) is again
    assert shown[-2:] == ["Ответ размещён", "Закрыть без ответа"]
    assert "Отправить лично" not in shown


async def test_who_has_asked_in_private_can_be_answered_there(answered: FrontDesk) -> None:
    await answered.asks("Здравствуйте, у меня вопрос?")
    replies = await refused(answered, Refusal.MESSAGE_GONE)
    assert "Отправить лично" in captions(answered, replies)
    sent = await answered.presses("q:private:2:0")
    (say,) = [reply for reply in sent if isinstance(reply, Say)]
    assert say.to == Address("telegram", OLGA.id)
    assert say.message_id == 2
    assert in_public(sent) == []
    assert answered.toast(await answered.presses("q:private:2:0")) == "press-stale"


async def test_nobody_is_written_to_who_has_not_written(answered: FrontDesk) -> None:
    await refused(answered, Refusal.MESSAGE_GONE)
    assert answered.toast(await answered.presses("q:private:2:0")) == "press-stale"


async def test_placed_by_hand_it_is_answered(answered: FrontDesk) -> None:
    await refused(answered, Refusal.CLOSED_THREAD)
    assert answered.toast(await answered.presses("a:answered:1:1")) == "staff-refused-not-delivered"
    assert answered.toast(await answered.presses("a:placed:1:1")) == "toast-placed"
    assert (await answered.appeal()).state is State.ANSWERED


async def test_a_group_that_shuts_the_bot_out_says_nothing_of_the_person(
    answered: FrontDesk,
) -> None:
    await refused(answered, Refusal.BLOCKED)
    async with answered.office() as (office, _):
        client = await office.clients.known("telegram", OLGA.id)
    assert client
    assert client.reachable


@pytest.mark.parametrize("data", ["q:private:1:0", "q:private:99:0"])
async def test_forged_presses_send_nothing(answered: FrontDesk, data: str) -> None:
    await answered.asks("Здравствуйте, у меня вопрос?")
    assert answered.toast(await answered.presses(data)) == "press-stale"
