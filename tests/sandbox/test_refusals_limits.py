"""Too many requests, and the rest of wrong calls."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramRetryAfter,
)
from aiogram.types import (
    BotCommand,
    ReactionTypeEmoji,
)

from sandbox.world import World
from tests.sandbox.clock import MovableClock
from tests.sandbox.refusing import CLIENT, STAFF, refused


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


async def test_edits_reactions_and_topics_count_against_the_groups_limit(
    bot: Bot, world: World, clock: MovableClock
) -> None:
    world.settings.rate_limits = True
    topic = (await bot.create_forum_topic(STAFF, "Тема 0")).message_thread_id
    card = (await bot.send_message(STAFF, "0", message_thread_id=topic)).message_id
    for n in range(1, 7):
        await bot.edit_forum_topic(STAFF, topic, name=f"Тема {n}")
        await bot.edit_message_text(str(n), chat_id=STAFF, message_id=card)
        await bot.set_message_reaction(STAFF, card, [ReactionTypeEmoji(emoji="👍")])
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.edit_forum_topic(STAFF, topic, name="Двадцать первое")
    assert refusal.value.retry_after == 60
    clock.pass_time(seconds=60)
    await bot.edit_forum_topic(STAFF, topic, name="Двадцать первое")
    assert world.topics(STAFF)[0].name == "Двадцать первое"
