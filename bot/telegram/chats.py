"""Which of Telegram's chats belong together."""

from bot.telegram.inspection import Inspection, Unanswered
from bot.telegram.sending import Telegram


async def linked_to(channel: Telegram) -> frozenset[str]:
    """The discussion groups and channels linked to the authority's own, as far as they answer.

    Staff write in the name of a linked channel; without knowing it their words would be a client's.
    """
    inspection, found = Inspection(channel.bot), set()
    for chat in channel.ours.chats:
        try:
            found.add((await inspection.chat(chat)).linked)
        except Unanswered:
            continue
    return frozenset(filter(None, found))
