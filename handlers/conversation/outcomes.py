"""What became of a call to a platform."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Refusal(StrEnum):
    """Why a platform will not take a message, in terms a handler can act on.

    In public: CLOSED_THREAD, LINKS_FORBIDDEN and TOO_MANY (comments) where it was to stand;
    POST_GONE or COMMENT_GONE is what it was about; BY_HAND where no program may speak.
    """

    BLOCKED = "blocked"
    CHAT_GONE = "chat_gone"
    TOPIC_GONE = "topic_gone"
    NO_RIGHTS = "no_rights"
    TOO_LARGE = "too_large"
    MESSAGE_GONE = "message_gone"
    CLOSED_THREAD = "closed_thread"
    LINKS_FORBIDDEN = "links_forbidden"
    TOO_MANY = "too_many"
    POST_GONE = "post_gone"
    COMMENT_GONE = "comment_gone"
    BY_HAND = "by_hand"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sent:
    """It stands there now; one id per message (an album has several)."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: try again after `seconds` (rate limit, network, platform down). Nothing was sent."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost: it may or may not have been sent."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform will never take it like this. `detail` is the platform's own text."""

    reason: Refusal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Relocated:
    """The chat has a new id; send there."""

    to_chat: str


Outcome = Sent | Later | Unknown | Refused | Relocated


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file lies in the program's own folder now."""

    path: Path
    size: int
