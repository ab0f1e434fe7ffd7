"""What came in: somebody wrote, edited, pressed; a chat moved; a post was published."""

from dataclasses import dataclass
from datetime import datetime

from appeals.model import IN_PRIVATE, Address, MessageRef, Post, Spot
from appeals.words import Content


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it. `anonymous`: wrote in the chat's own name, so nobody can be held to account."""

    id: str
    name: str
    username: str = ""
    anonymous: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A message and who wrote it. `when` is its own date (aware UTC), not its receipt."""

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
class Wrote(Written):
    """Somebody wrote a message.

    `led_by` is what a link that led here carries ("report_roads"), an opaque word of the product.
    In public `spot` says who reads along, as far as the platform tells; `root` is the message that
    the whole discussion began with, and `about` the beginning of what it is about.
    """

    private: bool
    reply_to: str = ""
    album: str = ""
    led_by: str = ""
    spot: Spot = IN_PRIVATE
    root: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere(Written):
    """An employee answered the client by the platform's own means, past the moderator chat.

    In public `reply_to` is the message that was answered; who wrote in the community's own name is
    anonymous.
    """

    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class EditedElsewhere(Written):
    """An employee changed, by the platform's own means, what was answered to the client.

    `content` is the whole new version.
    """


@dataclass(frozen=True, slots=True)
class LedBy:
    """Somebody came by a link or an app of the authority's and has not written yet."""

    at: Address
    who: Person
    when: datetime
    led_by: str


@dataclass(frozen=True, slots=True)
class Edited(Written):
    """Somebody changed a message; `content` is the whole new version.

    What stands in public is as in `Wrote`: an edit may be the first that is heard of a message.
    """

    private: bool
    reply_to: str = ""
    spot: Spot = IN_PRIVATE
    root: str = ""
    about: str = ""


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
