"""A bot posts in a channel where an owner has made it an administrator who may."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile

from sandbox import wire
from sandbox.channels import CHANNEL, add_channel
from sandbox.keeping import restore, snapshot
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World
from tests.sandbox.spec import Spec, spec_file

NEED = "need administrator rights in the channel chat"


async def test_a_post_is_the_channels_own(bot: Bot, world: World) -> None:
    add_channel(world)
    post = await bot.send_message(CHANNEL, "Новость")
    assert (post.message_id, post.chat.type, post.chat.title) == (1, "channel", "Новости")
    assert post.from_user is None
    assert post.sender_chat is not None
    assert post.sender_chat.id == CHANNEL
    page = BufferedInputFile(b"<html>", "itogi.html")
    second = await bot.send_document(CHANNEL, page, caption="Итоги")
    assert second.message_id == 2
    assert second.document is not None
    assert [one.text for one in world.messages(CHANNEL)] == ["Новость", "Итоги"]
    assert await bot.get_updates() == []


@pytest.mark.parametrize(
    "rights", [BotRights("member"), BotRights(can_post_messages=False)], ids=["reader", "no posts"]
)
async def test_without_the_right_nothing_is_posted(
    bot: Bot, world: World, rights: BotRights
) -> None:
    add_channel(world, rights=rights)
    with pytest.raises(TelegramBadRequest, match=NEED):
        await bot.send_message(CHANNEL, "Новость")
    assert world.messages(CHANNEL) == []


@pytest.mark.parametrize(
    ("status", "said"), [("kicked", "kicked from the channel chat"), ("left", "not a member of")]
)
async def test_outside_of_the_channel_nothing_is_posted(
    bot: Bot, world: World, status: str, said: str
) -> None:
    add_channel(world, rights=BotRights(status))  # type: ignore[arg-type]  # one of its statuses
    with pytest.raises(TelegramForbiddenError, match=said):
        await bot.send_message(CHANNEL, "Новость")


async def test_the_moderators_stay_where_they_are_and_all_is_kept(bot: Bot, world: World) -> None:
    add_channel(world)
    await bot.send_message(CHANNEL, "Новость")
    assert world.moderator_chat.id == MODERATOR_CHAT
    kept = restore(World(), snapshot(world))
    assert kept.chats[CHANNEL].type == "channel"
    assert [one.text for one in kept.messages(CHANNEL)] == ["Новость"]


@pytest.mark.skipif(spec_file() is None, reason="no description of the Bot API is named")
async def test_a_post_is_what_telegram_describes(bot: Bot, world: World) -> None:
    add_channel(world)
    await bot.send_message(CHANNEL, "Новость")
    (post,) = world.messages(CHANNEL)
    file = spec_file()
    assert file is not None
    assert Spec(file).faults(wire.message(world, post), ["Message"], "post") == []
