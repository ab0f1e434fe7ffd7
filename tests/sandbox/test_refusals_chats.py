"""Chats the bot may not write to, tokens and methods that are not there."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from sandbox.state import BotRights
from sandbox.world import World
from tests.sandbox.client import client_of
from tests.sandbox.refusing import CLIENT, STAFF, forbidden, refused
from tests.sandbox_server import RunningSandbox, running_sandbox


async def test_a_stranger_is_no_chat(bot: Bot) -> None:
    await refused(bot.send_message(CLIENT, "x"), "chat not found")
    await refused(bot.send_message(999, "x"), "chat not found")
    await refused(bot.send_message("@nobody", "x"), "chat not found")
    await refused(bot.get_chat(-1001999999999), "chat not found")


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
