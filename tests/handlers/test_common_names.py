"""A name that many may write in is our staff's only where it, or the place, is ours."""

import pytest

from appeals.model import Address, Scene, Spot
from handlers.conversation import Person
from tests.handlers.front_desk import OLGA, FrontDesk, to_topic
from tests.handlers.square import (
    CHANNEL,
    COMMENTS,
    FOREIGN,
    GROUP,
    NAMED,
    POST,
    in_public,
    posted,
    said,
    square,
)

STRANGER = Person(FOREIGN.chat, "Работа в Новосибирске", anonymous=True)
HERE = Spot(Scene.GROUP, "https://t.me/c/1009/11")


async def test_a_strangers_groups_administrator_who_names_us_is_a_client(desk: FrontDesk) -> None:
    await said(square(desk), "Почему @otklik не отвечает?", STRANGER, FOREIGN, NAMED)
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.place) == ("mention", FOREIGN)
    (answer,) = in_public(await desk.writes("Отвечаем в среду"))
    assert answer.to == FOREIGN


async def test_a_strangers_administrator_is_not_asked_to_sign_for_an_answer(
    desk: FrontDesk,
) -> None:
    await said(square(desk), "Почему @otklik не отвечает?", OLGA, FOREIGN, NAMED)
    question = str(desk.next_id)
    told = await said(desk, "Они в отпуске", STRANGER, FOREIGN, HERE, reply_to=question)
    assert told == []
    assert "staff_wrote" not in await desk.history()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (GROUP.chat, GROUP),
        (COMMENTS.chat, COMMENTS),
        (CHANNEL, COMMENTS),
        (CHANNEL, FOREIGN),
        (GROUP.chat, FOREIGN),
    ],
)
async def test_our_names_and_our_places_are_our_staffs(
    desk: FrontDesk, name: str, place: Address
) -> None:
    await posted(square(desk))
    await said(desk, "Почему @otklik не отвечает?", OLGA, place, NAMED)
    question = str(desk.next_id)
    ours = Person(name, "Минтруд", anonymous=True)
    replies = await said(desk, "Приём в среду", ours, place, HERE, reply_to=question)
    assert "public-who-answered" in desk.said([*to_topic(replies)])


async def test_our_staffs_talk_below_a_post_opens_nothing(desk: FrontDesk) -> None:
    await posted(square(desk))
    ours = Person(COMMENTS.chat, "Обсуждение", anonymous=True)
    spot = Spot(Scene.COMMENT, "")
    assert await said(desk, "Кто дежурит?", ours, COMMENTS, spot, root=POST.root) == []


async def test_below_a_strangers_post_its_author_is_a_stranger(desk: FrontDesk) -> None:
    post = POST.__class__(FOREIGN, "7", "-1010", "", "Чужая запись", desk.now)
    await posted(square(desk), post)
    author = Person("-1010", "Кадровик", anonymous=True)
    await said(desk, "Почему @otklik не отвечает?", author, FOREIGN, NAMED, root="7")
    assert (await desk.appeal()).kind == "mention"
