"""What the long poll has lost, found in the dialogs themselves."""

from collections.abc import AsyncIterator
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.history import MOST_PAGES, PAGE, items_of, pages
from bot.vk.raw import CHATS_FROM, message_event

FILTERS = ("unread", "unanswered", "all")
OWN_PROGRAM = "admin_author_id"

Json = dict[str, Any]


async def missed(client: Client, group_id: int, since: int) -> AsyncIterator[list[Json]]:
    """Events of all messages written since then (Unix seconds), a dialog at a time, oldest first.

    Unread and unanswered dialogs come first. The others follow, because an employee may have read
    and answered one in VK's own interface meanwhile. What was stored before comes again and is
    known by its place. Raises CallFailed.
    """
    looked: set[int] = set()
    for which in FILTERS:
        async for peer in _dialogs(client, which, since):
            if peer not in looked:
                looked.add(peer)
                yield [message_event(one, group_id) for one in await _since(client, peer, since)]


async def _dialogs(client: Client, which: str, since: int) -> AsyncIterator[int]:
    """Dialogs with people in which somebody wrote since then; VK lists the latest first."""
    for number in range(MOST_PAGES):
        values = {"filter": which, "count": PAGE, "offset": number * PAGE}
        items = items_of(await client.call("messages.getConversations", values, Lane.POLLING))
        fresh = [item for item in items if _last_date(item) >= since]
        for item in fresh:
            if 0 < (peer := _peer(item)) < CHATS_FROM:
                yield peer
        if len(items) < PAGE or not fresh:
            return


async def _since(client: Client, peer: int, since: int) -> list[Json]:
    """People's messages and employees' answers; what a program sent needs no second look."""
    found: list[Json] = []
    async for page in pages(client, peer, Lane.POLLING):
        found += [message for message in page if _date(message) >= since]
        if not page or _date(page[-1]) < since:
            break
    wanted = [one for one in found if one.get("out") != 1 or one.get(OWN_PROGRAM)]
    return [one | {"peer_id": peer} for one in reversed(wanted)]


def _peer(item: Json) -> int:
    conversation = item.get("conversation")
    peer = conversation.get("peer") if isinstance(conversation, dict) else None
    number = peer.get("id") if isinstance(peer, dict) else None
    return number if type(number) is int else 0


def _last_date(item: Json) -> int:
    last = item.get("last_message")
    return _date(last) if isinstance(last, dict) else 0


def _date(message: Json) -> int:
    date = message.get("date")
    return date if type(date) is int else 0
