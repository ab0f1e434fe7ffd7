"""Looking around in VK and leaving no trace: what the token is and may, what the community shows.

For `otklik doctor`: every question is asked once, and an answer that does not come says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.status import Trouble
from bot.vk.client import VERSION, Client, Lane
from bot.vk.failures import Answered, CallFailed
from bot.vk.outcomes import trouble_of

EVENTS = (
    "message_new",
    "message_reply",
    "message_allow",
    "message_deny",
    "message_edit",
    "message_event",
)
RIGHTS = frozenset({"messages", "photos", "docs", "manage"})
UNKNOWN_METHOD = 3
NOT_FOR_THIS_TOKEN = frozenset({27, 28})
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


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """`kind`: group or other. `rights` are VK's names, None where VK does not tell them."""

    kind: str
    rights: frozenset[str] | None = None

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

    async def community(self) -> Community:
        """The community of the settings."""
        answer = await self._ask("groups.getById", {"group_id": self._group_id})
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
                return TokenFacts("group")
            if no.code in NOT_FOR_THIS_TOKEN or no.trouble is Trouble.REFUSED:
                return TokenFacts("other")
            raise
        listed = answer.get("permissions") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            return TokenFacts("group")
        names = (one.get("name") for one in listed if isinstance(one, dict))
        return TokenFacts("group", frozenset(name for name in names if isinstance(name, str)))

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
