"""Replies become rows of the outbox: in the right lane, in the right number of messages."""

from datetime import timedelta

import pytest

from appeals.model import Address, MessageRef, Topic
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.payload import read_part
from handlers.conversation import (
    Button,
    Feeling,
    ModeratorChat,
    Priority,
    React,
    Redraw,
    Refresh,
    Reply,
    Say,
    Toast,
    TopicOf,
    Withdraw,
    Words,
)
from storage.outbox import Row
from tests.bot.program import HOME, OLGA, PETR, Program, in_topic

PHOTO = Attachment(MediaKind.PHOTO, "photo")
VOICE = Attachment(MediaKind.VOICE, "voice")
CAPTION = Words("button-cancel")
LEAD = Words("staff-client-wrote")
SIGN = Words("public-clarify")


async def rows(program: Program) -> list[Row]:
    """What waits, first things first; each lane is emptied in its order."""
    found: list[Row] = []
    later = program.clock.now() + timedelta(hours=1)
    async with program.store.begin() as unit:
        while heads := await unit.outbox.heads(later, 100):
            found += heads
            for row in heads:
                await unit.outbox.sent(row.id, (), later)
    return sorted(found, key=lambda row: row.id)


def said(row: Row) -> Content:
    """The message of a row."""
    return read_part(row.payload).message.content


async def a_topic(program: Program) -> None:
    """The topic 9 shows the appeal of a question of Olga's."""
    await program.receive(program.wrote("Вопрос про квоту?"))
    await program.work()
    async with program.store.begin() as unit:
        await unit.topics.put(Topic(1, in_topic("9"), card="10"))
    await rows(program)


@pytest.mark.parametrize(
    ("reply", "lane", "place"),
    [
        (Say(OLGA, LEAD), "telegram:101", "address"),
        (Say(Address("telegram", "-7", "3"), SIGN), "telegram:-7:3", "address"),
        (Say(TopicOf(1), LEAD), "topic:1", "topic"),
        (Say(in_topic("9"), LEAD), "topic:1", "topic"),
        (Say(in_topic("8"), LEAD), "telegram:-1001:8", "address"),
        (Say(ModeratorChat(), LEAD), "moderators", "moderators"),
        (Say(HOME, LEAD), "moderators", "moderators"),
        (Refresh(1), "topic:1", "topic"),
        (React(MessageRef(in_topic("9"), "5"), Feeling.DELIVERED), "topic:1", "topic"),
        (Redraw(MessageRef(OLGA, "5"), LEAD), "telegram:101", "address"),
    ],
)
async def test_everything_for_one_conversation_shares_a_lane(
    program: Program, reply: Reply, lane: str, place: str
) -> None:
    await a_topic(program)
    await program.put(reply)
    (row,) = await rows(program)
    assert (row.lane, row.place) == (lane, place)


async def test_a_lead_stands_above_somebodys_words_with_both_styles(program: Program) -> None:
    content = Content("слова", (Mark(Style.BOLD, 0, 5),))
    await program.put(Say(OLGA, LEAD, content))
    (row,) = await rows(program)
    lead, _, words = said(row).text.rpartition("\n")
    assert (bool(lead), words) == (True, "слова")
    assert said(row).marks[-1].offset == len(lead) + 1


async def test_a_long_text_becomes_several_rows_with_the_buttons_under_the_last(
    program: Program,
) -> None:
    button = Button(CAPTION, "c:x:1")
    await program.put(
        Say(OLGA, content=Content("Слово. " * 150), buttons=((button,),), reply_to="7")
    )
    parts = [read_part(row.payload).message for row in await rows(program)]
    assert "".join(part.content.text for part in parts) == "Слово. " * 150
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert [part.reply_to for part in parts] == ["7", "", ""]


async def test_an_album_with_buttons_leaves_one_file_to_carry_them(program: Program) -> None:
    button = Button(CAPTION, "c:x:1")
    await program.put(Say(OLGA, content=Content("3", (), (PHOTO,) * 3), buttons=((button,),)))
    parts = [read_part(row.payload).message for row in await rows(program)]
    assert [len(part.content.attachments) for part in parts] == [2, 1]
    assert [bool(part.buttons) for part in parts] == [False, True]


async def test_parts_of_an_album_gather_while_the_first_one_waits(program: Program) -> None:
    for number in range(10):
        await program.put(album_part(f"{number}" if number < 2 else ""))
    (row,) = await rows(program)
    assert said(row).text == "0\n1"
    assert len(said(row).attachments) == 10


async def test_what_does_not_fit_into_the_album_follows_it(program: Program) -> None:
    for file in (PHOTO, PHOTO, VOICE, PHOTO):
        await program.put(album_part("", file))
    assert [len(said(row).attachments) for row in await rows(program)] == [2, 1, 1]


async def test_a_part_that_comes_too_late_is_sent_by_itself(program: Program) -> None:
    await program.put(album_part("раз"))
    program.clock.advance(1.5)
    await program.deliver()
    await program.put(album_part("два"))
    program.clock.advance(1.5)
    await program.deliver()
    assert program.channel.texts() == ["раз", "два"]


async def test_an_album_never_gathers_in_another_conversation(program: Program) -> None:
    await program.put(album_part("раз"), album_part("два", to=PETR))
    assert [(row.lane, said(row).text) for row in await rows(program)] == [
        ("telegram:101", "раз"),
        ("telegram:102", "два"),
    ]


def album_part(text: str, file: Attachment = PHOTO, to: Address = OLGA) -> Say:
    """One part, as handlers send it."""
    return Say(
        to,
        content=Content(text, (), (file,)),
        wait=timedelta(seconds=1.5),
        key="album:a",
        append=True,
    )


async def test_a_withdrawn_message_goes_with_all_its_parts(program: Program) -> None:
    long = Content("Слово. " * 150)
    await program.put(Say(OLGA, content=long, wait=timedelta(seconds=10), key="undo:1"))
    await program.put(Say(OLGA, content=Content("другое"), key="undo:12"))
    await program.put(Withdraw("undo:1"))
    assert [said(row).text for row in await rows(program)] == ["другое"]


async def test_refreshes_are_collected(program: Program) -> None:
    await program.put(Refresh(1), Refresh(2), Refresh(1))
    assert [row.lane for row in await rows(program)] == ["topic:1", "topic:2"]


async def test_toasts_are_handed_back_and_never_stored(program: Program) -> None:
    toast = Toast("press", LEAD)
    assert await program.put(Say(OLGA, LEAD), toast) == [toast]
    assert len(await rows(program)) == 1


async def test_nothing_visible_makes_no_row(program: Program) -> None:
    await program.put(Say(OLGA, content=Content(" \n")))
    assert await rows(program) == []


async def test_data_of_sixty_four_bytes_is_the_most_a_button_may_carry(program: Program) -> None:
    await program.put(Say(OLGA, LEAD, buttons=((Button(CAPTION, "я" * 32),),)))
    with pytest.raises(ValueError, match="button-cancel"):
        await program.put(Say(OLGA, LEAD, buttons=((Button(CAPTION, "я" * 33),),)))


async def test_a_menu_page_stays_one_message(program: Program) -> None:
    page = Content("Строка. " * 150)
    await program.put(Redraw(MessageRef(OLGA, "5"), content=page))
    assert len(await rows(program)) == 1


async def test_priorities_are_those_of_the_reply(program: Program) -> None:
    await program.put(Say(OLGA, LEAD, priority=Priority.ANSWER), Say(OLGA, LEAD))
    assert [row.priority for row in await rows(program)] == [0, 1]
