"""Topics Telegram does not make, rename or close."""

import pytest
from aiogram import Bot

from sandbox.state import BotRights
from sandbox.world import World
from tests.sandbox.refusing import CLIENT, STAFF, Call, refused

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
    "deleting an unknown topic": (
        lambda bot: bot.delete_forum_topic(STAFF, 99),
        "TOPIC_ID_INVALID",
    ),
    "deleting a topic in a private chat": (
        lambda bot: bot.delete_forum_topic(CLIENT, 1),
        "the chat is not a forum",
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


@pytest.mark.parametrize("rights", [BotRights("member"), BotRights(can_delete_messages=False)])
async def test_deleting_a_topic_needs_the_right_to_delete_messages(
    bot: Bot, world: World, rights: BotRights
) -> None:
    topic = await bot.create_forum_topic(STAFF, "Тема")
    world.sets_bot_rights(STAFF, rights)
    refusal = "not enough rights to delete the topic"
    await refused(bot.delete_forum_topic(STAFF, topic.message_thread_id), refusal)
    assert [one.id for one in world.topics(STAFF)] == [topic.message_thread_id]


async def test_a_deleted_topic_is_gone_with_its_messages(bot: Bot, world: World) -> None:
    topic = await bot.create_forum_topic(STAFF, "Тема")
    await bot.send_message(STAFF, "раз", message_thread_id=topic.message_thread_id)
    assert await bot.delete_forum_topic(STAFF, topic.message_thread_id)
    assert world.topics(STAFF) == []
    assert world.messages(STAFF) == []
