"""Which of Telegram's chats belong together."""

from aiogram import Bot

from bot.telegram.chats import linked_to
from bot.telegram.sending import Telegram
from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import BotRights
from tests.sandbox_server import RunningSandbox


async def test_the_channel_behind_a_group_and_the_group_behind_a_channel_are_found(
    client: Bot,
) -> None:
    for known, other in ((CHANNEL, DISCUSSION), (DISCUSSION, CHANNEL)):
        telegram = Telegram(client, own=[str(known), str(CONSULTATION)])
        assert await linked_to(telegram) == {str(other)}


async def test_a_chat_that_does_not_answer_hides_no_other(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.sets_bot_rights(CONSULTATION, BotRights("kicked"))
    telegram = Telegram(client, own=["-1009", str(CONSULTATION), str(CHANNEL)])
    assert await linked_to(telegram) == {str(DISCUSSION)}


async def test_what_is_linked_counts_as_the_authoritys_own(client: Bot) -> None:
    telegram = Telegram(client, own=["-100"])
    telegram.introduced("otklik_bot")
    telegram.introduced("otklik_bot", {"-200"})
    assert telegram.username == "otklik_bot"
    assert sorted(telegram.ours.chats) == ["-100", "-200"]
