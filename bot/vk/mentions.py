"""What is said of the authority elsewhere in VK: no event tells of it, so it is looked for (A5).

VK finds a post some minutes after it was written, now and then much later. So each look reaches
back beyond the one before; what was found already is known by where it stands.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import structlog

from bot.platform import Receive
from bot.received import Received
from bot.status import Trouble
from bot.vk.client import Client, Lane
from bot.vk.contents import attached
from bot.vk.described import text_of
from bot.vk.failures import Answered, CallFailed
from bot.vk.history import items_of
from bot.vk.looked import Looked, read_looked
from bot.vk.outcomes import trouble_of
from bot.vk.places import MENTION, is_owner, standing
from bot.vk.profiles import Profiles
from bot.vk.raw import date_of, people_in, raw_event

OVERLAP = 3600
"""Seconds for which a post may be hidden from VK's own search."""
FIRST_LOOK = 24 * 3600
"""Seconds looked back at the very first start, as for messages."""
SEARCH_PAGE, LISTED_PAGE = 200, 50
MOST_PAGES = 25
REMEMBERED = 20_000

Json = dict[str, Any]
Named = Callable[[str, Sequence[str]], bool]
"""Do these words, or the links that stand with them, name the authority?"""

log = structlog.get_logger(__name__)


class Source(Protocol):
    """One way of finding."""

    @property
    def name(self) -> str:
        """By which it is remembered how far it was looked."""

    @property
    def is_sure(self) -> bool:
        """VK itself says that the authority is meant: the words need no second look."""

    async def found(self, since: int) -> list[Json]:
        """Posts and comments written since then (Unix seconds). Raises CallFailed."""


class Search:
    """Searching the news of all VK for each name. A query VK won't have is left out."""

    name, is_sure = "search", False

    def __init__(self, client: Client, queries: Sequence[str]) -> None:
        self._client, self._queries = client, queries

    async def found(self, since: int) -> list[Json]:
        """As `Source`."""
        found: list[Json] = []
        for query in self._queries:
            try:
                found += await self._of(query, since)
            except Answered as no:
                if trouble_of(no) is not Trouble.REFUSED or len(self._queries) == 1:
                    raise
                log.warning("vk_query_refused", error=str(no))
        return found

    async def _of(self, query: str, since: int) -> list[Json]:
        """VK gives a thousand posts of one search: beyond them it is asked for what is older."""
        found: list[Json] = []
        values: Json = {"q": query, "count": SEARCH_PAGE, "start_time": since}
        for _ in range(MOST_PAGES):
            answer = await self._client.call("newsfeed.search", values, Lane.POLLING)
            page = items_of(answer)
            found += page
            following = answer.get("next_from")
            if isinstance(following, str) and following:
                values = values | {"start_from": following}
            elif len(page) < SEARCH_PAGE or not (oldest := _date(page[-1])) or oldest <= since:
                return found
            else:
                values = {**values, "end_time": oldest, "start_from": None}
        log.warning("vk_search_cut", pages=MOST_PAGES)
        return found


class Listed:
    """The list of mentions that VK itself keeps, for a person's key only."""

    name, is_sure = "listed", True

    def __init__(self, client: Client, group_id: int) -> None:
        self._client, self._group_id = client, group_id

    async def found(self, since: int) -> list[Json]:
        """As `Source`."""
        found: list[Json] = []
        for number in range(MOST_PAGES):
            values = {
                "owner_id": -self._group_id,
                "start_time": since,
                "count": LISTED_PAGE,
                "offset": number * LISTED_PAGE,
            }
            answer = await self._client.call("newsfeed.getMentions", values, Lane.POLLING)
            page = items_of(answer)
            found += page
            if len(page) < LISTED_PAGE:
                break
        return found


class Mentions:
    """Hands over to `receive` what is found, once; how far was looked is stored with it.

    The community's own wall is left out, for its comments come as events, and so is what the
    community wrote itself. `clock` gives aware UTC.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        group_id: int,
        named: Named,
        receive: Receive,
        profiles: Profiles,
        *,
        clock: Callable[[], datetime],
        cursor: str | None = None,
    ) -> None:
        self._sources, self._own, self._named = sources, -group_id, named
        self._receive, self._profiles, self._clock = receive, profiles, clock
        self._looked: Looked = read_looked(cursor)
        self._known: OrderedDict[str, None] = OrderedDict()

    async def look(self) -> None:
        """Once by every way; one that fails keeps no other back. Raises the first CallFailed."""
        failure: CallFailed | None = None
        for source in self._sources:
            try:
                await self._take(source)
            except CallFailed as error:
                failure = failure or error
        if failure is not None:
            raise failure

    async def _take(self, source: Source) -> None:
        now = int(self._clock().timestamp())
        since = self._looked.since(source.name, now - FIRST_LOOK)
        found = await source.found(min(since, now) - OVERLAP)
        chosen = [one for one in found if self._concerns(one, sure=source.is_sure)]
        events = await self._events(sorted(chosen, key=_order))
        looked = self._looked.until(source.name, now)
        await self._receive(events, looked.text())
        self._looked = looked
        self._remember(event.event_id for event in events)

    def _concerns(self, post: Json, *, sure: bool) -> bool:
        owner, author = post.get("owner_id"), post.get("from_id")
        if not is_owner(owner) or self._own in (owner, author) or post.get("is_deleted"):
            return False
        links = [text_of(body, "url") for kind, body in attached(post) if kind == "link"]
        return sure or self._named(text_of(post, "text"), links)

    async def _events(self, posts: Sequence[Json]) -> list[Received]:
        """Those that were not handed over before."""
        values = [_event(post, -self._own) for post in posts]
        people = await self._profiles.of(one for value in values for one in people_in(value))
        now = self._clock()
        events = {one.event_id: one for one in (raw_event(v, now, people) for v in values)}
        return [one for name, one in events.items() if name not in self._known]

    def _remember(self, names: Iterable[str]) -> None:
        self._known |= dict.fromkeys(names)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def queries_of(names: Iterable[str], screen_name: str, group_id: int) -> list[str]:
    """What to search for: every name in words, the short name, and the number in links."""
    wanted = [*names, screen_name, f"club{group_id}"]
    chosen: dict[str, str] = {}
    for one in filter(None, map(str.strip, wanted)):
        chosen.setdefault(one.casefold(), one)
    return list(chosen.values())


def _event(post: Json, group_id: int) -> Json:
    value = {"type": MENTION, "object": post, "group_id": group_id, "event_id": ""}
    return value if standing(value) else value | {"type": "unknown"}


def _date(post: Json) -> int:
    return date_of({"object": post})


def _order(post: Json) -> tuple[int, int]:
    """The oldest first; within a second the post before its comments."""
    number = post.get("id")
    return _date(post), number if type(number) is int else 0
