"""What people do reaches the bot as Telegram would tell it."""

from collections.abc import Callable

import pytest
from aiogram import Bot
from aiogram.types import Message, Update

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.state import ANONYMOUS_BOT, BotRights
from sandbox.world import MODERATOR_CHAT, World

STAFF = MODERATOR_CHAT
CLIENT = 101


async def last(bot: Bot) -> Update:
    return (await bot.get_updates())[-1]


async def last_message(bot: Bot) -> Message:
    message = (await last(bot)).message
    assert message is not None
    return message


async def test_start_carries_its_payload(bot: Bot, world: World) -> None:
    world.starts(CLIENT, "from_site")
    message = await last_message(bot)
    assert message.text == "/start from_site"
    assert [(e.type, e.length) for e in message.entities or []] == [("bot_command", 6)]
    assert message.from_user is not None
    assert message.from_user.full_name == "Ольга Смирнова"


async def test_html_in_a_name_arrives_unchanged(bot: Bot, world: World) -> None:
    world.writes(103, "вопрос")
    message = await last_message(bot)
    assert message.from_user is not None
    assert message.from_user.full_name == "Анна <Лебедева> & Ко"


async def test_an_album_arrives_as_separate_messages(bot: Bot, world: World) -> None:
    photos = [Upload(f"{n}.jpg", b"x%d" % n, "image/jpeg") for n in range(10)]
    world.writes(CLIENT, "все справки", files=photos)
    messages = [update.message for update in await bot.get_updates()]
    assert len(messages) == 10
    assert len({one.media_group_id for one in messages if one}) == 1
    assert [one.caption for one in messages if one][:2] == ["все справки", None]


async def test_eleven_files_are_two_albums_and_unless_wanted_none(world: World) -> None:
    photos = [Upload(f"{n}.jpg", b"x", "image/jpeg") for n in range(11)]
    assert len({one.album for one in world.writes(CLIENT, files=photos)}) == 2
    assert {one.album for one in world.writes(CLIENT, files=photos, album=False)} == {None}


@pytest.mark.parametrize(
    ("mime", "kind", "field"),
    [
        ("image/png", None, "photo"),
        ("image/gif", None, "animation"),
        ("video/mp4", None, "video"),
        ("audio/mpeg", None, "audio"),
        ("application/pdf", None, "document"),
        ("audio/ogg", "voice", "voice"),
        ("video/mp4", "video_note", "video_note"),
    ],
)
async def test_a_file_arrives_as_its_kind(
    bot: Bot, world: World, mime: str, kind: str | None, field: str
) -> None:
    world.writes(CLIENT, files=[Upload("file", b"bytes", mime, kind)])
    message = await last_message(bot)
    assert message.content_type == field
    assert getattr(message, field)


async def test_the_largest_photo_size_stands_last(bot: Bot, world: World) -> None:
    world.writes(CLIENT, files=[Upload("1.jpg", b"x" * 100, "image/jpeg")])
    sizes = (await last_message(bot)).photo or []
    assert [size.file_size for size in sizes] == [10, 100]
    assert sizes[0].file_id != sizes[1].file_id


async def test_a_sticker_and_a_contact_arrive(bot: Bot, world: World) -> None:
    world.writes(CLIENT, sticker="🙏")
    assert (await last_message(bot)).sticker is not None
    world.writes(CLIENT, contact={"phone_number": "+70000000000", "first_name": "Ольга"})
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert contact.phone_number == "+70000000000"


async def test_a_text_of_100_kb_is_cut_as_a_client_cuts_it(bot: Bot, world: World) -> None:
    text = "я😀" * 25_000
    sent = world.writes(CLIENT, text)
    assert len(sent) == 19
    assert "".join(one.text or "" for one in sent) == text
    assert len(await bot.get_updates()) == 19


async def test_an_edit_arrives_with_its_date(bot: Bot, world: World) -> None:
    message = world.writes(CLIENT, "первое")[0]
    world.edits(CLIENT, message.id, "второе")
    edited = (await last(bot)).edited_message
    assert edited is not None
    assert (edited.text, edited.edit_date is not None) == ("второе", True)


async def test_a_deletion_is_never_told(bot: Bot, world: World) -> None:
    message = world.writes(CLIENT, "ошибся")[0]
    world.deletes(CLIENT, message.id)
    assert len(await bot.get_updates()) == 1
    assert world.messages(CLIENT) == []


async def test_blocking_and_unblocking_are_told(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    world.blocks(CLIENT)
    world.blocks(CLIENT)
    world.starts(CLIENT)
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [one.new_chat_member.status for one in changes] == ["kicked", "member"]


async def test_an_anonymous_administrator_has_no_face(bot: Bot, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    world.writes(201, "ответ", chat=STAFF, thread=topic.id, anonymous=True)
    message = await last_message(bot)
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (ANONYMOUS_BOT, STAFF)


async def test_a_message_in_a_topic_answers_its_creation_or_what_it_quotes(
    bot: Bot, world: World
) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    created = await last_message(bot)
    assert (created.message_id, created.message_thread_id) == (topic.id, topic.id)
    assert created.is_topic_message
    assert created.forum_topic_created is not None
    first = world.writes(201, "раз", chat=STAFF, thread=topic.id)[0]
    plain = (await last_message(bot)).reply_to_message
    assert plain is not None
    assert plain.message_id == topic.id
    world.writes(202, "два", chat=STAFF, reply_to=first.id)
    quoting = await last_message(bot)
    assert quoting.reply_to_message is not None
    assert quoting.reply_to_message.message_id == first.id
    assert quoting.message_thread_id == topic.id


async def test_general_has_no_thread(bot: Bot, world: World) -> None:
    world.writes(201, "всем", chat=STAFF)
    message = await last_message(bot)
    assert message.message_thread_id is None
    assert message.is_topic_message is None


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(bot: Bot, world: World) -> None:
    sent = await bot.send_message(STAFF, "я здесь")
    world.sets_bot_rights(STAFF, BotRights("member"))
    await bot.get_updates(offset=world.updates.next_id)
    world.writes(201, "между собой", chat=STAFF)
    world.writes(201, "/mine", chat=STAFF)
    world.writes(201, "@otklik_sandbox_bot посмотри", chat=STAFF)
    world.writes(201, "ответ боту", chat=STAFF, reply_to=sent.message_id)
    heard = [u.message.text for u in await bot.get_updates() if u.message]
    assert heard == ["/mine", "@otklik_sandbox_bot посмотри", "ответ боту"]
    world.settings.privacy_mode = False
    world.writes(201, "теперь слышно", chat=STAFF)
    assert (await last_message(bot)).text == "теперь слышно"


async def test_a_press_names_who_pressed_what_and_where(bot: Bot, world: World) -> None:
    message = world.writes(CLIENT, "вопрос")[0]
    world.presses(CLIENT, "forged", message=message.id)
    query = (await last(bot)).callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("forged", CLIENT)
    assert isinstance(query.message, Message)
    world.presses(201, "gone", message=999, chat=STAFF)
    gone = (await last(bot)).callback_query
    assert gone is not None
    assert gone.message is not None
    assert not isinstance(gone.message, Message)


async def test_an_unanswered_press_ends_without_an_answer(world: World) -> None:
    assert await world.presses(CLIENT, "да", message=1).answered(timeout=0) is None


def test_what_telegrams_client_does_not_allow_is_not_possible(world: World) -> None:
    foreign = world.starts(102).id
    topic = world.creates_topic(201, STAFF, "Тема")
    world.closes_topic(201, STAFF, topic.id)
    attempts: list[Callable[[], object]] = [
        lambda: world.writes(999, "кто я"),
        lambda: world.writes(CLIENT, ""),
        lambda: world.writes(CLIENT),
        lambda: world.writes(CLIENT, "чужой чат", chat=102),
        lambda: world.writes(CLIENT, "не участник", chat=STAFF),
        lambda: world.writes(CLIENT, "нет чата", chat=-5),
        lambda: world.writes(201, "нет темы", chat=STAFF, thread=99),
        lambda: world.writes(204, "закрыто", chat=STAFF, thread=topic.id),
        lambda: world.writes(204, "маска", chat=STAFF, anonymous=True),
        lambda: world.writes(CLIENT, "я" * 1025, files=[Upload("a", b"a")]),
        lambda: world.edits(CLIENT, foreign, "чужое", chat=102),
        lambda: world.edits(102, foreign, " "),
        lambda: world.deletes(CLIENT, 999),
    ]
    for attempt in attempts:
        with pytest.raises(NotPossibleError):
            attempt()
    world.blocks(102)
    with pytest.raises(NotPossibleError, match="разблокируйте"):
        world.writes(102, "сначала разблокировать")


async def test_waiting_for_what_never_comes_ends_in_time(world: World) -> None:
    with pytest.raises(TimeoutError):
        await world.until(lambda: world.messages(CLIENT), timeout=0.01)
