"""An appeal goes to another person or department; the third time the head decides (B4)."""

import pytest

from appeals.model import Address, Appeal, State
from handlers.conversation import Redraw, Refresh, Reply, Toast
from tests.handlers.front_desk import MARIA, OLGA, SERGEI, FrontDesk
from tests.handlers.staffed import (
    ELENA,
    IGOR,
    NINA,
    data_of,
    presses_in,
    says,
    staffed,
    starts,
    texts,
)


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    """Maria has taken Olga's question."""
    await staffed(desk)
    await desk.asks("Какая квота?", OLGA)
    await desk.writes("/take", MARIA)
    return desk


async def transferred_twice(house: FrontDesk) -> Appeal:
    """From Maria to Sergei and back."""
    await house.writes("/handover 202 не мой вопрос", MARIA)
    await house.writes("/handover 201 и не мой", SERGEI)
    appeal = await house.appeal()
    assert appeal.transfers == 2
    return appeal


async def decided(house: FrontDesk, replies: list[Reply], caption: int, who: object) -> list[Reply]:
    """Somebody presses a button of the question to the head."""
    question = says(replies, "people-handover-ask")[0]
    return await presses_in(house, data_of(question)[caption], who)  # type: ignore[arg-type]  # a Person of the tests


@pytest.mark.parametrize(
    "command",
    [
        "/handover 202 вопрос о выплатах",
        "/handover Орлов: вопрос о выплатах",
        "/handover здесь Сергей Орлов, вопрос о выплатах",
        "/handover 1 202 вопрос о выплатах",
        "/handover № 2026-000001 202 вопрос о выплатах",
        "/handover\n202\nвопрос о выплатах",
    ],
)
async def test_a_person_gets_the_appeal_with_the_reason(house: FrontDesk, command: str) -> None:
    await starts(house, SERGEI)
    replies = await house.writes(command, MARIA)
    appeal = await house.appeal()
    assert (appeal.executor, appeal.transfers, appeal.state) == ("202", 1, State.TAKEN)
    assert Refresh(1) in replies
    (private,) = says(replies, "people-yours-now")
    assert private.to == Address("telegram", "202")
    text = texts(house, replies)
    assert "передано: Сергей Орлов, специалист" in text
    assert "вопрос о выплатах" in text
    history = texts(house, await house.writes("/appeal", MARIA))
    assert "Мария Иванова: обращение передано → Сергей Орлов «вопрос о выплатах»" in history


async def test_it_works_from_outside_the_topic_by_number(house: FrontDesk) -> None:
    await house.writes("/handover 000001 Орлов причина", MARIA, appeal=0)
    assert (await house.appeal()).executor == "202"
    replies = await house.writes("/handover Орлов причина", SERGEI, appeal=0)
    assert house.said(replies) == ["people-handover-how"]


async def test_a_department_gets_the_appeal_and_its_duty_is_told(house: FrontDesk) -> None:
    await starts(house, NINA)
    replies = await house.writes("/handover pay вопрос о выплатах", MARIA)
    appeal = await house.appeal()
    assert (appeal.executor, appeal.department, appeal.state) == ("", "pay", State.NEW)
    assert "Отдел выплат" in texts(house, replies)
    assert "Дежурные: Нина Ким" in texts(house, replies)
    assert says(replies, "people-yours-now")[0].to == Address("telegram", NINA.id)


async def test_the_deadline_stays_what_it_was(house: FrontDesk) -> None:
    before = await house.appeal()
    await house.writes("/handover 202 причина", MARIA)
    assert (await house.appeal()).due_at == before.due_at


@pytest.mark.parametrize(
    ("command", "who", "key"),
    [
        ("/handover 202", MARIA, "people-handover-why"),
        ("/handover кому-нибудь причина", MARIA, "people-handover-whom"),
        ("/handover 206 причина", MARIA, "people-handover-no-moderator"),
        ("/handover 201 причина", MARIA, "staff-refused-there-already"),
        ("/handover 208 причина", SERGEI, "staff-refused-taken"),
    ],
)
async def test_what_cannot_be_handed_over_is_said_in_words(
    house: FrontDesk, command: str, who: object, key: str
) -> None:
    replies = await house.writes(command, who)  # type: ignore[arg-type]  # a Person of the tests
    assert house.said(replies) == [key]
    assert (await house.appeal()).executor == "201"


async def test_an_absent_colleague_gets_nothing_and_the_substitute_is_named(
    house: FrontDesk,
) -> None:
    await house.writes("/absent 208", SERGEI, appeal=0)
    text = texts(house, await house.writes("/handover 202 причина", MARIA))
    assert "отсутствует. Замещает Нина Ким." in text


async def test_an_ended_appeal_is_not_handed_over(house: FrontDesk) -> None:
    await house.writes("/close", MARIA)
    replies = await house.writes("/handover 202 причина", MARIA)
    assert house.said(replies) == ["staff-refused-ended"]


async def test_the_third_transfer_asks_the_head_and_changes_nothing(house: FrontDesk) -> None:
    await transferred_twice(house)
    await starts(house, ELENA)
    replies = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    topic, private = says(replies, "people-handover-ask")
    assert private.to == Address("telegram", ELENA.id)
    assert "Нужно решение начальника: Елена Павлова" in house.text(topic.lead)
    assert (await house.appeal()).executor == "201"


async def test_the_head_approves_in_private_or_in_the_topic(house: FrontDesk) -> None:
    await transferred_twice(house)
    asked = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    question = says(asked, "people-handover-ask")[0]
    private = Address("telegram", ELENA.id)
    replies = await presses_in(house, data_of(question)[0], ELENA, private)
    appeal = await house.appeal()
    assert (appeal.executor, appeal.transfers) == ("208", 3)
    assert "people-handed-over" in house.said(replies)
    assert any(isinstance(reply, Redraw) for reply in replies)
    again = await presses_in(house, data_of(question)[0], ELENA)
    assert house.toast(again) == "press-stale"


async def test_the_head_refuses_and_the_one_who_asked_is_told(house: FrontDesk) -> None:
    await transferred_twice(house)
    await starts(house, MARIA)
    asked = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    replies = await decided(house, asked, 1, ELENA)
    assert [say.to for say in says(replies, "people-handover-refused")] == [
        Address("telegram", MARIA.id)
    ]
    assert (await house.appeal()).executor == "201"
    assert (await house.history())[-1] == "handover_refused"
    assert house.toast(await decided(house, asked, 0, ELENA)) == "press-stale"


@pytest.mark.parametrize("who", [MARIA, IGOR, OLGA])
async def test_nobody_but_a_head_decides(house: FrontDesk, who: object) -> None:
    await transferred_twice(house)
    asked = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    assert house.toast(await decided(house, asked, 0, who)) == "people-no-role"
    assert (await house.appeal()).executor == "201"


async def test_a_button_of_an_older_wish_decides_nothing(house: FrontDesk) -> None:
    await transferred_twice(house)
    older = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    newer = await house.writes("/handover 202 или обратно", MARIA)
    assert house.toast(await decided(house, older, 0, ELENA)) == "press-stale"
    await decided(house, newer, 0, ELENA)
    assert (await house.appeal()).executor == "202"


async def test_who_left_meanwhile_gets_nothing_even_if_approved(house: FrontDesk) -> None:
    await transferred_twice(house)
    asked = await house.writes("/handover 208 всё-таки выплаты", MARIA)
    await house.writes("/leave", NINA, appeal=0)
    replies = await decided(house, asked, 0, ELENA)
    assert isinstance(replies[0], Toast)
    assert (await house.appeal()).executor == "201"


async def test_the_heads_own_command_is_the_decision(house: FrontDesk) -> None:
    await transferred_twice(house)
    await house.writes("/handover 208 решено", ELENA)
    assert (await house.appeal()).executor == "208"


@pytest.mark.parametrize("data", ["t:approve:1:1", "t:approve:77:0", "t:burn:1:0", "t:", "t:x:y:z"])
async def test_forged_buttons_change_nothing(house: FrontDesk, data: str) -> None:
    assert house.toast(await presses_in(house, data, ELENA)) == "press-stale"
