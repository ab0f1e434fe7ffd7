"""What is to be said, as handlers return it; where to, and in which order of urgency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum, StrEnum

from appeals.model import Address, MessageRef
from appeals.words import Content


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the product: key of a Fluent message and its ready-made arguments.

    `below` are further lines; `link` is where the text between `<a>` and `</a>` leads.
    """

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    below: "tuple[Words, ...]" = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Under a message. `data` is an opaque action plus version, at most 64 bytes; or a link."""

    caption: Words
    data: str = ""
    url: str = ""


Buttons = tuple[tuple[Button, ...], ...]


class Priority(IntEnum):
    """Who goes first under a platform's limits; smaller first.

    GATHERED is one answer for many: behind what is meant for a single person, so that nobody waits
    for hundreds of others, and before what goes to the moderator chat, whose slow limit would
    otherwise hold it up.
    """

    ANSWER = 0
    ACKNOWLEDGEMENT = 1
    GATHERED = 2
    COPY = 3
    HOUSEKEEPING = 4
    BULK = 5


@dataclass(frozen=True, slots=True)
class TopicOf:
    """The topic of an appeal in the moderator chat, made when it is not there yet."""

    appeal_id: int


@dataclass(frozen=True, slots=True)
class ModeratorChat:
    """The moderator chat itself, outside any topic."""


Place = Address | TopicOf | ModeratorChat


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message.

    `lead` is a line of the product above somebody's `content`; either may be alone. `message_id` is
    the stored message whose copy this is: its fate follows the delivery. `reply_to` is a message id
    at the destination. `wait` delays the sending (album, undo). `key` names a delayed or collected
    row, so that it can be added to (`append`) or withdrawn while it has not been sent. `menu`: the
    buttons form the lasting keyboard of a private chat (captions are then sent as text).
    `or_react`: when the group's limit is near, a reaction on `reply_to` says the same. `aside`: it
    stands in a line of its own, so that what is said to others in the same place passes it by.
    """

    to: Place
    lead: Words | None = None
    content: Content | None = None
    buttons: Buttons = ()
    menu: bool = False
    reply_to: str = ""
    appeal_id: int | None = None
    message_id: int | None = None
    priority: Priority = Priority.ACKNOWLEDGEMENT
    wait: timedelta = timedelta(0)
    key: str = ""
    append: bool = False
    or_react: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Refresh:
    """Draw the appeal's card and topic name as the appeal is when this is sent; collected.

    `priority` is BULK where very many appeals change at once, so that new ones don't wait for them.
    """

    appeal_id: int
    priority: Priority = Priority.COPY


@dataclass(frozen=True, slots=True)
class Redraw:
    """Change a message of the bot's own: text and buttons (a menu page, a settled question)."""

    ref: MessageRef
    lead: Words | None = None
    content: Content | None = None
    buttons: Buttons = ()


class Feeling(StrEnum):
    """A reaction set on somebody's message."""

    DELIVERED = "delivered"
    WELCOME = "welcome"


@dataclass(frozen=True, slots=True)
class React:
    """Set a reaction on a message."""

    ref: MessageRef
    feeling: Feeling


@dataclass(frozen=True, slots=True)
class Amend:
    """Change a delivered copy after its author edited the original."""

    message_id: int
    content: Content
    lead: Words | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Cancel a delayed `Say` with this key, if it has not been sent."""

    key: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away somebody's message in public, where the platform lets the bot."""

    ref: MessageRef
    appeal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a press; shown right after the commit or not at all, never queued."""

    press_id: str
    words: Words
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Send again what could not be delivered: the stored message's failed outbox rows."""

    message_id: int


Reply = Say | Refresh | Redraw | React | Amend | Withdraw | Remove | Toast | Retry
