"""Messages of one person about one thing join, where many talk at once."""

from dataclasses import replace
from datetime import timedelta

from appeals.model import Address, MessageRef, State
from tests.handlers.front_desk import OLGA, PETR, FrontDesk
from tests.handlers.square import (
    COMMENTS,
    GROUP,
    POST,
    commented,
    every_comment,
    in_public,
    posted,
    said,
    square,
)


async def counts(desk: FrontDesk) -> list[int]:
    """How many messages each appeal has."""
    async with desk.office() as (office, _):
        ids = [appeal.id for appeal in await office.appeals.open(50)]
    return [len(await desk.messages(one)) for one in sorted(ids)]


async def test_the_next_words_soon_after_join(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    desk.now += timedelta(minutes=9)
    assert in_public(await said(desk, "В этом месяце, я имею в виду")) == []
    assert await counts(desk) == [2]


async def test_after_that_a_question_is_a_new_one(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    desk.now += timedelta(minutes=11)
    await said(desk, "А где справку взять?")
    assert await counts(desk) == [1, 1]


async def test_another_persons_words_do_not_join(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await said(desk, "А мне когда прийти?", PETR)
    assert await counts(desk) == [1, 1]


async def test_a_reply_to_ones_own_question_joins_at_any_time(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    desk.now += timedelta(hours=5)
    await said(desk, "Так когда же?", reply_to="11")
    assert await counts(desk) == [2]


async def test_a_reply_to_a_line_of_the_bots_joins_at_any_time(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    desk.now += timedelta(hours=5)
    await said(desk, "Так когда же?", reply_to="9999")
    assert await counts(desk) == [2]


async def test_words_below_another_post_are_another_matter(desk: FrontDesk) -> None:
    await posted(square(desk, public=every_comment()))
    await posted(desk, replace(POST, root="600"))
    await commented(desk, "Когда приём?")
    await commented(desk, "И где?", root="600", reply_to="600")
    await commented(desk, "И кто принимает?")
    assert await counts(desk) == [2, 1]


async def test_a_clarification_is_answered_by_simply_writing_later(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.presses("a:clarify:1:1")
    (asked,) = in_public(await desk.writes("По какому вопросу?"))
    assert "нужно уточнить" in desk.text(asked.lead)
    assert "2026" not in desk.text(asked.lead)
    desk.now += timedelta(hours=3)
    await said(desk, "По инвалидности", PETR)
    assert (await desk.appeal()).state is State.CLARIFYING
    await said(desk, "По квоте")
    assert (await desk.appeal()).state is State.NEW
    assert len(await desk.messages()) == 3


async def test_a_reply_to_our_answer_joins_while_the_appeal_is_open(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("В среду")
    async with desk.office() as (office, _):
        await office.messages.copied(2, MessageRef(GROUP, "77"))
    desk.now += timedelta(hours=5)
    await said(desk, "А в какой кабинет?", reply_to="77")
    assert await counts(desk) == [3]


async def test_after_the_answer_a_reply_is_a_new_appeal_that_follows(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("В среду")
    await desk.delivered(2)
    await desk.presses("a:answered:1:1")
    await said(desk, "А в какой кабинет?", reply_to="11")
    assert (await desk.appeal(2)).follows == 1


async def test_a_reply_to_the_post_itself_answers_nobody(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?", OLGA)
    desk.now += timedelta(hours=1)
    await commented(desk, "А где?", OLGA, reply_to=POST.root)
    assert await counts(desk) == [1, 1]
    assert (await desk.appeal(2)).place == COMMENTS


async def test_a_row_of_answers_in_the_group_is_no_discussion_of_its_own(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await said(desk, "В декабре, я имею в виду", root="11", reply_to="11")
    await said(desk, "И по какому адресу?", root="11", reply_to="12")
    assert await counts(desk) == [3]


async def test_an_answer_sent_alone_is_not_talked_about_before_all(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("В среду")
    async with desk.office() as (office, _):
        await office.messages.copied(2, MessageRef(Address("telegram", OLGA.id), "70"))
    await desk.asks("А в какой кабинет?", reply_to="70")
    assert (await desk.appeal(2)).place == Address("telegram", OLGA.id)
    assert await counts(desk) == [2, 1]
