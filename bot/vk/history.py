"""What stands in a dialog, read back from VK."""

from collections.abc import AsyncIterator
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.contents import attached, name_of
from bot.vk.failures import NoAnswer

PAGE = 200
MOST_PAGES = 50

Json = dict[str, Any]


async def pages(client: Client, peer: int, lane: Lane = Lane.SENDING) -> AsyncIterator[list[Json]]:
    """A dialog's messages, the newest first, in pages of 200. Raises CallFailed."""
    for number in range(MOST_PAGES):
        values = {"peer_id": peer, "count": PAGE, "offset": number * PAGE}
        found = items_of(await client.call("messages.getHistory", values, lane))
        yield found
        if len(found) < PAGE:
            return


async def sent_before(client: Client, peer: int, random_id: int) -> str:
    """The place of our own message with this number among the last 200; empty when it is not there.

    VK itself recognises a repetition for an hour only.
    """
    async for page in pages(client, peer):
        for message in page:
            if message.get("out") == 1 and message.get("random_id") == random_id:
                return str(message.get("conversation_message_id") or "")
        break
    return ""


async def files_of(client: Client, peer: int, cmid: str) -> list[str] | None:
    """Names of the files under a message among the last 200; None when it is not there."""
    async for page in pages(client, peer):
        for message in page:
            if str(message.get("conversation_message_id")) == cmid:
                names = [name_of(kind, body) for kind, body in attached(message)]
                return [name for name in names if name]
        break
    return None


def items_of(answer: object) -> list[Json]:
    """The items of a list that VK gave. Raises NoAnswer for anything else."""
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise NoAnswer("no items")
    return [one for one in items if isinstance(one, dict)]
