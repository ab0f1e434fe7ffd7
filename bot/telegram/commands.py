"""The lists of commands that Telegram shows beside the input field."""

from collections.abc import Mapping

from aiogram import Bot
from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.telegram.outcomes import outcome_of
from handlers.conversation import Outcome, Sent

CLIENT_COMMANDS = ("start", "my", "survey", "subscribe", "unsubscribe", "privacy", "help")
MODERATOR_COMMANDS = (
    "mine",
    "open",
    "due",
    "overdue",
    "find",
    "appeal",
    "topic",
    "incidents",
    "interim",
    "handover",
    "extend",
    "duty",
    "absent",
    "back",
    "invite",
    "register",
    "register_offline",
    "help",
)


async def set_commands(
    bot: Bot, clients: Mapping[str, str], moderators: Mapping[str, str], moderator_chat: str
) -> Outcome:
    """Show these commands (name → Russian description, 1–256 characters) in private chats and in
    the moderator chat. Sent when both lists stand; otherwise the first failure.
    """
    try:
        await bot(SetMyCommands(commands=_list(clients), scope=BotCommandScopeAllPrivateChats()))
        if moderator_chat:
            scope = BotCommandScopeChat(chat_id=int(moderator_chat))
            await bot(SetMyCommands(commands=_list(moderators), scope=scope))
    except Exception as error:  # a missing list must not keep the bot from starting
        return outcome_of(error)
    return Sent()


def _list(commands: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=words) for name, words in commands.items()]
