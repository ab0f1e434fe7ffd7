"""Everything a handler may use: the ports of one unit of work and the authority's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from appeals.calendar import Calendar
from appeals.escalation import Quiet
from appeals.model import Address
from appeals.ports import (
    Announcements,
    Appeals,
    Clients,
    Consents,
    Dialogs,
    Incidents,
    Invitations,
    Marks,
    Messages,
    Notices,
    Occurrences,
    Posts,
    Register,
    Roster,
    Staff,
    Steps,
    Switches,
    Topics,
)
from appeals.resemblance import Resemblance
from appeals.sla import Policy
from appeals.windows import Window
from handlers.channels import OFFLINE
from handlers.guide import Guide

_A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ProblemCategory:
    """One line of «Сообщить о проблеме»; the department is empty when nobody named one."""

    code: str
    name: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What the settings say of a channel.

    `personal_data`: may names, phones and e-mails be shown or asked there (F4, 41-ФЗ)?
    `problem_categories` are what «Сообщить о проблеме» offers there (A6); none: it is not offered.
    """

    private_kind: str
    personal_data: bool
    problem_categories: tuple[ProblemCategory, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A survey that clients can take part in now; `data` is what a button to it carries."""

    title: str
    data: str


class NeedsAnswer(StrEnum):
    """Which comments below the authority's posts become appeals by themselves."""

    QUESTION = "question"
    WORDS = "words"
    ALL = "all"


class FirstSign(StrEnum):
    """How somebody who asks in public learns that the question was received."""

    REPLY = "reply"
    REACTION = "reaction"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PublicRules:
    """How the authority works where others read along.

    `groups` are chats whose messages are consultations; a channel among them means the comments
    below its posts. `channels` are those below whose posts comments are answered. `joined_within`:
    for so long a person's next message in public adds to the one before.
    """

    groups: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    mention_names: tuple[str, ...] = ()
    comments: NeedsAnswer = NeedsAnswer.QUESTION
    comment_words: tuple[str, ...] = ()
    group_sign: FirstSign = FirstSign.REPLY
    comment_sign: FirstSign = FirstSign.REACTION
    joined_within: timedelta = timedelta(minutes=10)


def no_link(at: Address) -> str:
    """A channel whose topics can't be linked to."""
    del at
    return ""


def nobody_link(employee_id: str) -> str:
    """A channel whose people can't be linked to."""
    del employee_id
    return ""


def no_write_link(channel: str) -> str:
    """A messenger in which nobody can be led to a private talk."""
    del channel
    return ""


def names_nobody(text: str) -> bool:
    """Nobody has said by which names the authority is called."""
    del text
    return False


def no_start_link(payload: str) -> str:
    """A channel where nobody can be led to the bot with some words to start with."""
    del payload
    return ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The authority and the house rules of its moderator chat; the same for every event.

    `channels_on` are the messengers that are switched on, None: all of them. `bot_name` says what
    «/command@name» calls this bot; empty until the platform has told.
    `surveys` are those that take answers now. `write_link` leads to a private talk in the channel
    of this name, `names_authority` tells whether somebody's words speak of the authority.
    `mailings` are the topics clients can be written to first about, once they agree. `resemblance`
    remembers the questions of the last `similar_within`, to tell which are about the same matter.
    """

    name: str
    short_name: str
    zone: tzinfo
    zone_label: str
    moderator_chat: Address
    channels: Mapping[str, ChannelRules]
    answer_within: Mapping[str, timedelta]
    guide: Guide
    channels_on: frozenset[str] | None = None
    note_prefix: str = "//"
    undo: timedelta = timedelta(seconds=10)
    album_wait: timedelta = timedelta(seconds=1.5)
    show_executor: bool = True
    bot_name: Callable[[], str] = str
    surveys: Callable[[], tuple[Offer, ...]] = tuple
    mailings: frozenset[str] = frozenset()
    topic_link: Callable[[Address], str] = no_link
    start_link: Callable[[str], str] = no_start_link
    person_link: Callable[[str], str] = nobody_link
    policies: Mapping[str, Policy] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=lambda: Calendar(ZoneInfo("UTC")))
    quiet: Quiet | None = None
    public: PublicRules = PublicRules()
    names_authority: Callable[[str], bool] = names_nobody
    write_link: Callable[[str], str] = no_write_link
    resemblance: Resemblance = field(default_factory=Resemblance)
    similar_within: timedelta = timedelta(days=3)

    def window(self, kind: str) -> timedelta:
        """Within which time this kind is answered; what has none of its own as a consultation."""
        return self.answer_within.get(kind) or self.answer_within.get("consultation", _A_DAY)

    def policy(self, kind: str) -> Policy:
        """How soon this kind is answered, and who hears of it when it is not."""
        within = self.answer_within.get(kind)
        policy = self.policies.get(kind) or Policy(kind, Window(within) if within else None)
        if kind == OFFLINE and policy.answer_within is None:
            return replace(policy, answer_within=Window(self.window(kind)))
        return policy

    def staff_see_personal_data(self) -> bool:
        """Personal data is a property of the destination: here the moderator chat's channel."""
        return self.channels[self.moderator_chat.channel].personal_data


@dataclass(frozen=True, slots=True)
class Office:
    """One unit of work as a handler sees it. `now` is aware UTC."""

    now: datetime
    desk: Desk
    appeals: Appeals
    clients: Clients
    staff: Staff
    messages: Messages
    topics: Topics
    dialogs: Dialogs
    steps: Steps
    notices: Notices
    occurrences: Occurrences
    marks: Marks
    roster: Roster
    switches: Switches
    invitations: Invitations
    register: Register
    posts: Posts
    consents: Consents
    announcements: Announcements
    incidents: Incidents

    @property
    def today(self) -> date:
        """The date at the authority: days, weeks and the years of numbers go by it."""
        return self.now.astimezone(self.desk.zone).date()
