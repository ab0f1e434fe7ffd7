"""What stands on a wall, read with a key that may: a service key or a person's."""

from collections.abc import AsyncIterator
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.failures import NoAnswer
from bot.vk.history import items_of

POSTS, COMMENTS, IN_THREAD = 100, 100, 10
MOST_PAGES = 20

Json = dict[str, Any]


async def posts_of(client: Client, owner: int) -> list[Json]:
    """A wall's hundred newest posts, the newest first, a pinned one wherever VK puts it.

    Raises CallFailed.
    """
    values = {"owner_id": owner, "count": POSTS, "filter": "all"}
    return items_of(await client.call("wall.get", values, Lane.POLLING))


async def comments_of(
    client: Client, owner: int, post: int, lane: Lane = Lane.POLLING
) -> AsyncIterator[list[Json]]:
    """All comments of a post by threads: a top comment and its replies, the latest thread first.

    Whoever has seen enough stops asking. Raises CallFailed.
    """
    for number in range(MOST_PAGES):
        values = {
            "owner_id": owner,
            "post_id": post,
            "count": COMMENTS,
            "offset": number * COMMENTS,
            "sort": "desc",
            "thread_items_count": IN_THREAD,
        }
        tops = items_of(await client.call("wall.getComments", values, lane))
        for top in tops:
            yield [top, *await _replies(client, owner, post, top, lane)]
        if len(tops) < COMMENTS:
            return


async def _replies(client: Client, owner: int, post: int, top: Json, lane: Lane) -> list[Json]:
    """A thread's replies; those that did not fit are asked for by themselves."""
    thread = top.get("thread")
    if not isinstance(thread, dict):
        return []
    count, items = thread.get("count"), thread.get("items")
    known = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    if type(count) is not int or count <= len(known):
        return known
    found: list[Json] = []
    for number in range(MOST_PAGES):
        values = {
            "owner_id": owner,
            "post_id": post,
            "comment_id": top.get("id"),
            "count": COMMENTS,
            "offset": number * COMMENTS,
        }
        page = items_of(await client.call("wall.getComments", values, lane))
        found += page
        if len(page) < COMMENTS:
            break
    if not found:
        raise NoAnswer("a thread without its replies")
    return found
