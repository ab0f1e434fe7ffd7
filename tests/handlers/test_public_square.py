"""Somebody writes where others read along."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Scene, Spot, State
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Person, Pressed, React, Say
from tests.handlers.front_desk import (
    ANONYMOUS,
    MARIA,
    MODERATORS,
    NADIA,
    OLGA,
    PETR,
    FrontDesk,
    to_topic,
)
from tests.handlers.square import (
    BELOW,
    COMMENTS,
    FOREIGN,
    GROUP,
    HELD_HERE,
    IN_GROUP,
    LINK,
    NAMED,
    POST,
    WALL,
    commented,
    in_public,
    posted,
    said,
    square,
)

PHOTO = Attachment(MediaKind.PHOTO, "1")


async def appeals(desk: FrontDesk) -> int:
    async with desk.office() as (office, _):
        return await office.appeals.count_open()


async def test_a_question_in_the_group_is_a_consultation_from_its_own_date(
    desk: FrontDesk,
) -> None:
    asked_at = desk.now - timedelta(hours=3)
    await said(square(desk), "Когда приём?", when=asked_at)
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.place, appeal.spot) == ("consultation", GROUP, IN_GROUP)
    assert appeal.due_at == asked_at + timedelta(hours=24)


async def test_a_comment_below_a_post_has_two_hours(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?")
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.spot.scene) == ("comment", Scene.COMMENT)
    assert appeal.due_at == desk.now + timedelta(hours=2)


async def test_a_comment_on_the_wall_has_two_hours(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?", NADIA, WALL, BELOW)
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.spot) == ("comment", BELOW)
    assert appeal.due_at == desk.now + timedelta(hours=2)


async def test_a_mention_elsewhere_has_four_hours(desk: FrontDesk) -> None:
    await said(square(desk), "Минтруд опять молчит", at=FOREIGN, spot=NAMED)
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.spot) == ("mention", NAMED)
    assert appeal.due_at == desk.now + timedelta(hours=4)


async def test_words_that_name_the_authority_are_a_mention(desk: FrontDesk) -> None:
    square(desk, names_authority=lambda text: "Минтруд" in text)
    assert await said(desk, "Просто разговор?", at=FOREIGN) == []
    await said(desk, "Минтруд опять молчит", at=FOREIGN)
    assert (await desk.appeal()).spot.scene is Scene.MENTION


async def test_talk_in_other_groups_is_not_even_kept(desk: FrontDesk) -> None:
    assert await said(square(desk), "Когда приём?", at=FOREIGN) == []
    assert await desk.stands(FOREIGN, "11") is None


async def test_the_talk_of_a_consultation_channels_group_counts(desk: FrontDesk) -> None:
    square(desk, public=HELD_HERE)
    assert await said(desk, "Когда приём?", at=COMMENTS) == []
    await posted(desk)
    await said(desk, "Когда приём?", at=COMMENTS)
    assert (await desk.appeal()).kind == "consultation"


async def test_a_post_that_was_never_seen_is_known_by_its_first_comment(desk: FrontDesk) -> None:
    below = Spot(Scene.COMMENT, LINK)
    await said(square(desk), "Когда приём?", at=COMMENTS, spot=below, root="9", reply_to="9")
    await said(desk, "А где он?", PETR, COMMENTS, root="9", reply_to="11")
    assert [(await desk.appeal(one)).kind for one in (1, 2)] == ["comment", "comment"]


async def test_what_the_post_is_about_is_remembered(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?")
    async with desk.office() as (office, _):
        (first, *_) = await office.appeals.history(1)
    assert (first.data["about"], first.data["root"]) == (POST.excerpt, POST.root)


@pytest.mark.parametrize("text", ["Здравствуйте", "ок", "👍", "/start", "/menu@otklik_bot"])
async def test_small_talk_and_commands_open_nothing_and_get_no_answer(
    desk: FrontDesk, text: str
) -> None:
    assert await said(square(desk), text) == []
    assert await appeals(desk) == 0


@pytest.mark.parametrize("who", [MARIA, ANONYMOUS, replace(OLGA, is_bot=True)])
async def test_the_talk_of_staff_and_bots_opens_nothing(desk: FrontDesk, who: Person) -> None:
    assert await said(square(desk), "Когда у нас обед?", who) == []
    assert await appeals(desk) == 0


async def test_an_employees_number_in_another_messenger_is_a_client(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?", replace(NADIA, id=MARIA.id), WALL, BELOW)
    assert await appeals(desk) == 1


async def test_the_moderator_chat_is_no_place_for_consultations(desk: FrontDesk) -> None:
    square(desk)
    public = replace(desk.desk.public, groups=frozenset({MODERATORS.chat}))
    square(desk, public=public)
    assert await said(desk, "Когда приём?", OLGA, MODERATORS) == []
    assert await appeals(desk) == 0


async def test_the_same_message_twice_is_one_question(desk: FrontDesk) -> None:
    message = square(desk).message(GROUP, OLGA, "Когда приём?", private=False, spot=IN_GROUP)
    await desk.handle(message)
    assert await desk.handle(message) == []
    assert await appeals(desk) == 1


async def test_staff_read_where_it_stands_and_answer_there(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    (answer,) = in_public(await desk.writes("В среду с 9 до 12"))
    assert (answer.to, answer.reply_to, answer.buttons) == (GROUP, "11", ())
    assert answer.content == Content("В среду с 9 до 12")


async def test_an_answer_to_a_comment_stands_in_its_thread(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?")
    (answer,) = in_public(await desk.writes("В среду"))
    assert (answer.to, answer.reply_to) == (COMMENTS, "11")


async def test_an_album_is_one_question(desk: FrontDesk) -> None:
    first = Content("Что это такое?", attachments=(PHOTO,))
    await said(square(desk), "", content=first, album="a")
    replies = await said(desk, "", content=Content(attachments=(PHOTO,)), album="a")
    assert in_public(replies) == []
    assert to_topic(replies)
    assert await appeals(desk) == 1
    assert len(await desk.messages()) == 2


async def test_a_banned_person_hears_nothing_and_opens_nothing(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.presses("a:ban:1:1")
    assert await said(desk, "А когда приём?") == []
    assert await appeals(desk) == 0
    assert await desk.stands(GROUP, str(desk.next_id))


async def test_thanks_for_an_answer_get_a_reaction(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("В среду")
    await desk.delivered(2)
    await desk.presses("a:answered:1:1")
    assert (await desk.appeal()).state is State.ANSWERED
    (reaction,) = await said(desk, "Спасибо")
    assert isinstance(reaction, React)
    assert await said(desk, "Спасибо", PETR) == []


async def test_a_private_question_of_the_same_person_is_another(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.asks("Моё личное дело")
    assert await appeals(desk) == 2
    await said(desk, "И ещё: где приём?")
    assert len(await desk.messages(1)) == 2


async def test_a_reply_to_another_person_is_shown_to_staff_and_opens_nothing(
    desk: FrontDesk,
) -> None:
    await said(square(desk), "Когда приём?")
    replies = await said(desk, "Вроде бы в среду", PETR, reply_to="11")
    assert [say.lead.key for say in replies if isinstance(say, Say) and say.lead] == [
        "public-quiet"
    ]
    assert await appeals(desk) == 1
    await said(desk, "А где это?", PETR, reply_to="11")
    assert await appeals(desk) == 2


async def test_a_huge_text_is_taken_as_it_is(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём? " * 5000)
    assert (await desk.messages())[0].content.text.startswith("Когда")
    assert LINK in (await desk.appeal()).spot.link


@pytest.mark.parametrize("who", [OLGA, MARIA])
@pytest.mark.parametrize("data", ["a:take:1:1", "c:cancel:1:0", "q:open:1:0", "m:main"])
async def test_no_button_is_pressed_in_public(desk: FrontDesk, who: Person, data: str) -> None:
    await said(square(desk), "Когда приём?")
    press = Pressed(GROUP, who, "7", data, "press", private=False)
    assert await desk.handle(press) == []
    assert await desk.history() == ["registered"]


async def test_an_employee_asks_in_private_as_anybody(desk: FrontDesk) -> None:
    await square(desk).asks("Когда мой отпуск?", MARIA)
    assert await appeals(desk) == 1
