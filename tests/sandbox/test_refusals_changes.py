"""Edits, deletions, presses and reactions Telegram does not take."""

from collections.abc import Awaitable

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    ReactionTypeEmoji,
    ReactionTypeUnion,
)

from sandbox.state import BotRights
from sandbox.world import World
from tests.sandbox.clock import MovableClock
from tests.sandbox.refusing import CLIENT, STAFF, button, refused

Reactions = list[ReactionTypeUnion]


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
