"""What the long poll did not bring, found in the dialogs themselves.

After a gap everything is looked through that was written since (`missed`). At the very first start
there was no long poll yet, and a community may have years of dialogs: then only what still waits
for an answer is taken in (`unanswered`), for a day back, which is how long Telegram would have kept
it. Whatever is older, or has been answered, is left to those who served the community before.
"""

from collections.abc import AsyncIterator, Sequence
from itertools import takewhile
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.history import MOST_PAGES, PAGE, items_of, pages
from bot.vk.raw import CHATS_FROM, changed_at, edit_event, message_event

FILTERS = ("unread", "unanswered", "all", "all")
"""Twice all: who writes while the pages are turned moves from a page to come to one behind."""
OWN_PROGRAM = "admin_author_id"
KEPT = 24 * 3600
"""Seconds for which Telegram keeps what a bot has not fetched."""
WAITING_PAGES = 5
CHANGEABLE = 24 * 3600
"""Seconds for which VK lets people change what they wrote."""

Json = dict[str, Any]


async def missed(client: Client, group_id: int, since: int) -> AsyncIterator[list[Json]]:
    """Events of all messages written or changed since then (Unix seconds), a dialog at a time.

    The oldest message comes first; one that was changed comes as a change too, for it may be stored
    as it was before.
    Unread and unanswered dialogs come first. The others follow, because an employee may have read
    and answered one in VK's own interface meanwhile. What was stored before comes again and is
    known by its place. Raises CallFailed.
    """
    looked: set[int] = set()
    for which in FILTERS:
        async for peer, _ in _dialogs(client, which, since - CHANGEABLE):
            if peer not in looked:
                looked.add(peer)
                found = await _changeable(client, peer, since - CHANGEABLE)
                new = [message for message in found if _date(message) >= since]
                changed = [message for message in found if changed_at(message) >= since]
                yield _events(peer, new, group_id) + _changes(peer, changed, group_id)


async def newest(client: Client) -> int:
    """The date of the newest message in any dialog (Unix seconds), 0 without one.

    Raises CallFailed.
    """
    items = items_of(await client.call("messages.getConversations", {"count": 1}, Lane.POLLING))
    return max((_date(_last(item)) for item in items), default=0)


async def unanswered(
    client: Client, group_id: int, since: int, stood: int = 0
) -> AsyncIterator[list[Json]]:
    """Events of what people have written since then (Unix seconds) and nobody has answered.

    At most 1,000 dialogs, the latest first; of each at most its last 200 messages, oldest first.
    What is later than `stood` (0: nothing is) is left to the long poll: were this look broken off
    and begun again, it would come before the person's words that are still to be read there.
    Raises CallFailed.
    """
    # All of them before the first is handed over: those who get their answer leave VK's list, and
    # the next page would begin too late.
    dialogs = _dialogs(client, "unanswered", since, WAITING_PAGES)
    for peer in [peer async for peer, last in dialogs if not _is_own(last)]:
        words = await _last_words(client, peer, since)
        yield _events(peer, [one for one in words if not stood or _date(one) <= stood], group_id)


async def _dialogs(
    client: Client, which: str, since: int, most: int = MOST_PAGES
) -> AsyncIterator[tuple[int, Json]]:
    """Dialogs with people and their last message, written since then; VK lists the latest first."""
    for number in range(most):
        values = {"filter": which, "count": PAGE, "offset": number * PAGE}
        items = items_of(await client.call("messages.getConversations", values, Lane.POLLING))
        fresh = [item for item in items if _date(_last(item)) >= since]
        for item in fresh:
            if 0 < (peer := _peer(item)) < CHATS_FROM:
                yield peer, _last(item)
        if len(items) < PAGE or not fresh:
            return


async def _changeable(client: Client, peer: int, since: int) -> list[Json]:
    """People's messages and employees' answers; what a program sent needs no second look."""
    found: list[Json] = []
    async for page in pages(client, peer, Lane.POLLING):
        found += [message for message in page if _date(message) >= since]
        if not page or _date(page[-1]) < since:
            break
    return [one for one in found if not _is_own(one) or one.get(OWN_PROGRAM)]


async def _last_words(client: Client, peer: int, since: int) -> list[Json]:
    """What a person has written after the community's last word."""
    async for page in pages(client, peer, Lane.POLLING):
        return list(takewhile(lambda one: not _is_own(one) and _date(one) >= since, page))
    return []


def _events(peer: int, messages: Sequence[Json], group_id: int) -> list[Json]:
    """From the newest first, as VK gives them, to the oldest first."""
    return [message_event(one | {"peer_id": peer}, group_id) for one in reversed(messages)]


def _changes(peer: int, messages: Sequence[Json], group_id: int) -> list[Json]:
    return [edit_event(message | {"peer_id": peer}, group_id) for message in reversed(messages)]


def _is_own(message: Json) -> bool:
    return message.get("out") == 1


def _peer(item: Json) -> int:
    conversation = item.get("conversation")
    peer = conversation.get("peer") if isinstance(conversation, dict) else None
    number = peer.get("id") if isinstance(peer, dict) else None
    return number if type(number) is int else 0


def _last(item: Json) -> Json:
    last = item.get("last_message")
    return last if isinstance(last, dict) else {}


def _date(message: Json) -> int:
    date = message.get("date")
    return date if type(date) is int else 0
