"""What the sandbox's VK remembers: users, dialogs, messages, files. Plain data, saved as it is."""

from dataclasses import dataclass, field
from typing import Any, TypedDict

JsonObject = dict[str, Any]
GROUP_ID = 200000001
CHATS_FROM = 2_000_000_000


@dataclass(slots=True)
class Community:
    """The one community; ``messages_on`` and ``bot_features`` are switches of its settings.

    ``bot_features`` off makes VK refuse keyboards with error 912.
    """

    id: int = GROUP_ID
    name: str = "Агентство занятости (песочница)"
    screen_name: str = "otklik_sandbox"
    messages_on: bool = True
    bot_features: bool = True
    group_token: str = "vk1.a.sandbox-group"  # noqa: S105 - opens this sandbox only
    service_token: str = "sandbox-service"  # noqa: S105 - opens this sandbox only
    user_token: str = "vk1.a.sandbox-user"  # noqa: S105 - opens this sandbox only
    permissions: list[str] = field(
        default_factory=lambda: ["photos", "messages", "docs", "manage", "wall"],
    )


@dataclass(slots=True)
class User:
    """Somebody with a VK account.

    ``allowed``: the community may write to them (they wrote first or allowed it). ``banned``: on
    the community's blacklist. ``closed``: their privacy forbids messages. ``deactivated``:
    "deleted" or "banned" by VK. ``ref`` is the deep link they came by and have not written since.
    """

    id: int
    first_name: str
    last_name: str
    domain: str = ""
    sex: int = 0
    role: str = "client"
    allowed: bool = False
    banned: bool = False
    closed: bool = False
    deactivated: str = ""
    ref: str = ""
    ref_source: str = ""


@dataclass(slots=True)
class Attachment:
    """A file VK knows under ``<kind><owner>_<id>``; its bytes are in the store under ``file_id``.

    ``kind``: photo, doc or audio_message; ``width`` and ``height`` belong to photos.
    """

    kind: str
    owner: int
    id: int
    access_key: str
    file_id: str
    title: str
    size: int
    mime: str
    date: int
    width: int = 0
    height: int = 0

    @property
    def key(self) -> str:
        """The name by which messages refer to it."""
        return f"{self.kind}{self.owner}_{self.id}"


@dataclass(slots=True)
class Message:
    """One message; ``cmid`` counts within its dialog, ``id`` within the whole community.

    ``sender`` is negative for the community, ``admin`` is then the employee who wrote it by hand.
    ``attachments`` are keys of files, ``raw`` attachments of any other kind, as VK words them.
    Times are Unix seconds.
    """

    id: int
    cmid: int
    peer: int
    sender: int
    date: int
    text: str = ""
    attachments: list[str] = field(default_factory=list)
    raw: list[JsonObject] = field(default_factory=list)
    reply_to: int | None = None
    forwarded: list[int] = field(default_factory=list)
    payload: str | None = None
    keyboard: JsonObject | None = None
    geo: JsonObject | None = None
    random_id: int = 0
    admin: int | None = None
    ref: str = ""
    ref_source: str = ""
    edited: int | None = None


class Content(TypedDict, total=False):
    """The fields of a Message that its sender chooses."""

    text: str
    attachments: list[str]
    raw: list[JsonObject]
    reply_to: int | None
    forwarded: list[int]
    payload: str | None
    keyboard: JsonObject | None
    geo: JsonObject | None
    random_id: int
    admin: int | None
    ref: str
    ref_source: str


@dataclass(slots=True)
class Dialog:
    """The conversation with one user; ``in_read`` and ``out_read`` are conversation ids.

    ``in_read``: the last of the user's messages the community has read; ``out_read``: the last of
    the community's messages the user has read; ``keyboard`` is the one below the input field;
    ``typing_until`` (Unix seconds) is when the community's «печатает…» fades.
    """

    peer: int
    messages: dict[int, Message] = field(default_factory=dict)
    last_cmid: int = 0
    in_read: int = 0
    out_read: int = 0
    keyboard: JsonObject | None = None
    typing_until: float = 0.0

    @property
    def last(self) -> Message | None:
        """The newest message that is still there."""
        return next(reversed(self.messages.values()), None)


@dataclass(slots=True)
class Sent:
    """A send VK accepted at ``at`` (Unix seconds).

    ``repeats`` counts the later calls with the same ``random_id`` that sent nothing.
    """

    at: float
    peer: int
    id: int
    cmid: int
    random_id: int
    text: str
    repeats: int = 0


@dataclass(slots=True)
class VkSettings:
    """Switches of this VK.

    ``kept_events``: how many events the long poll server remembers; ``key_seconds``: how long a
    long poll key lives; ``rate_limits``: whether error 6 is played; ``flood_per_minute``: how many
    sends into one dialog VK takes in a minute (0: any number); ``unknown_methods`` answer error 3;
    ``long_poll_version``: the version in which the long poll is said to speak; ``index_seconds``:
    how long after its date a post is found by a search.
    """

    rate_limits: bool = False
    kept_events: int = 5_000
    key_seconds: float = 3600.0
    flood_per_minute: int = 0
    unknown_methods: list[str] = field(default_factory=list)
    long_poll_on: bool = True
    long_poll_version: str = "5.199"
    events: dict[str, int] = field(default_factory=dict)
    index_seconds: float = 0.0
