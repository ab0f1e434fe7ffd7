"""What the sandbox remembers: people, chats, topics, messages. Plain data, saved as it is."""

from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

JsonObject = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
TOPIC_COLOR = 7322096
ANONYMOUS_BOT = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM = 777000
"""Who forwards a channel's posts into its discussion group; in `Message.sender`."""


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    name: str
    username: str | None = None
    role: str = "client"
    position: str = ""
    roles: list[str] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False


@dataclass(slots=True)
class Media:
    """A file inside a message; the bytes are in the file store under ``file_id``."""

    kind: str
    file_id: str
    emoji: str | None = None


@dataclass(slots=True)
class Message:
    """One message of one chat; ``date`` and ``edited`` are Unix seconds.

    ``thread`` is a topic of a forum, ``branch`` the first message answered in a supergroup without
    topics. ``sender_chat`` is in whose name it is written, if not in the sender's own. ``forward``
    names the post of a channel that Telegram itself brought here: ``{"chat", "message", "date"}``.
    """

    id: int
    chat: int
    sender: int
    date: int
    thread: int | None = None
    anonymous: bool = False
    text: str | None = None
    entities: list[JsonObject] = field(default_factory=list)
    media: Media | None = None
    album: str | None = None
    contact: JsonObject | None = None
    reply_to: int | None = None
    markup: JsonObject | None = None
    edited: int | None = None
    reactions: list[str] = field(default_factory=list)
    service: JsonObject | None = None
    branch: int | None = None
    sender_chat: int | None = None
    forward: JsonObject | None = None


class Content(TypedDict, total=False):
    """The fields of a Message that its sender chooses."""

    thread: int | None
    anonymous: bool
    text: str | None
    entities: list[JsonObject]
    media: Media | None
    album: str | None
    contact: JsonObject | None
    reply_to: int | None
    markup: JsonObject | None
    service: JsonObject | None
    branch: int | None
    sender_chat: int | None
    forward: JsonObject | None


@dataclass(slots=True)
class Topic:
    """A topic of a forum; ``id`` is also the id of the service message that made it."""

    id: int
    name: str
    icon_color: int = TOPIC_COLOR
    closed: bool = False
    created_by: int = 0


@dataclass(slots=True)
class BotRights:
    """What the bot may do in a group, or in a channel (``can_post_messages``)."""

    status: Literal["administrator", "member", "left", "kicked"] = "administrator"
    can_manage_topics: bool = True
    can_delete_messages: bool = True
    can_post_messages: bool = True


@dataclass(slots=True)
class Chat:
    """A private chat (id of the person), a basic group, a supergroup or a channel.

    ``linked`` is a channel's discussion group, or the channel whose discussion group this is.
    ``is_open``: people join by themselves. ``reactions``: all are allowed, or none.
    """

    id: int
    type: ChatType
    title: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    bot: BotRights = field(default_factory=BotRights)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message: int = 0
    keyboard: JsonObject | None = None
    migrated_to: int | None = None
    username: str | None = None
    linked: int | None = None
    is_open: bool = False
    reactions: bool = True


@dataclass(slots=True)
class Settings:
    """Switches of the whole world; ``callback_ttl`` is in seconds.

    ``webhook`` is the address of another program that gets the updates; usually there is none.
    """

    rate_limits: bool = False
    privacy_mode: bool = True
    callback_ttl: float = 15.0
    webhook: str = ""
