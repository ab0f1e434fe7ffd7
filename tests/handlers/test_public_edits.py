"""Somebody changed what stands in public."""

from appeals.model import Fate, MessageRef
from appeals.words import Content
from handlers.conversation import EditedElsewhere
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk, to_topic
from tests.handlers.square import (
    COMMUNITY,
    FOREIGN,
    GROUP,
    POST,
    changed,
    commented,
    in_public,
    posted,
    said,
    square,
)


async def test_a_changed_question_is_shown_to_staff_and_kept_beside_the_first(
    desk: FrontDesk,
) -> None:
    await said(square(desk), "Когда приём?")
    replies = await changed(desk, "Когда приём в декабре?", "11")
    assert in_public(replies) == []
    assert desk.said(to_topic(replies)) == ["staff-client-edited"]  # type: ignore[arg-type]  # a list of one kind
    async with desk.office() as (office, _):
        assert len(await office.messages.versions(1)) == 2


async def test_the_same_words_again_are_no_change(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    assert await changed(desk, "Когда приём?", "11") == []


async def test_a_greeting_turned_question_is_heard(desk: FrontDesk) -> None:
    await said(square(desk), "Здравствуйте")
    await changed(desk, "Здравствуйте, когда приём?", "11")
    assert (await desk.appeal()).kind == "consultation"


async def test_a_comment_turned_question_is_an_appeal_about_its_post(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Молодцы")
    await changed(desk, "Молодцы, а когда приём?", "11", at=POST.at)
    assert (await desk.appeal()).kind == "comment"


async def test_an_edit_that_comes_before_its_message_is_the_question(desk: FrontDesk) -> None:
    square(desk)
    await changed(desk, "Когда приём в декабре?", "30")
    late = desk.message(GROUP, OLGA, "Когда приём?", private=False, id="30")
    assert await desk.handle(late) == []
    assert (await desk.messages())[0].content.text == "Когда приём в декабре?"


async def test_an_edit_elsewhere_concerns_nobody(desk: FrontDesk) -> None:
    assert await changed(square(desk), "Когда приём?", "30", at=FOREIGN) == []


async def test_an_employees_changed_reply_is_shown_in_the_topic(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await said(desk, "По средам", MARIA, reply_to="11")
    replies = await changed(desk, "По средам с 9 до 12", str(desk.next_id), MARIA)
    (shown,) = to_topic(replies)
    assert "там, где был вопрос" in desk.text(shown.lead)
    assert shown.content == Content("По средам с 9 до 12")


async def test_what_the_program_has_changed_itself_is_no_news(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("По средам")
    async with desk.office() as (office, _):
        await office.messages.copied(2, MessageRef(GROUP, "70"))
        await office.messages.set_fate(2, Fate.DELIVERED)
    await desk.corrects("По  вторникам", desk.next_id)
    edit = EditedElsewhere(GROUP, COMMUNITY, desk.now, "70", Content("По вторникам"))
    assert await desk.handle(edit) == []
    unknown = EditedElsewhere(GROUP, COMMUNITY, desk.now, "71", Content("По вторникам"))
    assert await desk.handle(unknown) == []
