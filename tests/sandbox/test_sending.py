"""What the bot sends arrives as it was sent."""

import pytest
from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    MediaUnion,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.files import Upload
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World

STAFF = MODERATOR_CHAT
CLIENT = 101
KINDS = ["photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker"]


@pytest.fixture(autouse=True)
def _started(world: World) -> None:
    world.starts(CLIENT)


async def test_a_text_keeps_its_formatting(bot: Bot, world: World) -> None:
    sent = await bot.send_message(
        CLIENT, " <b>Ваш</b> &lt;ответ&gt; 😀<i>!</i> ", parse_mode="HTML"
    )
    assert sent.text == "Ваш <ответ> 😀!"
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [
        ("bold", 0, 3),
        ("italic", 14, 1),
    ]
    assert world.messages(CLIENT)[-1].text == "Ваш <ответ> 😀!"


async def test_entities_may_be_given_instead_of_a_mode(bot: Bot) -> None:
    quote = MessageEntity(type="blockquote", offset=0, length=3)
    outside = MessageEntity(type="bold", offset=2, length=9)
    sent = await bot.send_message(CLIENT, "Ваш ответ", entities=[quote, outside])
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [("blockquote", 0, 3)]


async def test_a_text_of_4096_units_after_parsing_is_accepted(bot: Bot) -> None:
    sent = await bot.send_message(CLIENT, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    assert sent.text == "😀" * 2048


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_of_each_kind_is_sent_and_sent_again_by_its_id(bot: Bot, kind: str) -> None:
    send = getattr(bot, f"send_{kind}")
    sent: Message = await send(CLIENT, BufferedInputFile(b"bytes", "file.bin"))
    field = getattr(sent, kind)
    one = field[-1] if kind == "photo" else field
    again: Message = await send(CLIENT, one.file_id)
    field = getattr(again, kind)
    assert (field[-1] if kind == "photo" else field).file_unique_id == one.file_unique_id
    content = await bot.download(one.file_id)
    assert content is not None
    assert content.read() == b"bytes"


async def test_a_caption_stands_under_a_photo(bot: Bot) -> None:
    photo = BufferedInputFile(b"x", "x.jpg")
    sent = await bot.send_photo(CLIENT, photo, caption="<u>Схема</u>", parse_mode="HTML")
    assert sent.caption == "Схема"
    assert [e.type for e in sent.caption_entities or []] == ["underline"]
    edited = await bot.edit_message_caption(
        chat_id=CLIENT, message_id=sent.message_id, caption="Новая"
    )
    assert isinstance(edited, Message)
    assert edited.caption == "Новая"


async def test_an_album_is_several_messages_with_one_group(bot: Bot, world: World) -> None:
    album: list[MediaUnion] = [
        InputMediaPhoto(media=BufferedInputFile(b"1", "1.jpg"), caption="Все"),
        InputMediaPhoto(media=BufferedInputFile(b"2", "2.jpg")),
    ]
    sent = await bot.send_media_group(CLIENT, album)
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.caption for one in sent] == ["Все", None]
    assert len(world.messages(CLIENT)) == 3


async def test_a_reply_quotes_its_original_one_level_deep(bot: Bot, world: World) -> None:
    first = world.writes(CLIENT, "вопрос")[0]
    second = world.writes(CLIENT, "ещё", reply_to=first.id)[0]
    sent = await bot.send_message(
        CLIENT, "ответ", reply_parameters=ReplyParameters(message_id=second.id)
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "ещё"
    assert sent.reply_to_message.reply_to_message is None


async def test_a_reply_to_nothing_may_be_sent_without_it(bot: Bot) -> None:
    lenient = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    sent = await bot.send_message(CLIENT, "ответ", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_a_message_in_a_topic_answers_the_topics_creation(bot: Bot) -> None:
    topic = await bot.create_forum_topic(STAFF, "№ 1")
    sent = await bot.send_message(STAFF, "Карточка", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    assert sent.message_thread_id == topic.message_thread_id
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    assert sent.chat.type == ChatType.SUPERGROUP
    assert sent.chat.is_forum


async def test_a_reply_follows_its_original_into_the_topic(bot: Bot, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    question = world.writes(201, "?", chat=STAFF, thread=topic.id)[0]
    sent = await bot.send_message(
        STAFF, "!", reply_parameters=ReplyParameters(message_id=question.id)
    )
    assert sent.message_thread_id == topic.id


async def test_topics_are_renamed_closed_and_reopened(bot: Bot, world: World) -> None:
    number = (await bot.create_forum_topic(STAFF, "№ 1")).message_thread_id
    await bot.edit_forum_topic(STAFF, number, name="№ 1 решён")
    await bot.close_forum_topic(STAFF, number)
    topic = world.topics(STAFF)[0]
    assert (topic.name, topic.closed) == ("№ 1 решён", True)
    await bot.reopen_forum_topic(STAFF, number)
    assert not topic.closed
    services = [next(iter(m.service or {})) for m in world.messages(STAFF, number)]
    assert services == [
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]


async def test_a_copy_carries_text_file_and_a_new_caption(bot: Bot, world: World) -> None:
    text = world.writes(CLIENT, "вопрос")[0]
    photo = world.writes(CLIENT, "подпись", files=[Upload("1.jpg", b"1", "image/jpeg")])[0]
    await bot.copy_message(STAFF, CLIENT, text.id)
    await bot.copy_message(STAFF, CLIENT, photo.id)
    await bot.copy_message(STAFF, CLIENT, photo.id, caption="другая")
    assert [one.text for one in world.messages(STAFF)] == ["вопрос", "подпись", "другая"]
    assert world.messages(STAFF)[1].media == photo.media


async def test_an_edit_changes_text_and_drops_buttons_not_given(bot: Bot, world: World) -> None:
    keys = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Взять", callback_data="take")]]
    )
    sent = await bot.send_message(CLIENT, "карточка", reply_markup=keys)
    await bot.edit_message_text("взято", chat_id=CLIENT, message_id=sent.message_id)
    changed = world.message(CLIENT, sent.message_id)
    assert (changed.text, changed.markup) == ("взято", None)
    await bot.edit_message_reply_markup(
        chat_id=CLIENT, message_id=sent.message_id, reply_markup=keys
    )
    assert changed.markup is not None


async def test_a_keyboard_stays_until_it_is_removed(bot: Bot, world: World) -> None:
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мои обращения")]])
    sent = await bot.send_message(CLIENT, "меню", reply_markup=keys)
    assert sent.reply_markup is None
    await bot.send_message(CLIENT, "ещё")
    assert (world.chat(CLIENT).keyboard or {})["keyboard"] == [[{"text": "Мои обращения"}]]
    await bot.send_message(
        CLIENT, "без меню", reply_markup=ReplyKeyboardRemove(remove_keyboard=True)
    )
    assert world.chat(CLIENT).keyboard is None


async def test_a_reaction_is_set_and_taken_back(bot: Bot, world: World) -> None:
    message = world.writes(CLIENT, "спасибо")[0]
    await bot.set_message_reaction(CLIENT, message.id, [ReactionTypeEmoji(emoji="❤️")])
    assert message.reactions == ["❤"]
    await bot.set_message_reaction(CLIENT, message.id, [])
    assert message.reactions == []


async def test_a_message_is_deleted(bot: Bot, world: World) -> None:
    sent = await bot.send_message(CLIENT, "x")
    await bot.delete_message(CLIENT, sent.message_id)
    assert sent.message_id not in world.chat(CLIENT).messages


async def test_a_press_gets_its_answer(bot: Bot, world: World) -> None:
    press = world.presses(CLIENT, "да", message=1)
    await bot.answer_callback_query(press.id, text="Принято", show_alert=True)
    assert await press.answered() == {"text": "Принято", "show_alert": True}


async def test_commands_are_remembered(bot: Bot, world: World) -> None:
    await bot.set_my_commands([BotCommand(command="mine", description="Мои обращения")])
    assert world.commands == [{"command": "mine", "description": "Мои обращения"}]


async def test_the_bot_learns_who_is_who(bot: Bot, world: World) -> None:
    chat = await bot.get_chat(STAFF)
    assert (chat.title, chat.is_forum) == ("Отклик: модераторы", True)
    admins = await bot.get_chat_administrators(STAFF)
    assert {one.user.id for one in admins} == {201, 202, 203, 205, world.bot.id}
    assert (await bot.get_chat_member(STAFF, 204)).status == "member"
    assert (await bot.get_chat_member(STAFF, CLIENT)).status == "left"
    own = await bot.get_chat_member(STAFF, world.bot.id)
    assert own.can_manage_topics  # type: ignore[union-attr]  # the bot is an administrator here
    world.sets_bot_rights(STAFF, BotRights("member"))
    assert (await bot.get_chat_member(STAFF, world.bot.id)).status == "member"
    assert (await bot.send_chat_action(STAFF, "typing")) is True


async def test_get_me_tells_of_privacy_mode(bot: Bot, world: World) -> None:
    assert (await bot.get_me()).can_read_all_group_messages is False
    world.settings.privacy_mode = False
    assert (await bot.get_me()).can_read_all_group_messages is True
