"""A message in public was taken away: staff are told, the appeal stays."""

import pytest

from appeals.model import MessageRef, State
from handlers.conversation import Deleted
from tests.handlers.front_desk import NADIA, FrontDesk, to_topic
from tests.handlers.square import BELOW, WALL, said, square


@pytest.fixture
async def wall(desk: FrontDesk) -> FrontDesk:
    """A question and an addition below a post, and an answer of ours."""
    await said(square(desk), "Когда приём?", NADIA, WALL, BELOW)
    await said(desk, "В декабре", NADIA, WALL, BELOW)
    await desk.writes("По средам")
    async with desk.office() as (office, _):
        await office.messages.copied(3, MessageRef(WALL, "70"))
    return desk


@pytest.mark.parametrize(
    ("number", "told"),
    [("11", "Вопрос удалён"), ("12", "удалил дополнение"), ("70", "Ответ клиенту удалён")],
)
async def test_staff_are_told_what_is_gone(wall: FrontDesk, number: str, told: str) -> None:
    (say,) = to_topic(await wall.handle(Deleted(MessageRef(WALL, number), wall.now)))
    assert told in wall.text(say.lead)
    assert (await wall.appeal()).state is State.NEW
    assert (await wall.history())[-1] == "removed"


async def test_what_comes_back_is_told_too(wall: FrontDesk) -> None:
    back = Deleted(MessageRef(WALL, "11"), wall.now, restored=True)
    (say,) = to_topic(await wall.handle(back))
    assert "возвращён" in wall.text(say.lead)


async def test_what_nobody_knows_is_not_told(wall: FrontDesk) -> None:
    assert await wall.handle(Deleted(MessageRef(WALL, "99"), wall.now)) == []


async def test_the_words_stay(wall: FrontDesk) -> None:
    await wall.handle(Deleted(MessageRef(WALL, "11"), wall.now))
    assert (await wall.messages())[0].content.text == "Когда приём?"
