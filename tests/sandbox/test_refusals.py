"""Each refusal, by a call that breaks the rule, through the real client over HTTP."""

from collections.abc import Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReactionTypeEmoji,
    ReactionTypeUnion,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from sandbox.files import Upload
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World
from tests.sandbox.client import client_of
from tests.sandbox.clock import MovableClock
from tests.sandbox_server import RunningSandbox, running_sandbox

Reactions = list[ReactionTypeUnion]
Call = Callable[[Bot], Awaitable[object]]
STAFF = MODERATOR_CHAT
CLIENT = 101
PHOTO = InputMediaPhoto(media=BufferedInputFile(b"jpeg", "1.jpg"))
DOCUMENT = InputMediaDocument(media=BufferedInputFile(b"pdf", "1.pdf"))


def button(**action: str) -> InlineKeyboardMarkup:
    one = InlineKeyboardButton.model_validate({"text": "Да", **action})
    return InlineKeyboardMarkup(inline_keyboard=[[one]])


def says(bot: Bot, text: str, **more: object) -> Awaitable[object]:
    return bot.send_message(CLIENT, text, **more)  # type: ignore[arg-type]  # options of any kind


async def refused(call: Awaitable[object], text: str, *, exactly: bool = True) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await call
    expected = f"Telegram server says - Bad Request: {text}"
    said = str(refusal.value)
    assert said == expected if exactly else said.startswith(expected)


TEXTS: dict[str, tuple[Call, str]] = {
    "an empty text": (lambda bot: says(bot, ""), "message text is empty"),
    "spaces only": (lambda bot: says(bot, " \n\u200b\u200f"), "message text is empty"),
    "tags around nothing": (
        lambda bot: says(bot, "<b> </b>", parse_mode="HTML"),
        "message text is empty",
    ),
    "4097 letters": (lambda bot: says(bot, "я" * 4097), "message is too long"),
    "4098 units in emoji": (lambda bot: says(bot, "😀" * 2049), "message is too long"),
    "100 KB": (lambda bot: says(bot, "a" * 100_000), "message is too long"),
    "an unknown tag": (
        lambda bot: says(bot, "я<foo>x</foo>", parse_mode="HTML"),
        'can\'t parse entities: Unsupported start tag "foo" at byte offset 2',
    ),
    "an open tag": (
        lambda bot: says(bot, "<b>x", parse_mode="HTML"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    "crossed tags": (
        lambda bot: says(bot, "<b><i>x</b></i>", parse_mode="HTML"),
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    "an end without a start": (
        lambda bot: says(bot, "x</b>", parse_mode="HTML"),
        "can't parse entities: Unexpected end tag at byte offset 1",
    ),
    "a bare less-than": (
        lambda bot: says(bot, "1 < 2", parse_mode="HTML"),
        "can't parse entities: Unclosed start tag at byte offset 2",
    ),
    "an unknown mode": (lambda bot: says(bot, "x", parse_mode="RTF"), "unsupported parse_mode"),
    "an entity without its link": (
        lambda bot: says(bot, "x", entities=[MessageEntity(type="text_link", offset=0, length=1)]),
        "can't parse MessageEntity: Can't find field \"url\"",
    ),
    "a long caption": (
        lambda bot: bot.send_photo(CLIENT, BufferedInputFile(b"x", "x.jpg"), caption="я" * 1025),
        "message caption is too long",
    ),
    "a reply to nothing": (
        lambda bot: says(bot, "x", reply_parameters=ReplyParameters(message_id=999)),
        "message to be replied not found",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
async def test_a_wrong_text_is_refused(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = TEXTS[case]
    await refused(call(bot), text)
    assert len(world.messages(CLIENT)) == 1


BUTTONS: dict[str, tuple[Call, str]] = {
    "65 bytes of data": (
        lambda bot: says(bot, "x", reply_markup=button(callback_data="я" * 32 + "a")),
        "BUTTON_DATA_INVALID",
    ),
    "no data": (
        lambda bot: says(bot, "x", reply_markup=button(callback_data="")),
        "BUTTON_DATA_INVALID",
    ),
    "no action": (
        lambda bot: says(bot, "x", reply_markup=button()),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a wrong address": (
        lambda bot: says(bot, "x", reply_markup=button(url="javascript:alert(1)")),
        "BUTTON_URL_INVALID",
    ),
    "an empty key": (
        lambda bot: says(
            bot, "x", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="")]])
        ),
        "keyboard button text must be non-empty",
    ),
    "101 buttons": (
        lambda bot: says(
            bot,
            "x",
            reply_markup=InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="1", callback_data="1")]] * 101
            ),
        ),
        "REPLY_MARKUP_TOO_LONG",
    ),
}


@pytest.mark.parametrize("case", BUTTONS)
async def test_a_wrong_button_is_refused(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = BUTTONS[case]
    await refused(call(bot), text)


async def test_64_bytes_of_button_data_are_accepted(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await says(bot, "x", reply_markup=button(callback_data="я" * 32))


async def test_a_stranger_is_no_chat(bot: Bot) -> None:
    await refused(bot.send_message(CLIENT, "x"), "chat not found")
    await refused(bot.send_message(999, "x"), "chat not found")
    await refused(bot.send_message("@nobody", "x"), "chat not found")
    await refused(bot.get_chat(-1001999999999), "chat not found")


async def forbidden(call: Awaitable[object], text: str) -> None:
    with pytest.raises(TelegramForbiddenError) as refusal:
        await call
    assert str(refusal.value) == f"Telegram server says - Forbidden: {text}"


async def test_an_employee_who_never_started_the_bot_cannot_be_written_to(bot: Bot) -> None:
    await forbidden(bot.send_message(201, "x"), "bot can't initiate conversation with a user")


async def test_a_client_who_blocked_the_bot_cannot_be_written_to(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    world.blocks(CLIENT)
    await forbidden(bot.send_message(CLIENT, "x"), "bot was blocked by the user")


async def test_a_deleted_account_cannot_be_written_to(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    world.leaves_telegram(CLIENT)
    await forbidden(bot.send_message(CLIENT, "x"), "user is deactivated")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("kicked", "bot was kicked from the supergroup chat"),
        ("left", "bot is not a member of the supergroup chat"),
    ],
)
async def test_a_bot_outside_a_group_cannot_write_there(
    bot: Bot, world: World, status: str, text: str
) -> None:
    world.sets_bot_rights(STAFF, BotRights(status=status))  # type: ignore[arg-type]  # one of two literals
    await forbidden(bot.send_message(STAFF, "x"), text)


async def test_a_bot_kicked_from_a_basic_group_is_told_so() -> None:
    async with running_sandbox(
        moderator_chat="group", rights=BotRights(status="kicked")
    ) as sandbox:
        chat = sandbox.world.moderator_chat
        async with client_of(sandbox.url, sandbox.token) as bot:
            await forbidden(bot.send_message(chat.id, "x"), "bot was kicked from the group chat")


async def test_an_upgraded_group_names_its_new_id() -> None:
    async with running_sandbox(moderator_chat="group") as sandbox:
        old = sandbox.moderator_chat
        new = sandbox.world.upgrades(old)
        async with client_of(sandbox.url, sandbox.token) as bot:
            with pytest.raises(TelegramMigrateToChat) as refusal:
                await bot.send_message(old, "x")
            assert refusal.value.migrate_to_chat_id == new.id
            assert "group chat was upgraded to a supergroup chat" in str(refusal.value)
            await bot.send_message(new.id, "x")


async def test_another_token_is_unauthorized(sandbox: RunningSandbox) -> None:
    async with client_of(sandbox.url, "7000000001:other") as bot:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await bot.get_me()


class NoSuchMethod(TelegramMethod[bool]):
    __returning__ = bool
    __api_method__ = "sendTelepathy"


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramNotFound, match="Not Found"):
        await bot(NoSuchMethod())


TOPICS: dict[str, tuple[Call, str]] = {
    "writing to an unknown topic": (
        lambda bot: bot.send_message(STAFF, "x", message_thread_id=99),
        "message thread not found",
    ),
    "typing in an unknown topic": (
        lambda bot: bot.send_chat_action(STAFF, "typing", message_thread_id=99),
        "message thread not found",
    ),
    "renaming an unknown topic": (
        lambda bot: bot.edit_forum_topic(STAFF, 99, name="x"),
        "TOPIC_ID_INVALID",
    ),
    "closing an unknown topic": (lambda bot: bot.close_forum_topic(STAFF, 99), "TOPIC_ID_INVALID"),
    "a topic without a name": (lambda bot: bot.create_forum_topic(STAFF, " "), "TOPIC_TITLE_EMPTY"),
    "a name of 129 letters": (
        lambda bot: bot.create_forum_topic(STAFF, "я" * 129),
        "TOPIC_TITLE_TOO_LONG",
    ),
    "a colour of its own": (
        lambda bot: bot.create_forum_topic(STAFF, "x", icon_color=1),
        "TOPIC_ICON_COLOR_INVALID",
    ),
    "a topic in a private chat": (
        lambda bot: bot.create_forum_topic(CLIENT, "x"),
        "the chat is not a forum",
    ),
}


@pytest.mark.parametrize("case", TOPICS)
async def test_a_wrong_topic_is_refused(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = TOPICS[case]
    await refused(call(bot), text)
    assert world.topics(STAFF) == []


async def test_a_topic_is_refused_what_it_already_is(bot: Bot) -> None:
    topic = await bot.create_forum_topic(STAFF, "Тема")
    number = topic.message_thread_id
    await refused(bot.edit_forum_topic(STAFF, number, name="Тема"), "TOPIC_NOT_MODIFIED")
    await refused(bot.reopen_forum_topic(STAFF, number), "TOPIC_NOT_MODIFIED")


async def test_a_closed_topic_refuses_a_bot_without_rights(bot: Bot, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    world.closes_topic(201, STAFF, topic.id)
    await bot.send_message(STAFF, "x", message_thread_id=topic.id)
    world.sets_bot_rights(STAFF, BotRights(can_manage_topics=False))
    await refused(bot.send_message(STAFF, "x", message_thread_id=topic.id), "TOPIC_CLOSED")


@pytest.mark.parametrize("rights", [BotRights("member"), BotRights(can_manage_topics=False)])
async def test_topics_need_the_right_to_manage_them(
    bot: Bot, world: World, rights: BotRights
) -> None:
    world.sets_bot_rights(STAFF, rights)
    await refused(bot.create_forum_topic(STAFF, "x"), "not enough rights to create a topic")


async def test_a_group_without_topics_refuses_them(bot: Bot, world: World) -> None:
    world.becomes_forum(STAFF, is_forum=False)
    await refused(bot.create_forum_topic(STAFF, "x"), "the chat is not a forum")


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    sent = await bot.send_message(CLIENT, "x", reply_markup=button(callback_data="1"))
    same = "message is not modified: specified new message content and reply markup are exactly "
    same += "the same as a current content and reply markup of the message"
    again = button(callback_data="1")
    await refused(
        bot.edit_message_text("x", chat_id=CLIENT, message_id=sent.message_id, reply_markup=again),
        same,
    )
    await refused(
        bot.edit_message_reply_markup(
            chat_id=CLIENT, message_id=sent.message_id, reply_markup=again
        ),
        same,
    )


async def test_only_an_own_message_of_the_right_kind_is_edited(bot: Bot, world: World) -> None:
    foreign = world.starts(CLIENT).id
    text = (await bot.send_message(CLIENT, "x")).message_id
    photo = (await bot.send_photo(CLIENT, BufferedInputFile(b"x", "x.jpg"))).message_id

    def edit(message: int, **more: object) -> Awaitable[object]:
        return bot.edit_message_text("y", chat_id=CLIENT, message_id=message, **more)  # type: ignore[arg-type]  # options of any kind

    await refused(edit(999), "message to edit not found")
    await refused(edit(foreign), "message can't be edited")
    await refused(edit(photo), "there is no text in the message to edit")
    await refused(
        bot.edit_message_caption(chat_id=CLIENT, message_id=text, caption="y"),
        "there is no caption in the message to edit",
    )
    await refused(bot.edit_message_text("y"), "message identifier is not specified")


class WrongEdit(TelegramMethod[object]):
    """An edit aiogram's own types would not let out."""

    __returning__ = object
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    reply_markup: str


async def test_only_inline_buttons_stand_under_an_edited_message(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    sent = (await bot.send_message(CLIENT, "x")).message_id
    for markup, text in (
        ('{"remove_keyboard": true}', "inline keyboard expected"),
        ("{broken", "can't parse reply keyboard markup JSON object"),
        ('{"inline_keyboard": 5}', "object expected as reply markup"),
    ):
        edit = WrongEdit(chat_id=CLIENT, message_id=sent, text="y", reply_markup=markup)
        await refused(bot(edit), text, exactly=False)


async def test_what_cannot_be_deleted_is_refused(
    bot: Bot, world: World, clock: MovableClock
) -> None:
    world.starts(CLIENT)
    topic = await bot.create_forum_topic(STAFF, "Тема")
    old = (await bot.send_message(CLIENT, "x")).message_id
    clock.pass_time(hours=48, seconds=1)
    await refused(bot.delete_message(CLIENT, 999), "message to delete not found")
    await refused(bot.delete_message(CLIENT, old), "message can't be deleted")
    await refused(bot.delete_message(STAFF, topic.message_thread_id), "message can't be deleted")


async def test_others_messages_in_a_group_need_the_right_to_delete(bot: Bot, world: World) -> None:
    foreign = world.writes(204, "реклама", chat=STAFF)[0]
    world.sets_bot_rights(STAFF, BotRights(can_delete_messages=False))
    await refused(bot.delete_message(STAFF, foreign.id), "message can't be deleted")
    world.sets_bot_rights(STAFF, BotRights())
    assert await bot.delete_message(STAFF, foreign.id)


OLD = "query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_once_and_in_time(
    bot: Bot, world: World, clock: MovableClock
) -> None:
    world.starts(CLIENT)
    answered = world.presses(CLIENT, "да", message=1)
    late = world.presses(CLIENT, "да", message=1)
    await refused(bot.answer_callback_query(answered.id, text="я" * 201), "MESSAGE_TOO_LONG")
    await bot.answer_callback_query(answered.id, text="я" * 200)
    await refused(bot.answer_callback_query(answered.id), OLD)
    clock.pass_time(seconds=16)
    await refused(bot.answer_callback_query(late.id), OLD)
    await refused(bot.answer_callback_query("forged"), OLD)


async def test_only_allowed_reactions_are_set(bot: Bot, world: World) -> None:
    message = world.starts(CLIENT).id
    wrong: Reactions = [ReactionTypeEmoji(emoji="✅")]
    many: Reactions = [ReactionTypeEmoji(emoji="👍"), ReactionTypeEmoji(emoji="🔥")]
    await refused(bot.set_message_reaction(CLIENT, message, wrong), "REACTION_INVALID")
    await refused(bot.set_message_reaction(CLIENT, message, many), "REACTIONS_TOO_MANY")
    await refused(bot.set_message_reaction(CLIENT, 999, many), "message to react not found")


async def test_a_wrong_file_is_refused(bot: Bot, world: World) -> None:
    sent = world.writes(CLIENT, files=[Upload("a.pdf", b"pdf", "application/pdf")])[0]
    assert sent.media is not None
    known = sent.media.file_id
    await refused(bot.send_document(CLIENT, "nonsense"), "wrong file identifier/HTTP URL specified")
    await refused(bot.send_photo(CLIENT, known), "can't use file of type Document as Photo")
    await refused(bot.send_document(CLIENT, "http://127.0.0.1/x"), "failed to get HTTP URL content")
    await refused(
        bot.send_document(CLIENT, BufferedInputFile(b"", "e.txt")), "file must be non-empty"
    )
    await refused(
        bot.send_document(CLIENT, "attach://lost"), "file attach://lost not found in the request"
    )
    await refused(bot.get_file("nonsense"), "wrong file_id or the file is temporarily unavailable")


async def test_files_over_the_limits_are_refused(bot: Bot, world: World) -> None:
    huge = Upload("v.mp4", b"", "video/mp4", size=20 * 1024 * 1024 + 1)
    sent = world.writes(CLIENT, files=[huge])[0]
    assert sent.media is not None
    await refused(bot.get_file(sent.media.file_id), "file is too big")
    photo = BufferedInputFile(b"x" * (10 * 1024 * 1024 + 1), "x.jpg")
    await refused(
        bot.send_photo(CLIENT, photo), "file of size 10485761 bytes is too big", exactly=False
    )
    with pytest.raises(TelegramEntityTooLarge, match="Request Entity Too Large"):
        await bot.send_document(CLIENT, BufferedInputFile(b"x" * (50 * 1024 * 1024 + 1), "x.zip"))


ALBUMS: dict[str, tuple[Call, str]] = {
    "no file": (lambda bot: bot.send_media_group(CLIENT, []), "there are no messages to send"),
    "one file": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO]),
        "too few messages to send as an album",
    ),
    "eleven files": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO] * 11),
        "too many messages to send as an album",
    ),
    "a photo and a document": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO, DOCUMENT]),
        "document can't be mixed with other media types",
    ),
}


@pytest.mark.parametrize("case", ALBUMS)
async def test_a_wrong_album_is_refused_whole(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = ALBUMS[case]
    await refused(call(bot), text)
    assert len(world.messages(CLIENT)) == 1


async def test_what_cannot_be_copied_is_refused(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    topic = await bot.create_forum_topic(STAFF, "Тема")
    await refused(bot.copy_message(CLIENT, STAFF, 999), "message to copy not found")
    await refused(
        bot.copy_message(CLIENT, STAFF, topic.message_thread_id), "message can't be copied"
    )


async def test_the_rest_of_wrong_calls_is_refused(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await refused(
        bot.get_chat_administrators(CLIENT), "there are no administrators in the private chat"
    )
    await refused(bot.get_chat_member(STAFF, 999), "PARTICIPANT_ID_INVALID")
    await refused(bot.send_chat_action(CLIENT, "dancing"), "wrong parameter action in request")
    commands = [BotCommand(command="Wrong!", description="x")]
    await refused(bot.set_my_commands(commands), "BOT_COMMAND_INVALID")
    commands = [BotCommand(command="right", description="")]
    await refused(bot.set_my_commands(commands), "BOT_COMMAND_DESCRIPTION_INVALID")


async def test_too_many_requests_say_how_long_to_wait(bot: Bot, world: World) -> None:
    world.settings.rate_limits = True
    world.starts(CLIENT)
    for _ in range(5):
        await bot.send_message(CLIENT, "x")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(CLIENT, "x")
    assert refusal.value.retry_after == 5
    assert "Too Many Requests: retry after 5" in str(refusal.value)
