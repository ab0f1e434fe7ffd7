"""Channels: a bot may post there once an owner has made it an administrator who may.

Only what sending takes is played: nobody reads, comments or joins here.
"""

from typing import TYPE_CHECKING

from sandbox.refusals import RefusalError, bad_request
from sandbox.state import BotRights, Chat

if TYPE_CHECKING:
    from sandbox.core import Core

CHANNEL = -1001500000001


def add_channel(
    world: "Core", number: int = CHANNEL, title: str = "Новости", rights: BotRights | None = None
) -> Chat:
    """Return a new channel of the authority's; without ``rights`` the bot may post in it."""
    channel = Chat(number, "channel", title, bot=rights or BotRights())
    world.chats[number] = channel
    world.announce("settings", number)
    return channel


def refusal_to_post(chat: Chat) -> RefusalError | None:
    """Return why the bot may not write in a channel that it is in, or None."""
    rights = chat.bot
    if chat.type != "channel" or (rights.status == "administrator" and rights.can_post_messages):
        return None
    return bad_request("need administrator rights in the channel chat")
