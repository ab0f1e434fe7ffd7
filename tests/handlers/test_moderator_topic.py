import pytest

from appeals.model import Address, Fate, MessageRef, Side, State
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Priority, Say
from tests.handlers.front_desk import (
    ANONYMOUS,
    GUEST,
    MARIA,
    SERGEI,
    FrontDesk,
    to_client,
    to_topic,
)


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked, nobody has taken it."""
    await desk.asks("Какая квота?")
    return desk


async def test_words_in_the_topic_go_to_the_author_as_a_reply_to_the_question(
    asked: FrontDesk,
) -> None:
    (answer,) = to_client(await asked.writes("Квота 2 %"))
    assert (str(answer.to), answer.reply_to) == ("telegram:101", "11")
    assert answer.content == Content("Квота 2 %")
    assert answer.priority is Priority.ANSWER


async def test_media_in_the_topic_go_to_the_author_too(asked: FrontDesk) -> None:
    file = Content("форма", attachments=(Attachment(MediaKind.DOCUMENT, "f1", "форма.docx"),))
    (answer,) = to_client(await asked.writes("", content=file))
    assert answer.content == file


async def test_an_album_from_staff_is_gathered_into_one_answer(asked: FrontDesk) -> None:
    replies = []
    for number in range(3):
        part = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        replies += await asked.writes("", content=part, album="b")
    answers = to_client(replies)
    assert len({answer.key for answer in answers}) == 1
    assert all(answer.append for answer in answers)


async def test_a_private_note_goes_nowhere_and_is_on_record(asked: FrontDesk) -> None:
    assert await asked.writes("// кажется, это завод") == []
    assert (await asked.messages())[-1].side is Side.NOTE
    assert (await asked.history())[-1] == "noted"


async def test_who_writes_first_without_taking_is_asked_once_to_take_it(asked: FrontDesk) -> None:
    assert asked.said(await asked.writes("Квота 2 %")) == ["staff-offer-take"]
    assert asked.said(await asked.writes("и ещё")) == []


async def test_a_second_moderators_words_are_held_until_confirmed(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    replies = await asked.writes("А вот ещё", SERGEI)
    assert not to_client(replies)
    assert asked.said(replies) == ["staff-colleague"]
    held = (await asked.messages())[-1]
    assert held.fate is Fate.HELD
    sent = await asked.presses(f"h:send:{held.id}:0", SERGEI)
    assert [answer.content for answer in to_client(sent)] == [Content("А вот ещё")]
    assert to_client(await asked.writes("и ещё", SERGEI))


async def test_held_words_are_confirmed_by_their_author_only_and_once(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    await asked.writes("А вот ещё", SERGEI)
    held = (await asked.messages())[-1]
    assert asked.toast(await asked.presses(f"h:send:{held.id}:0", MARIA)) == "staff-not-yours"
    assert to_client(await asked.presses(f"h:send:{held.id}:0", SERGEI))
    assert asked.toast(await asked.presses(f"h:send:{held.id}:0", SERGEI)) == "press-stale"


async def test_held_words_can_be_dropped_and_are_kept(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    await asked.writes("Лишнее", SERGEI)
    held = (await asked.messages())[-1]
    assert not to_client(await asked.presses(f"h:drop:{held.id}:0", SERGEI))
    assert (await asked.messages())[-1].fate is Fate.DROPPED
    assert (await asked.history())[-1] == "dropped"


async def test_held_words_go_out_in_their_latest_version(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    await asked.writes("Квота 3 %", SERGEI)
    held = (await asked.messages())[-1]
    assert await asked.corrects("Квота 2 %", int(held.ref.id), SERGEI) == []
    (answer,) = to_client(await asked.presses(f"h:send:{held.id}:0", SERGEI))
    assert answer.content == Content("Квота 2 %")


async def test_a_held_album_is_asked_about_once_and_goes_out_whole(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    questions: list[Say] = []
    for number in range(3):
        part = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        questions += to_topic(await asked.writes("", SERGEI, content=part, album="b"))
    assert len(questions) == 1
    held = (await asked.messages())[1]
    assert len(to_client(await asked.presses(f"h:send:{held.id}:0", SERGEI))) == 3


async def test_an_anonymous_admin_is_asked_to_sign(asked: FrontDesk) -> None:
    replies = await asked.writes("Квота 2 %", ANONYMOUS)
    assert not to_client(replies)
    assert asked.said(replies) == ["staff-sign"]
    held = (await asked.messages())[-1]
    signed = await asked.presses(f"h:sign:{held.id}:0", MARIA)
    assert len(to_client(signed)) == 1
    assert "released" in await asked.history()


async def test_a_stranger_in_the_moderator_chat_cannot_answer_or_sign(asked: FrontDesk) -> None:
    replies = await asked.writes("Я тоже отвечу", GUEST)
    assert asked.said(replies) == ["staff-not-employee"]
    assert str(replies[0].to) != "telegram:101"  # type: ignore[union-attr]  # said() has shown it is a Say
    await asked.writes("Квота", ANONYMOUS)
    held = (await asked.messages())[-1]
    assert asked.toast(await asked.presses(f"h:sign:{held.id}:0", GUEST)) == "staff-no-role"


async def test_words_after_the_end_are_held_as_an_addition(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    replies = await asked.writes("Забыл(а) добавить")
    assert asked.said(replies) == ["staff-ended"]
    held = (await asked.messages())[-1]
    assert to_client(await asked.presses(f"h:send:{held.id}:0", MARIA))
    assert (await asked.appeal()).state is State.ANSWERED


async def test_chatter_outside_the_topics_concerns_nobody(asked: FrontDesk) -> None:
    assert await asked.writes("Коллеги, обед?", appeal=0) == []
    assert await asked.writes("Чужая тема", appeal=77) == []


async def test_a_reply_to_one_of_the_clients_messages_answers_that_one(asked: FrontDesk) -> None:
    await asked.asks("и сколько рабочих мест?")
    copied = (await asked.messages())[-1]
    async with asked.store.begin() as unit:
        await unit.messages.copied(
            copied.id, MessageRef(Address("telegram", "-1001", "9001"), "555")
        )
    (answer,) = to_client(await asked.writes("Два", reply_to="555"))
    assert answer.reply_to == copied.ref.id


async def test_a_held_album_can_be_dropped_whole(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    for number in range(3):
        part = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        await asked.writes("", SERGEI, content=part, album="b")
    held = (await asked.messages())[1]
    await asked.presses(f"h:drop:{held.id}:0", SERGEI)
    assert {message.fate for message in (await asked.messages())[1:]} == {Fate.DROPPED}


@pytest.mark.parametrize("caption", ["/answered", "/close", "/find квота"])
async def test_a_command_under_a_file_is_not_done_and_the_file_not_lost(
    asked: FrontDesk, caption: str
) -> None:
    await asked.writes("Квота 2 %")
    file = Content(caption, attachments=(Attachment(MediaKind.DOCUMENT, "f1", "форма.docx"),))
    replies = await asked.writes("", content=file)
    assert asked.said(replies) == ["staff-command-in-caption"]
    assert (await asked.appeal()).is_open
    kept = (await asked.messages())[-1]
    assert (kept.content, kept.fate) == (file, Fate.DROPPED)
