import pytest

from appeals.model import Fate
from handlers import settled
from handlers.conversation import Feeling, React, Refusal, Refused
from tests.handlers.front_desk import FrontDesk, to_topic


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked and Maria has answered."""
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    return desk


async def test_a_delivered_answer_carries_a_reaction_and_is_on_record(asked: FrontDesk) -> None:
    answer = (await asked.messages())[-1]
    assert await asked.delivered(answer.id) == [React(answer.ref, Feeling.DELIVERED)]
    assert (await asked.history())[-1] == "delivered"


async def test_a_copy_of_the_clients_words_needs_no_reaction(asked: FrontDesk) -> None:
    question = (await asked.messages())[0]
    assert await asked.delivered(question.id) == []


@pytest.mark.parametrize("reason", list(Refusal))
async def test_every_reason_of_a_failure_is_told_in_words(
    asked: FrontDesk, reason: Refusal
) -> None:
    answer = (await asked.messages())[-1]
    (told,) = to_topic(await asked.refused(answer.id, Refused(reason)))
    assert "Не доставлено" in asked.text(told.lead)
    assert (await asked.history())[-1] == "not_delivered"


async def test_who_blocked_the_bot_is_marked_unreachable_until_they_write_again(
    asked: FrontDesk,
) -> None:
    answer = (await asked.messages())[-1]
    await asked.refused(answer.id, Refused(Refusal.BLOCKED))
    async with asked.store.begin() as unit:
        client = await unit.clients.known("telegram", "101")
    assert client
    assert not client.reachable
    await asked.asks("Я вернулась")
    async with asked.store.begin() as unit:
        client = await unit.clients.known("telegram", "101")
    assert client
    assert client.reachable


async def test_a_notice_that_could_not_be_delivered_is_told_without_a_retry(
    asked: FrontDesk,
) -> None:
    async with asked.office() as (office, _):
        replies = await settled.refused(office, 1, None, True, Refused(Refusal.BLOCKED))
    (told,) = to_topic(replies)
    assert not told.buttons


async def test_a_copy_that_staff_cannot_see_is_said_to_be_kept(asked: FrontDesk) -> None:
    question = (await asked.messages())[0]
    async with asked.office() as (office, _):
        replies = await settled.refused(office, 1, question.id, False, Refused(Refusal.OTHER))
    assert asked.said([*to_topic(replies)]) == ["staff-copy-failed"]
    assert question.fate is Fate.KEPT


async def test_blocking_is_told_to_staff_of_an_open_appeal_and_so_is_the_return(
    asked: FrontDesk,
) -> None:
    assert asked.said(await asked.blocks()) == ["staff-unreachable"]
    assert await asked.blocks() == []
    assert asked.said(await asked.blocks(reachable=True)) == ["staff-reachable-again"]
