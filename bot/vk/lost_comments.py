"""Comments that the long poll did not bring, found on the wall itself with a key that may read it.

After a gap everything is looked at that stands below the hundred newest posts; what was stored
before comes again and is known by its place. VK dates no change of a comment, so each comes as it
is now beside the first version; a comment that was deleted meanwhile is seen by nobody any more.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

from bot.platform import Receive
from bot.vk.client import Client
from bot.vk.comments import excerpt_of
from bot.vk.places import POST_EVENT, is_id
from bot.vk.profiles import Profiles
from bot.vk.raw import people_in, raw_event
from bot.vk.wall_reading import comments_of, posts_of

CHANGEABLE = 24 * 3600
"""Seconds back from a gap, in which a comment may have been written and changed within the gap."""

Json = dict[str, Any]


class LostComments:
    """Hands over to `receive` what was written on the wall of the community `group_id`."""

    def __init__(
        self,
        reader: Client,
        group_id: int,
        receive: Receive,
        profiles: Profiles,
        clock: Callable[[], datetime],
    ) -> None:
        self._reader, self._group_id = reader, group_id
        self._receive, self._profiles, self._clock = receive, profiles, clock

    async def look(self, since: int, *, waiting: bool) -> None:
        """All since then (Unix seconds), a post at a time, the oldest first in each.

        `waiting`: only what the community has not answered in its thread, for the very first start.
        Raises CallFailed.
        """
        posts = [
            one for one in await posts_of(self._reader, -self._group_id) if is_id(one.get("id"))
        ]
        await self._store([self._posted(one) for one in posts if self._is_own(one)])
        for post in posts:
            found: list[Json] = []
            answered = False
            async for thread in self._threads(post):
                found += self._unanswered(thread) if waiting else thread
                answered = answered or any(self._is_own(one) for one in thread)
            asks = not self._is_own(post) and _date(post) >= since and not (waiting and answered)
            events = [self._posted(post)] if asks else []
            await self._store([*events, *self._events(post, found, since)], excerpt_of(post))

    async def _threads(self, post: Json) -> AsyncIterator[list[Json]]:
        if _comments(post):
            async for thread in comments_of(self._reader, -self._group_id, post["id"]):
                yield thread

    def _is_own(self, thing: Json) -> bool:
        return thing.get("from_id") == -self._group_id

    def _posted(self, post: Json) -> Json:
        return self._event(POST_EVENT, post, "")

    def _unanswered(self, thread: Sequence[Json]) -> list[Json]:
        ordered = sorted(thread, key=_number)
        own = [n for n, one in enumerate(ordered) if self._is_own(one)]
        return ordered[own[-1] + 1 :] if own else ordered

    def _events(self, post: Json, comments: Sequence[Json], since: int) -> list[Json]:
        events: list[Json] = []
        for one in sorted(comments, key=_number):
            if one.get("deleted") or _date(one) < since - CHANGEABLE:
                continue
            body = {"owner_id": -self._group_id, "post_id": post["id"]} | one
            body.pop("thread", None)
            if _date(one) >= since:
                events.append(self._event("wall_reply_new", body, ""))
            events.append(self._event("wall_reply_edit", body, _version(one)))
        return events

    def _event(self, kind: str, body: Json, event_id: str) -> Json:
        return {"type": kind, "object": body, "group_id": self._group_id, "event_id": event_id}

    async def _store(self, values: Sequence[Json], about: str = "") -> None:
        if not values:
            return
        people = await self._profiles.of(one for value in values for one in people_in(value))
        now = self._clock()
        await self._receive([raw_event(one, now, people, about) for one in values], None)


def _comments(post: Json) -> int:
    known = post.get("comments")
    count = known.get("count") if isinstance(known, dict) else None
    return count if type(count) is int else 0


def _version(comment: Json) -> str:
    """The same for the same words and files, so that a second look finds nothing new."""
    said = repr((comment.get("text"), comment.get("attachments")))
    return f"read-{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:16]}"


def _number(comment: Json) -> int:
    number = comment.get("id")
    return number if type(number) is int else 0


def _date(thing: Json) -> int:
    date = thing.get("date")
    return date if type(date) is int else 0
