"""The vocabulary between channels and handlers: what came in, and what is to be said.

A handler takes one `Incoming` and returns replies; it sends nothing. The worker stores the replies
in the outbox within the same transaction; delivery sends them. Nothing here assumes a platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Protocol

from appeals.model import IN_PRIVATE, Address, MessageRef, Post, Spot
from appeals.words import Attachment, Content

# ---- what came in ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it. `anonymous`: wrote in the chat's own name, so nobody can be held to account."""

    id: str
    name: str
    username: str = ""
    anonymous: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody wrote a message. `when` is the message's own date (aware UTC), not its receipt.

    `led_by` is what a link that led here carries ("report_roads"), an opaque word of the product.
    In public `spot` says who reads along, as far as the platform tells; `root` is the message that
    the whole discussion began with, and `about` the beginning of what it is about.
    """

    at: Address
    who: Person
    when: datetime
    id: str
    content: Content
    private: bool
    reply_to: str = ""
    album: str = ""
    led_by: str = ""
    spot: Spot = IN_PRIVATE
    root: str = ""
    about: str = ""

    @property
    def ref(self) -> MessageRef:
        """Where the message stands on its platform."""
        return MessageRef(self.at, self.id)


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere:
    """An employee answered the client by the platform's own means, past the moderator chat.

    In public `reply_to` is the message that was answered; who wrote in the community's own name is
    anonymous.
    """

    at: Address
    who: Person
    when: datetime
    id: str
    content: Content
    reply_to: str = ""

    @property
    def ref(self) -> MessageRef:
        """Where the message stands on its platform."""
        return MessageRef(self.at, self.id)


@dataclass(frozen=True, slots=True)
class EditedElsewhere:
    """An employee changed, by the platform's own means, what was answered to the client.

    `content` is the whole new version.
    """

    at: Address
    who: Person
    when: datetime
    id: str
    content: Content

    @property
    def ref(self) -> MessageRef:
        """Where the message stands on its platform."""
        return MessageRef(self.at, self.id)


@dataclass(frozen=True, slots=True)
class LedBy:
    """Somebody came by a link or an app of the authority's and has not written yet."""

    at: Address
    who: Person
    when: datetime
    led_by: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed a message; `content` is the whole new version.

    What stands in public is as in `Wrote`: an edit may be the first that is heard of a message.
    """

    at: Address
    who: Person
    when: datetime
    id: str
    content: Content
    private: bool
    reply_to: str = ""
    spot: Spot = IN_PRIVATE
    root: str = ""
    about: str = ""

    @property
    def ref(self) -> MessageRef:
        """Where the message stands on its platform."""
        return MessageRef(self.at, self.id)


@dataclass(frozen=True, slots=True)
class Posted:
    """The authority published a post of its own, below which people may comment."""

    post: Post


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message in public was taken away, or put back (`restored`), as far as a platform tells.

    Telegram tells nobody. `when` is the moment of receipt where the platform names none.
    """

    ref: MessageRef
    when: datetime
    restored: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button under message `id`. `data` may be forged or stale.

    `press_id` is what a toast answers to.
    """

    at: Address
    who: Person
    id: str
    data: str
    press_id: str
    private: bool


@dataclass(frozen=True, slots=True)
class Reachability:
    """A person blocked the bot in a private chat, or allowed it again."""

    at: Address
    who: Person
    reachable: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A chat has got a new id (a basic group became a supergroup)."""

    at: Address
    to_chat: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """An event that concerns nobody here (a service message, an unknown kind); `why` for logs."""

    why: str


Incoming = (
    Wrote
    | AnsweredElsewhere
    | EditedElsewhere
    | LedBy
    | Edited
    | Posted
    | Deleted
    | Pressed
    | Reachability
    | Moved
    | Nothing
)


# ---- what is to be said ---------------------------------------------------------------------


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


# ---- what became of it ----------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for a channel: final text, styles, files, captions.

    `nonce` is the same for every try to send this very message, for channels that recognise a
    repetition; `again`: an earlier try may have succeeded, so look before sending. `asks_reply`:
    where the platform can, what is written next answers this message.
    """

    content: Content
    buttons: tuple[tuple[tuple[str, str, str], ...], ...] = ()
    menu: bool = False
    reply_to: str = ""
    nonce: str = ""
    again: bool = False
    asks_reply: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, said honestly. Sizes are in the platform's own text units.

    `mixed_albums`: one message, with one id, carries files of any kinds together with its words and
    its buttons; otherwise an album is several messages, of kinds that go together, without buttons.
    `recognises`: what was sent before (`Rendered.nonce`) is found and not sent a second time.
    `replies`: a message can ask that what is written next answers it.
    """

    text_limit: int
    caption_limit: int
    album_limit: int
    upload_limit: int
    edits: bool
    inline_buttons: bool
    topics: bool
    reactions: bool
    toasts: bool
    mixed_albums: bool = False
    recognises: bool = False
    replies: bool = False


class Channel(Protocol):
    """A platform as the product sees it. No method raises for what the platform does."""

    name: str
    capabilities: Capabilities

    def length(self, text: str) -> int:
        """Length of a text in the platform's units."""

    async def send(self, to: Address, message: Rendered) -> Outcome:
        """Send one message (or one album)."""

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        """Change a message of the bot's; saying the same again counts as success."""

    async def remove(self, ref: MessageRef) -> Outcome:
        """Take a message of the bot's away for everybody, where its age allows it."""

    async def react(self, ref: MessageRef, feeling: Feeling) -> Outcome:
        """Set a reaction."""

    async def open_topic(self, chat: str, name: str) -> Outcome:
        """Make a topic; `Sent.ids[0]` is its thread."""

    async def rename_topic(self, at: Address, name: str) -> Outcome:
        """Change a topic's name."""

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Answer a press, at most once; failures don't matter."""

    async def responds(self) -> bool:
        """Whether the platform does what it is asked, by a call that changes nothing."""

    async def fetch(self, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
        """Write a file of this channel's to `into`, whose folder is there.

        Refused with TOO_LARGE when it is above `limit` bytes or above what the platform gives away,
        with MESSAGE_GONE when it is there no longer. What a failure left at `into` is thrown away.
        """
