"""Channels, comments and groups reach the bot as Telegram would tell of them."""

from collections.abc import Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    Message,
    MessageOriginChannel,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.square import BLOG, CHANNEL, CONSULTATION, DISCUSSION, FOREIGN
from sandbox.state import CHANNEL_BOT, BotRights
from sandbox.world import World

OLGA, PETR, ANNA, HEAD = 101, 102, 103, 203


async def heard(bot: Bot, world: World) -> list[Message]:
    """The new messages, confirmed."""
    updates = await bot.get_updates(allowed_updates=["message", "edited_message"])
    await bot.get_updates(offset=world.updates.next_id)
    messages = (one.message or one.edited_message for one in updates)
    return [message for message in messages if message]


def post(world: World, text: str = "Новый порядок", **more: object) -> int:
    return world.writes(HEAD, text, chat=CHANNEL, **more)[0].id  # type: ignore[arg-type]  # passed on


async def test_a_post_comes_into_the_discussion_group_by_itself(bot: Bot, world: World) -> None:
    number = post(world)
    (brought,) = await heard(bot, world)
    assert brought.is_automatic_forward
    assert (brought.chat.id, brought.text) == (DISCUSSION, "Новый порядок")
    assert brought.sender_chat is not None
    assert brought.from_user is not None
    assert (brought.sender_chat.id, brought.from_user.id) == (CHANNEL, 777000)
    origin = brought.forward_origin
    assert isinstance(origin, MessageOriginChannel)
    assert (origin.chat.username, origin.message_id) == ("zanyatost_nso", number)
    assert brought.message_thread_id is None


async def test_the_post_itself_is_told_only_to_who_asks_for_posts(bot: Bot, world: World) -> None:
    post(world)
    (update,) = [one for one in await bot.get_updates() if one.channel_post]
    told = update.channel_post
    assert told is not None
    assert (told.chat.id, told.from_user) == (CHANNEL, None)


async def test_a_comment_has_the_thread_of_its_post_and_is_in_no_topic(
    bot: Bot, world: World
) -> None:
    number = post(world)
    (brought,) = await heard(bot, world)
    first = world.comments(OLGA, world.message(CHANNEL, number), "А кто не успел?")
    world.writes(PETR, "И мне", chat=DISCUSSION, reply_to=first.id)
    direct, below = await heard(bot, world)
    assert direct.message_thread_id == below.message_thread_id == brought.message_id
    assert direct.is_topic_message is None
    assert direct.reply_to_message is not None
    assert direct.reply_to_message.is_automatic_forward
    assert below.reply_to_message is not None
    assert (below.reply_to_message.message_id, below.reply_to_message.message_thread_id) == (
        first.id,
        brought.message_id,
    )
    assert below.reply_to_message.reply_to_message is None


async def test_a_reply_in_an_ordinary_supergroup_has_a_thread_too(bot: Bot, world: World) -> None:
    asked = world.writes(OLGA, "Кто знает?", chat=CONSULTATION)[0]
    world.writes(PETR, "Я знаю", chat=CONSULTATION, reply_to=asked.id)
    question, answer = await heard(bot, world)
    assert question.message_thread_id is None
    assert (answer.message_thread_id, answer.is_topic_message) == (asked.id, None)


async def test_staff_write_as_themselves_anonymously_and_as_the_channel(
    bot: Bot, world: World
) -> None:
    for how in ({}, {"anonymous": True}, {"sender_chat": CHANNEL}):
        world.writes(HEAD, "Отвечаем", chat=DISCUSSION, **how)
    themselves, unsigned, channel = await heard(bot, world)
    assert themselves.sender_chat is None
    assert unsigned.sender_chat is not None
    assert unsigned.sender_chat.id == DISCUSSION
    assert channel.sender_chat is not None
    assert channel.from_user is not None
    assert (channel.sender_chat.id, channel.from_user.id) == (CHANNEL, CHANNEL_BOT)
    assert channel.is_automatic_forward is None


async def test_a_person_writes_as_a_channel_of_their_own(bot: Bot, world: World) -> None:
    world.writes(ANNA, "Вопрос", chat=CONSULTATION, sender_chat=BLOG)
    (message,) = await heard(bot, world)
    assert message.sender_chat is not None
    assert message.sender_chat.username == "kadrovik_i_kvota"


async def test_an_edited_post_is_edited_in_the_group_and_a_deleted_one_is_gone_there(
    bot: Bot, world: World
) -> None:
    number = post(world)
    first = world.comments(OLGA, world.message(CHANNEL, number), "А кто не успел?")
    await heard(bot, world)
    world.edits(HEAD, number, "Порядок уточнён", chat=CHANNEL)
    (edited,) = await heard(bot, world)
    assert (edited.text, edited.is_automatic_forward) == ("Порядок уточнён", True)
    world.deletes(HEAD, number, chat=CHANNEL)
    assert [one.id for one in world.messages(DISCUSSION)] == [first.id]
    assert await heard(bot, world) == []


async def test_an_album_of_the_channel_is_an_album_in_the_group(bot: Bot, world: World) -> None:
    post(world, files=[Upload(f"{n}.jpg", b"1", "image/jpeg") for n in range(2)])
    parts = await heard(bot, world)
    assert len({one.media_group_id for one in parts}) == 1
    assert [one.caption for one in parts] == ["Новый порядок", None]


async def test_in_a_foreign_group_the_bot_hears_only_who_names_it(bot: Bot, world: World) -> None:
    world.writes(OLGA, "Где искать работу?", chat=FOREIGN)
    world.writes(OLGA, f"@{world.bot.username}, где искать работу?", chat=FOREIGN)
    (message,) = await heard(bot, world)
    assert [one.type for one in message.entities or []] == ["mention"]


async def test_chats_tell_what_they_are_linked_to(bot: Bot, world: World) -> None:
    channel, group = await bot.get_chat(CHANNEL), await bot.get_chat(DISCUSSION)
    assert (channel.type, channel.linked_chat_id, channel.username) == (
        "channel",
        DISCUSSION,
        "zanyatost_nso",
    )
    assert (group.type, group.linked_chat_id) == ("supergroup", CHANNEL)
    assert group.available_reactions is None
    world.chats[DISCUSSION].reactions = False
    assert (await bot.get_chat(DISCUSSION)).available_reactions == []


async def test_others_messages_are_deleted_with_the_right_and_not_without(
    bot: Bot, world: World
) -> None:
    asked = [world.writes(OLGA, "Мой телефон…", chat=CONSULTATION)[0].id for _ in range(2)]
    assert await bot.delete_message(CONSULTATION, asked[0])
    world.sets_bot_rights(CONSULTATION, BotRights(can_delete_messages=False))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(CONSULTATION, asked[1])
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(CONSULTATION, asked[0])


async def test_reactions_are_refused_where_the_chat_or_the_posts_channel_forbids_them(
    bot: Bot, world: World
) -> None:
    post(world)
    (brought,) = await heard(bot, world)
    asked = world.writes(OLGA, "Вопрос", chat=DISCUSSION)[0]
    reaction = [ReactionTypeEmoji(emoji="👌")]
    world.chats[CHANNEL].reactions = False
    assert await bot.set_message_reaction(DISCUSSION, asked.id, reaction)  # type: ignore[arg-type]  # a list of a subtype
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(DISCUSSION, brought.message_id, reaction)  # type: ignore[arg-type]  # a list of a subtype
    world.chats[DISCUSSION].reactions = False
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(DISCUSSION, asked.id, reaction)  # type: ignore[arg-type]  # a list of a subtype
    assert await bot.set_message_reaction(DISCUSSION, asked.id, [])


async def test_the_bots_answer_stands_in_the_thread_or_nowhere(bot: Bot, world: World) -> None:
    number = post(world)
    asked = world.comments(OLGA, world.message(CHANNEL, number), "Кто не успел?")
    reply = ReplyParameters(message_id=asked.id)
    sent = await bot.send_message(DISCUSSION, "Продлили до 5 декабря.", reply_parameters=reply)
    assert sent.message_thread_id == asked.branch
    world.deletes(OLGA, asked.id, chat=DISCUSSION)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(DISCUSSION, "Ещё раз", reply_parameters=reply)


async def test_a_channel_that_does_not_know_the_bot_hears_nothing_from_it(bot: Bot) -> None:
    with pytest.raises(TelegramForbiddenError, match="not a member of the channel chat"):
        await bot.send_message(BLOG, "Здравствуйте")


def test_what_telegrams_client_does_not_allow_in_public_is_not_possible(world: World) -> None:
    number = post(world)
    own = world.writes(ANNA, "Своё", chat=BLOG)[0]
    foreign = world.writes(OLGA, "Чужое", chat=CONSULTATION)[0]
    attempts: list[Callable[[], object]] = [
        lambda: world.writes(OLGA, "в канал", chat=CHANNEL),
        lambda: world.writes(OLGA, "чужим именем", chat=CONSULTATION, sender_chat=CHANNEL),
        lambda: world.writes(HEAD, "группой", chat=CONSULTATION, sender_chat=DISCUSSION),
        lambda: world.writes(HEAD, "лично", chat=HEAD, sender_chat=CHANNEL),
        lambda: world.writes(OLGA, "маска", chat=CONSULTATION, anonymous=True),
        lambda: world.comments(OLGA, own, "без обсуждения"),
        lambda: world.deletes(PETR, foreign.id, chat=CONSULTATION),
        lambda: world.deletes(OLGA, number, chat=CHANNEL),
        lambda: world.edits(PETR, foreign.id, "подмена", chat=CONSULTATION),
    ]
    for attempt in attempts:
        with pytest.raises(NotPossibleError):
            attempt()


def test_who_writes_into_an_open_group_has_joined_it(world: World) -> None:
    world.writes(OLGA, "Здравствуйте", chat=CONSULTATION)
    assert world.chats[CONSULTATION].members[OLGA] == "member"
