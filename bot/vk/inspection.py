"""Looking around in VK and leaving no trace: what the token is and may, what the community shows.

For `otklik doctor`: every question is asked once, and an answer that does not come says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.status import Trouble
from bot.vk.client import VERSION, Client, Lane
from bot.vk.failures import Answered, CallFailed
from bot.vk.outcomes import trouble_of
from bot.vk.places import COMMENT_EVENTS, POST_EVENT

EVENTS = (
    "message_new",
    "message_reply",
    "message_allow",
    "message_deny",
    "message_edit",
    "message_event",
    POST_EVENT,
    *COMMENT_EVENTS,
)
RIGHTS = frozenset({"messages", "photos", "docs", "manage", "wall"})
UNKNOWN_METHOD = 3
NOT_FOR_GROUP, NOT_FOR_SERVICE = 27, 28
MESSAGES_OFF = "group messages are disabled"

Json = dict[str, Any]


class Unanswered(Exception):
    """VK did not give what was asked for; `detail` is its own text when it said no."""

    def __init__(self, trouble: Trouble, detail: str = "", code: int = 0) -> None:
        super().__init__(detail or trouble)
        self.trouble, self.detail, self.code = trouble, detail, code

    @property
    def is_no(self) -> bool:
        """VK understood and refused; anything else is a trouble on the way."""
        return self.code > 0


@dataclass(frozen=True, slots=True)
class Community:
    """The community as VK shows it."""

    id: int
    name: str
    screen_name: str


class KeyKind(StrEnum):
    """Whose key it is: the community's, an application's, or a person's."""

    GROUP = "group"
    SERVICE = "service"
    USER = "user"


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """`rights` are VK's names, None where VK does not tell them."""

    kind: KeyKind
    rights: frozenset[str] | None = None

    def may(self, right: str) -> bool:
        """It may, or VK does not tell."""
        return self.rights is None or right in self.rights

    @property
    def missing(self) -> frozenset[str]:
        """Rights without which something does not work."""
        return frozenset() if self.rights is None else RIGHTS - self.rights


@dataclass(frozen=True, slots=True)
class LongPollFacts:
    """Is it switched on, in which version, and which of our events does it leave out?"""

    on: bool
    version: str = ""
    missing: tuple[str, ...] = field(default=())


class Inspection:
    """Questions to VK. Every method raises Unanswered when there is no answer."""

    def __init__(self, client: Client, group_id: int) -> None:
        self._client, self._group_id = client, group_id

    def of(self, group_id: int) -> "Inspection":
        """The same questions about another community."""
        return Inspection(self._client, group_id)

    async def community(self) -> Community:
        """The community of the settings."""
        return await self._community({"group_id": self._group_id})

    async def own_community(self) -> Community:
        """The community whose key this is, whatever the settings say."""
        return await self._community({})

    async def _community(self, which: Json) -> Community:
        answer = await self._ask("groups.getById", which)
        groups = answer.get("groups") if isinstance(answer, dict) else answer
        one = groups[0] if isinstance(groups, list) and groups else None
        if not isinstance(one, dict) or type(one.get("id")) is not int:
            raise Unanswered(Trouble.SERVER)
        return Community(one["id"], str(one.get("name", "")), str(one.get("screen_name", "")))

    async def token(self) -> TokenFacts:
        """What kind of token it is, and what it may do."""
        try:
            answer = await self._ask("groups.getTokenPermissions", {})
        except Unanswered as no:
            if no.code == UNKNOWN_METHOD:
                return TokenFacts(KeyKind.GROUP)
            if no.code == NOT_FOR_SERVICE:
                return TokenFacts(KeyKind.SERVICE)
            if no.code == NOT_FOR_GROUP or no.trouble is Trouble.REFUSED:
                return TokenFacts(KeyKind.USER)
            raise
        # VK's schema and VK's page name this list differently.
        known = answer if isinstance(answer, dict) else {}
        listed = known.get("permissions", known.get("settings"))
        if not isinstance(listed, list):
            return TokenFacts(KeyKind.GROUP)
        names = (one.get("name") for one in listed if isinstance(one, dict))
        rights = frozenset(name for name in names if isinstance(name, str))
        return TokenFacts(KeyKind.GROUP, rights)

    async def try_reading(self) -> None:
        """Read the wall and search the news, one post each; returns when both were let through."""
        await self._ask("wall.get", {"owner_id": -self._group_id, "count": 1})
        await self._ask("newsfeed.search", {"q": f"club{self._group_id}", "count": 1})

    async def try_mentions(self) -> None:
        """List one mention; returns when it was let through."""
        values = {"owner_id": -self._group_id, "count": 1}
        await self._ask("newsfeed.getMentions", values)

    async def messages_on(self) -> bool:
        """Are the community's messages switched on? Asked by counting the dialogs."""
        try:
            await self._ask("messages.getConversations", {"count": 1})
        except Unanswered as no:
            if MESSAGES_OFF in no.detail:
                return False
            raise
        return True

    async def long_poll(self) -> LongPollFacts | None:
        """How the long poll is set up; None where VK does not tell."""
        try:
            answer = await self._ask("groups.getLongPollSettings", {"group_id": self._group_id})
        except Unanswered as no:
            if no.code == UNKNOWN_METHOD:
                return None
            raise
        if not isinstance(answer, dict):
            raise Unanswered(Trouble.SERVER)
        events = answer.get("events")
        switched = events if isinstance(events, dict) else {}
        missing = tuple(name for name in EVENTS if not switched.get(name))
        on = bool(answer.get("is_enabled"))
        return LongPollFacts(on, str(answer.get("api_version", "")), missing)

    async def switch_on(self, events: Iterable[str] = EVENTS) -> None:
        """Switch the long poll on with these events; all others stay as they are."""
        values = {"group_id": self._group_id, "enabled": 1, "api_version": VERSION}
        await self._ask("groups.setLongPollSettings", values | dict.fromkeys(events, 1))

    async def _ask(self, method: str, values: Json) -> Any:  # noqa: ANN401 - JSON is anything
        try:
            return await self._client.call(method, values, Lane.ASIDE)
        except CallFailed as error:
            failure = _unanswered(error)
        raise failure


def _unanswered(error: CallFailed) -> Unanswered:
    if isinstance(error, Answered):
        return Unanswered(trouble_of(error), error.detail, error.code)
    return Unanswered(trouble_of(error))
