"""The program's own comments come back as events: they are no answers of somebody else's."""

import pytest

from appeals.model import Address, Fate, MessageRef
from appeals.words import Content, Mark, Style
from tests.handlers.front_desk import NADIA, FrontDesk, to_topic
from tests.handlers.square import BELOW, WALL, community_says, said, square

LINK = "https://vk.me/club77"


@pytest.fixture
async def wall(desk: FrontDesk) -> FrontDesk:
    """Nadia has asked below a post, and Maria has answered in the topic."""
    square(desk, write_link=lambda _: LINK)
    await said(desk, "Когда приём?", NADIA, WALL, BELOW)
    await desk.writes("Приём по средам\nс 9 до 12")
    return desk


@pytest.mark.parametrize(
    "text",
    [
        "Приём по средам с 9 до 12",
        "Вопрос принят, № 2026-000001. Ответим здесь до 14:30.",
        f"Напишите нам лично: {LINK}",
    ],
)
async def test_its_own_words_are_recognised(wall: FrontDesk, text: str) -> None:
    assert await community_says(wall, text, reply_to="11") == []
    assert (await wall.appeal()).spoken == 1


async def test_other_words_are_an_employees(wall: FrontDesk) -> None:
    replies = await community_says(wall, "По вторникам", reply_to="11")
    assert "public-who-answered" in wall.said(replies)


async def test_replies_to_the_recognised_copy_find_their_appeal(wall: FrontDesk) -> None:
    await community_says(wall, "Приём по средам с 9 до 12", reply_to="11", number="70")
    await said(wall, "А в какой кабинет?", NADIA, WALL, BELOW, reply_to="70")
    assert len(await wall.messages()) == 3


async def test_what_has_arrived_before_and_is_said_again_is_an_employees(
    wall: FrontDesk,
) -> None:
    async with wall.office() as (office, _):
        await office.messages.copied(2, MessageRef(WALL, "70"))
        await office.messages.set_fate(2, Fate.DELIVERED)
    again = await community_says(wall, "Приём по средам с 9 до 12", reply_to="11", number="71")
    assert wall.said(again) == ["public-who-answered"]
    same = await community_says(wall, "Приём по средам с 9 до 12", reply_to="11", number="70")
    assert same == []


async def test_what_was_given_up_has_arrived_after_all(wall: FrontDesk) -> None:
    async with wall.office() as (office, _):
        await office.messages.set_fate(2, Fate.FAILED)
    assert to_topic(await community_says(wall, "Приём по средам с 9 до 12", reply_to="11")) == []
    assert (await wall.messages())[1].fate is Fate.DELIVERED
    assert await wall.stands(Address("telegram", "-1001"), "12")


async def test_a_clarifying_question_is_recognised_below_its_line(wall: FrontDesk) -> None:
    await wall.presses("a:clarify:1:1")
    await wall.writes("По какому вопросу?")
    text = "Чтобы ответить, нужно уточнить. Ответьте на это сообщение: По какому вопросу?"
    assert await community_says(wall, text, reply_to="11") == []


async def test_a_part_of_long_words_is_recognised(wall: FrontDesk) -> None:
    long = "Порядок такой. " * 400
    await wall.writes(long)
    assert await community_says(wall, long[:4000], reply_to="11") == []


async def test_a_hidden_link_is_read_behind_its_words(wall: FrontDesk) -> None:
    link = Mark(Style.LINK, 8, 5, "https://mintrud.example/form")
    await wall.writes("", content=Content("Заявка: форма", (link,)))
    text = "Заявка: форма (https://mintrud.example/form)"
    assert await community_says(wall, text, reply_to="11") == []
