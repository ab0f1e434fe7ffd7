"""What an appeal is: its states, its people and the record of everything done to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from appeals.words import Content


class State(StrEnum):
    """Where an appeal stands. Only ANSWERED and CLOSED stop its clock (APPEALS 27, 30)."""

    NEW = "new"
    TAKEN = "taken"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Somebody still owes the client an answer."""
        return self not in {State.ANSWERED, State.CLOSED}


class Reason(StrEnum):
    """Why an appeal was closed without an answer."""

    NOT_A_QUESTION = "not_a_question"
    SPAM = "spam"
    BANNED = "banned"
    CANCELLED = "cancelled"
    MERGED = "merged"
    CLOSED = "closed"


class Role(StrEnum):
    """What an employee may do."""

    MODERATOR = "moderator"
    HEAD = "head"
    CONTROLLER = "controller"
    ANALYST = "analyst"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Address:
    """A conversation: a chat of a channel, or one thread of it. All ids are opaque strings.

    Only this much is known of them: a talk with one person is named by that person's number, what
    many read has a sign or a word in its name (`handlers.channels.is_public`).
    """

    channel: str
    chat: str
    thread: str = ""

    def __str__(self) -> str:
        """The name of the conversation in queues; unique over all channels."""
        return ":".join(filter(None, (self.channel, self.chat, self.thread)))


@dataclass(frozen=True, slots=True)
class MessageRef:
    """One message on a platform."""

    at: Address
    id: str


class Scene(StrEnum):
    """In front of whom something was asked; what may be said there depends on it."""

    PRIVATE = "private"
    GROUP = "group"
    COMMENT = "comment"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a question stands when others read along; by default nobody does.

    `link` leads people there. `by_hand`: the platform takes no answer from a program there, so an
    employee writes it by hand and confirms that it stands.
    """

    scene: Scene = Scene.PRIVATE
    link: str = ""
    by_hand: bool = False

    @property
    def is_public(self) -> bool:
        """Strangers read what is said there."""
        return self.scene is not Scene.PRIVATE


IN_PRIVATE = Spot()


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks. `code` stands for the name where personal data may not be shown (F4)."""

    id: int
    channel: str
    external_id: str
    code: str
    name: str
    username: str = ""
    banned: bool = False
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who answers; `id` is the user id in the moderator chat's channel."""

    id: str
    name: str
    position: str = ""
    roles: frozenset[Role] = frozenset()
    department: str = ""

    def may(self, role: Role) -> bool:
        """An employee acts only within the roles given (checked on every action)."""
        return role in self.roles


class ActorKind(StrEnum):
    """Whose deed an event was."""

    CLIENT = "client"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it (C5): a client by row id, an employee by user id, or the program itself."""

    kind: ActorKind
    id: str = ""


SYSTEM = Actor(ActorKind.SYSTEM)


class What(StrEnum):
    """Everything that can happen to an appeal; the history holds nothing else (C5)."""

    REGISTERED = "registered"
    CLIENT_WROTE = "client_wrote"
    CLIENT_EDITED = "client_edited"
    TAKEN = "taken"
    STAFF_WROTE = "staff_wrote"
    STAFF_EDITED = "staff_edited"
    NOTED = "noted"
    HELD = "held"
    RELEASED = "released"
    DROPPED = "dropped"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    CLARIFY_ASKED = "clarify_asked"
    ANSWERED = "answered"
    CLOSED = "closed"
    UNDONE = "undone"
    REOPENED = "reopened"
    SOLVED = "solved"
    SPLIT = "split"
    MERGED = "merged"
    TOOK_IN = "took_in"
    REMOVED = "removed"
    RESTORED = "restored"
    UNREACHABLE = "unreachable"
    TOPIC_REMADE = "topic_remade"
    INTERIM = "interim"
    EXTENDED = "extended"
    HANDED_OVER = "handed_over"
    HANDOVER_ASKED = "handover_asked"
    HANDOVER_REFUSED = "handover_refused"
    WARNED = "warned"
    ESCALATED = "escalated"
    CAUSE = "cause"
    RECOMPUTED = "recomputed"
    GATHERED = "gathered"
    SET_APART = "set_apart"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only history; `data` holds plain strings and numbers only."""

    what: What
    at: datetime
    by: Actor
    data: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appeal:
    """A client's matter with its deadline; changed only by the verbs of `appeals.desk`.

    `published_at` is the message's own date, from which the clock runs (QUOTA 17.2); `seen` counts
    the client's messages and edits; `spoken` counts what staff have sent on the merits since the
    appeal was (re)opened; `version` is for compare-and-set. All times are aware UTC.

    `cycle` counts the clocks the appeal has had: an interim answer starts a new one, and every rung
    of the ladder is climbed once in each. `next_step_at` is when the next rung is due; None when
    the appeal has ended, its clock is paused, or no rung is left. `transfers` counts hand-overs;
    `department` is where the appeal belongs, empty before anybody said so. `spot` tells who else
    reads where it was asked.
    """

    id: int
    number: str
    kind: str
    place: Address
    client_id: int
    state: State
    subject: str
    published_at: datetime
    registered_at: datetime
    due_at: datetime
    question: MessageRef
    executor: str = ""
    reason: Reason | None = None
    seen: int = 1
    spoken: int = 0
    speakers: frozenset[str] = frozenset()
    follows: int | None = None
    ended_at: datetime | None = None
    version: int = 1
    cycle: int = 1
    transfers: int = 0
    department: str = ""
    next_step_at: datetime | None = None
    spot: Spot = IN_PRIVATE

    @property
    def is_open(self) -> bool:
        """Still to be answered."""
        return self.state.is_open


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb did: the appeal as it is now and the events that made it so, saved together."""

    appeal: Appeal
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Where staff see an appeal. `drawn` digests what the card last showed, `name` is the title."""

    appeal_id: int
    at: Address
    card: str = ""
    name: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """The authority's own post, below which people comment.

    `at` is the conversation of its comments, `root` what they all answer there (Telegram: the
    automatic forward in the discussion group), `source` the channel or wall it stands on.
    """

    at: Address
    root: str
    source: str
    link: str
    excerpt: str
    published_at: datetime


class Side(StrEnum):
    """Who wrote a stored message, and for whom."""

    CLIENT = "client"
    STAFF = "staff"
    NOTE = "note"


class Fate(StrEnum):
    """What became of a stored message on its way to the other side."""

    KEPT = "kept"
    HELD = "held"
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message: first version here, later ones kept beside it.

    `appeal_id` is None for what opened nothing (a greeting, a banned person's words): kept all the
    same. `album` is the platform's album id. `author` is an employee's id, empty for the client.
    """

    id: int
    appeal_id: int | None
    side: Side
    author: str
    ref: MessageRef
    content: Content
    at: datetime
    fate: Fate = Fate.KEPT
    album: str = ""
    reply_to: str = ""
