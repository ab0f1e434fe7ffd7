"""Somebody puts personal data where all read it."""

from datetime import timedelta

import pytest

from handlers.conversation import ModeratorChat, Reply, Say
from handlers.guide import Guide, Page
from handlers.office import ChannelRules
from tests.handlers.front_desk import NADIA, PETR, FrontDesk, to_topic
from tests.handlers.square import (
    BELOW,
    BY_HAND,
    PHOTO,
    WALL,
    changed,
    commented,
    in_public,
    posted,
    said,
    square,
)

TEXT = "Мой телефон 8 913 123-45-67, когда приём?"
LINK = "https://t.me/otklik_bot?start=public"


@pytest.fixture
def crowd(desk: FrontDesk) -> FrontDesk:
    """A group from which a link leads to the bot."""
    return square(desk, write_link=lambda _: LINK)


def hints(replies: list[Reply]) -> list[Say]:
    return [
        say for say in in_public(replies) if say.lead and say.lead.key == "public-write-privately"
    ]


async def test_the_person_is_led_to_the_private_chat(crowd: FrontDesk) -> None:
    replies = await said(crowd, TEXT)
    (hint,) = hints(replies)
    text = crowd.text(hint.lead)
    assert LINK in text
    assert "913" not in text
    assert hint.reply_to == "11"


async def test_once_a_day_in_each_place(crowd: FrontDesk) -> None:
    await said(crowd, TEXT)
    assert hints(await said(crowd, TEXT)) == []
    assert hints(await said(crowd, TEXT, PETR))
    assert hints(await said(crowd, TEXT, NADIA, WALL, BELOW))
    crowd.now += timedelta(hours=25)
    assert hints(await said(crowd, TEXT))


async def test_staff_can_take_it_away(crowd: FrontDesk) -> None:
    replies = await said(crowd, TEXT)
    (offer,) = [say for say in to_topic(replies) if say.buttons]
    assert "личные данные" in crowd.text(offer.lead)
    assert "913" not in crowd.text(offer.lead)
    assert offer.buttons[0][0].data == "q:remove:1:0"


async def test_of_what_needs_no_answer_too(crowd: FrontDesk) -> None:
    await posted(crowd)
    replies = await commented(crowd, "Мой телефон 8 913 123-45-67")
    assert hints(replies)
    offers = [say for say in replies if isinstance(say, Say) and say.to == ModeratorChat()]
    assert offers[-1].buttons[0][0].data == "q:remove:1:0"


async def test_data_that_an_edit_brings_is_noticed(crowd: FrontDesk) -> None:
    await said(crowd, "Когда приём?")
    assert hints(await changed(crowd, TEXT, "11"))


async def test_where_no_program_may_write_only_staff_are_told(crowd: FrontDesk) -> None:
    replies = await said(crowd, TEXT, NADIA, PHOTO, BY_HAND)
    assert in_public(replies) == []
    assert [say for say in to_topic(replies) if say.buttons]


async def test_the_authoritys_own_contacts_are_no_personal_data(crowd: FrontDesk) -> None:
    page = Page("c", "Контакты", "Контакты", "Телефон: 8 913 123-45-67")
    square(crowd, guide=Guide(pages={"c": page}))
    assert hints(await said(crowd, TEXT)) == []


async def test_without_a_link_it_is_said_all_the_same(desk: FrontDesk) -> None:
    (hint,) = hints(await said(square(desk), TEXT))
    assert "в личные сообщения" in desk.text(hint.lead)


async def test_where_staff_may_not_see_it_the_copy_is_masked(crowd: FrontDesk) -> None:
    masks = {"telegram": ChannelRules("consultation", personal_data=False)}
    square(crowd, channels=masks)
    await said(crowd, "Когда приём?")
    replies = await said(crowd, "Мой телефон 8 913 123-45-67")
    copies = [say.content.text for say in to_topic(replies) if say.content]
    assert copies == ["Мой телефон [телефон скрыт]"]
