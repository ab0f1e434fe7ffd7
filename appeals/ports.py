"""What the rules and the handlers need from the world; `storage` provides it.

Every method works inside the unit of work that the caller opened; none of them begins or ends one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from appeals import roster
from appeals.incident import Answer, Incident, Member, Outcome
from appeals.model import (
    Actor,
    Address,
    Appeal,
    Change,
    Client,
    Employee,
    Event,
    Fate,
    Message,
    MessageRef,
    Post,
    Role,
    Side,
    Topic,
)
from appeals.register import Entry, Question, Standing
from appeals.words import Content


class Conflict(Exception):
    """Somebody else changed the appeal since it was read; the event is tried again."""


class Appeals(Protocol):
    """The appeals and their history."""

    async def next_number(self, year: int) -> str:
        """A number never given before: `YYYY-NNNNNN`, counted anew each year."""

    async def add(self, change: Change) -> Appeal:
        """Store a new appeal (its `id` is ignored) with its events; returns it with its id."""

    async def save(self, change: Change) -> Appeal:
        """Store the change with version + 1. Raises Conflict when the appeal moved on."""

    async def record(self, appeal_id: int, event: Event) -> None:
        """Add a line to the history that changes no state (delivered, noted …)."""

    async def get(self, appeal_id: int) -> Appeal | None:
        """The appeal as it is now."""

    async def many(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """These appeals as they are now, in order of their row ids."""

    async def numbered(self, number: str) -> Appeal | None:
        """By its full number, or by the digits after the year (leading zeros may be missing)."""

    async def open_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's open appeal in this conversation, the newest when there are several."""

    async def latest_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's newest appeal in this conversation, open or ended."""

    async def of_client(self, client_id: int, limit: int) -> Sequence[Appeal]:
        """The client's appeals, newest first."""

    async def count_of_client(self, client_id: int, before: int | None = None) -> int:
        """How many appeals this client has had in all, or before the one with this id."""

    async def open(self, limit: int, executor: str | None = None) -> Sequence[Appeal]:
        """Open appeals, the most urgent first; of one executor when given."""

    async def count_open(self, executor: str | None = None) -> int:
        """How many are open; of one executor when given."""

    async def open_due(self, since: datetime, until: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals with a deadline from `since` on and before `until`, the earliest first."""

    async def count_open_due(self, since: datetime, until: datetime) -> int:
        """How many of these there are."""

    async def overdue(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose deadline has passed, the longest overdue first.

        What waits for its client with its clock standing still is not among them.
        """

    async def count_overdue(self, now: datetime) -> int:
        """How many of these there are."""

    async def due(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose ladder has a rung due, the longest due first."""

    async def postpone(self, appeal_id: int, until: datetime) -> None:
        """Look at the appeal's ladder again at `until`; for one whose step could not be done."""

    async def hold(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """Of these (some hundreds at most) the open ones, kept from change by anybody else.

        What somebody is changing right now is left out.
        """

    async def retime(self, changes: Sequence[Change]) -> None:
        """Of appeals that are held: store deadline, cycle and next step, with their events."""

    async def open_after(self, appeal_id: int, limit: int) -> Sequence[Appeal]:
        """Open appeals with a greater row id, in its order (to go through all in batches)."""

    async def search(self, text: str, limit: int) -> Sequence[Appeal]:
        """Whose number, subject or messages contain the words (case-insensitive), newest first."""

    async def history(self, appeal_id: int) -> Sequence[Event]:
        """Everything done to the appeal, oldest first (C5)."""

    async def histories(self, ids: Sequence[int]) -> Mapping[int, Sequence[Event]]:
        """The histories of these appeals (some hundreds at most)."""


class Clients(Protocol):
    """Those who ask."""

    async def met(self, channel: str, external_id: str, name: str, username: str) -> Client:
        """The client with this platform id, stored or with the name refreshed."""

    async def get(self, client_id: int) -> Client | None:
        """By row id."""

    async def known(self, channel: str, external_id: str) -> Client | None:
        """By platform id, without storing anything."""

    async def set_banned(self, client_id: int, banned: bool) -> None:
        """Ban or unban."""

    async def set_reachable(self, client_id: int, reachable: bool) -> None:
        """Whether messages can reach the client (false: blocked the bot)."""


class Staff(Protocol):
    """Those who answer."""

    async def get(self, employee_id: str) -> Employee | None:
        """A present employee; None for strangers and for those who left."""

    async def all(self) -> Sequence[Employee]:
        """All present employees, by name."""

    async def join(self, employee: Employee) -> None:
        """The employee is here from now on, as given, whether known before or not."""

    async def leave(self, employee_id: str, at: datetime) -> bool:
        """The employee has left; False when there is no such employee present."""


class Messages(Protocol):
    """Everything written, with its later versions and its delivered copies."""

    async def add(
        self,
        *,
        appeal_id: int | None,
        side: Side,
        author: str,
        ref: MessageRef,
        content: Content,
        at: datetime,
        fate: Fate,
        album: str = "",
        reply_to: str = "",
    ) -> Message:
        """Store a message; the same platform message again returns the stored one."""

    async def get(self, message_id: int) -> Message | None:
        """By row id."""

    async def at(self, ref: MessageRef) -> Message | None:
        """By its place on the platform."""

    async def of_album(self, place: Address, album: str) -> Sequence[Message]:
        """Stored parts of an album, in order of receipt."""

    async def of_appeal(self, appeal_id: int) -> Sequence[Message]:
        """All messages of an appeal, oldest first."""

    async def move(self, message_id: int, appeal_id: int) -> None:
        """Give a message to another appeal (split)."""

    async def set_fate(self, message_id: int, fate: Fate) -> None:
        """Record what became of it."""

    async def add_version(self, message_id: int, content: Content, at: datetime) -> int:
        """Keep an edit beside the first version; returns the version's number, 2 and up."""

    async def versions(self, message_id: int) -> Sequence[Content]:
        """All versions, the first one first."""

    async def copied(self, message_id: int, copy: MessageRef) -> None:
        """Remember a delivered copy, so that replies and edits find their way."""

    async def copies(self, message_id: int) -> Sequence[MessageRef]:
        """Where its copies stand, oldest first."""

    async def original(self, copy: MessageRef) -> Message | None:
        """The message whose copy this is."""


class Posts(Protocol):
    """The authority's own posts, as far as they were seen."""

    async def add(self, post: Post) -> None:
        """Remember a post; the same one again refreshes what is known of it."""

    async def at(self, at: Address, root: str) -> Post | None:
        """The post whose comments these are."""

    async def latest(self, source: str, limit: int) -> Sequence[Post]:
        """The posts of a channel or wall, newest first."""


class Topics(Protocol):
    """Which topic of the moderator chat shows which appeal."""

    async def of(self, appeal_id: int) -> Topic | None:
        """The appeal's topic, None before it was made or after it was found deleted."""

    async def at(self, place: Address) -> Topic | None:
        """The topic that stands here."""

    async def put(self, topic: Topic) -> None:
        """Store or replace the appeal's topic."""

    async def forget(self, appeal_id: int) -> None:
        """The topic is gone from the platform."""

    async def awaited(self, before: datetime, after: int, limit: int) -> Sequence[int]:
        """Appeals registered by `before` that stand in the queue for a topic, oldest first.

        Only those with a row id above `after`.
        """


class Dialogs(Protocol):
    """Talks of several steps: one row per conversation and person, with an expiry."""

    async def load(self, place: Address, person: str, now: datetime) -> tuple[str, dict[str, str]]:
        """Name and data of the present dialog; ("", {}) when there is none or it expired."""

    async def save(
        self, place: Address, person: str, name: str, data: dict[str, str], expires: datetime
    ) -> None:
        """Store or replace the dialog."""

    async def clear(self, place: Address, person: str) -> None:
        """End the dialog."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """A rung that an appeal has climbed in a cycle; `late` as in `Notice`."""

    appeal_id: int
    cycle: int
    key: str
    late: bool


class Steps(Protocol):
    """Which rungs of the ladder have been climbed: each once for an appeal and cycle.

    What was climbed after `now`, by a clock that was ahead, is not climbed yet.
    """

    async def taken(self, appeal_id: int, cycle: int, now: datetime) -> frozenset[str]:
        """Keys of the rungs climbed in this cycle by `now`."""

    async def take(self, appeal_id: int, cycle: int, key: str, at: datetime, late: bool) -> bool:
        """Climb a rung; False when it was climbed by then."""

    async def taken_of(
        self, ids: Sequence[int], now: datetime
    ) -> Mapping[tuple[int, int], frozenset[str]]:
        """The same of these appeals (some hundreds at most), by id and cycle."""

    async def take_all(self, climbed: Sequence[Climbed], at: datetime) -> None:
        """Climb rungs that nobody has climbed; the appeals are held. Raises when one was."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an employee is to be told of an appeal; `recipient` is an employee's id.

    With no employee left who could hear of it `recipient` is empty: the moderator chat itself is
    told. `late`: it was due at a time when the program did not run.
    """

    id: int
    recipient: str
    appeal_id: int
    step: str
    late: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that is about to be remembered; see `Notice`."""

    recipient: str
    appeal_id: int
    step: str
    late: bool


class Notices(Protocol):
    """What employees are to be told, gathered so that each of them gets one message."""

    async def add(
        self, recipient: str, appeal_id: int, step: str, late: bool, at: datetime
    ) -> None:
        """Remember what is to be said."""

    async def add_all(self, told: Sequence[Told], at: datetime) -> None:
        """Remember all of these."""

    async def gather(self, limit: int) -> Mapping[str, Sequence[Notice]]:
        """All that is not yet said to at most `limit` recipients, oldest first."""

    async def said(self, ids: Sequence[int], at: datetime) -> None:
        """These need not be said again."""

    async def of(self, recipient: str, said_at: datetime) -> Sequence[Notice]:
        """What was said to the recipient at this moment, oldest first."""

    async def unsaid(self, recipient: str, said_at: datetime) -> None:
        """What was said to the recipient at this moment did not arrive: gather it once more."""


class Occurrences(Protocol):
    """When each regular job runs next, and the record that it ran."""

    async def next_at(self, name: str) -> datetime | None:
        """The next time; None for a job that was never planned."""

    async def set(self, name: str, next_at: datetime) -> None:
        """Plan the next time."""

    async def done(self, name: str, due_at: datetime, at: datetime) -> bool:
        """Record that the job due then ran; False when it had run before."""


class Marks(Protocol):
    """Single facts that outlive the process, by name."""

    async def get(self, name: str) -> str:
        """The fact; empty before anybody noted it."""

    async def set(self, name: str, value: str) -> None:
        """Note the fact, replacing the one before."""


@dataclass(frozen=True, slots=True)
class Switching:
    """That somebody switched something: the employee's id in `by`, aware UTC in `at`."""

    name: str
    value: str
    by: str
    at: datetime


class Switches(Protocol):
    """What the controller switched on or off for the whole installation."""

    async def get(self, name: str) -> str:
        """The present value; empty when it was never switched."""

    async def set(self, name: str, value: str, by: Actor, at: datetime) -> None:
        """Switch it, with who and when on record."""

    async def history(self, limit: int) -> Sequence[Switching]:
        """What was switched last, newest first."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A client agreed to be written to first on a topic, or no longer. `at` is aware UTC."""

    topic: str
    given: bool
    at: datetime


class Consents(Protocol):
    """Who agreed to be written to first; no one else is (E5)."""

    async def given(self, client_id: int, topic: str) -> bool | None:
        """Does the client want it now? None: never said anything of it."""

    async def say(self, client_id: int, topic: str, given: bool, at: datetime) -> bool:
        """Put it on record; False when it stood so already."""


class DraftState(StrEnum):
    """How a post stands.

    BY_HAND: an employee has to place it. PUBLISHING: about to be told to the platform. UNKNOWN:
    told, and no answer came. STALE: what it speaks of is over.
    """

    DRAFT = "draft"
    BY_HAND = "by_hand"
    DECLINED = "declined"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A post about a survey's wave (`about` its opening or its results), for one channel or wall.

    `file` lies in the folder of attachments; empty: none. `nonce` is the same for every try.
    `published` is where it stands, if that is known; `tries` counts the failures.
    """

    wave: str
    about: str
    channel: str
    chat: str
    text: str
    file: str
    nonce: str
    state: DraftState = DraftState.DRAFT
    id: int = 0
    why: str = ""
    decided_by: str = ""
    published: str = ""
    tries: int = 0


class Announcements(Protocol):
    """Announcements that wait for approval."""

    async def get(self, post_id: int) -> Announcement | None:
        """By row id."""

    async def decide(
        self,
        post: Announcement,
        among: Collection[DraftState],
        to: DraftState,
        by: str,
        at: datetime,
    ) -> bool:
        """An employee's decision; False when it stood otherwise meanwhile."""


class Roster(Protocol):
    """Departments with heads and duty, absences and substitutes, as they stand."""

    async def load(self, now: datetime) -> roster.Roster:
        """Who is to be told of what at this moment."""

    async def set_duty(self, department: str, duty: Sequence[str]) -> None:
        """Who is on duty there from now on; an unknown department gets a row of its own."""

    async def set_absent(self, absence: roster.Absence, now: datetime) -> None:
        """An absence instead of those of the same employee that are not over yet."""

    async def back(self, employee_id: str, now: datetime) -> bool:
        """The employee is back and cancels what was planned; False when nothing was."""

    async def record(self, event: roster.StaffEvent) -> None:
        """Add a line to the history of the staff."""

    async def history(self, employee_id: str, limit: int) -> Sequence[roster.StaffEvent]:
        """What happened to an employee, newest first."""


class Invitations(Protocol):
    """One-time ways into the staff."""

    async def issue(
        self, roles: Collection[Role], department: str, by: str, expires: datetime, now: datetime
    ) -> str:
        """A new invitation; returns its token (32 signs of A–Z, a–z, 0–9, «-», «_»)."""

    async def find(self, token: str) -> roster.Invitation | None:
        """The invitation behind a token, used or not; None for a forged one."""

    async def use(self, invitation_id: int, by: str, now: datetime) -> bool:
        """Take it for somebody; False when it was taken before, or its time is over."""


class Register(Protocol):
    """The register of appeals (APPEALS 24)."""

    async def page(self, question: Question, after: int, limit: int) -> Sequence[Entry]:
        """The next entries behind the appeal with the row id `after`, in order of registration."""

    async def urgent(self, question: Question, limit: int) -> Sequence[Entry]:
        """At most `limit` entries, the earliest deadline first."""

    async def standing(self, now: datetime) -> Standing:
        """How many are open and overdue, and when the next deadline is."""


class Incidents(Protocol):
    """Incidents, who is in them, and the answers prepared for all of them."""

    async def next_number(self, year: int) -> str:
        """A number never given before: `И-YYYY-NNNN`, counted anew each year."""

    async def add(self, number: str, title: str, executor: str, at: datetime) -> Incident:
        """A new incident without members."""

    async def get(self, incident_id: int) -> Incident | None:
        """By row id."""

    async def numbered(self, number: str) -> Incident | None:
        """By its number, in which «И-», the year and leading zeros may be missing."""

    async def of(self, appeal_id: int) -> Incident | None:
        """The incident that the appeal is in."""

    async def of_many(self, ids: Sequence[int]) -> Mapping[int, Incident]:
        """The incidents of these appeals, by their row ids."""

    async def open(self, limit: int) -> Sequence[Incident]:
        """Incidents with an open member, newest first."""

    async def join(self, incident_id: int, appeal_id: int, seen: int) -> bool:
        """The appeal belongs to it from now on; False when it was in one already."""

    async def leave(self, appeal_id: int) -> bool:
        """The appeal is in no incident any more; False when it was in none."""

    async def lead(self, incident_id: int, executor: str) -> None:
        """Who is responsible from now on."""

    async def members(self, incident_id: int) -> Sequence[Member]:
        """Who is in it, in order of joining."""

    async def member(self, appeal_id: int) -> Member | None:
        """The appeal as a member."""

    async def given(self, appeal_id: int) -> tuple[Member, Answer] | None:
        """The appeal as a member, with the answer that it was given last."""

    async def prepare(self, answer: Answer, seen: Mapping[int, int]) -> Answer:
        """Store an answer (its `id` is ignored); `seen` tells what staff know of each appeal."""

    async def answer(self, answer_id: int) -> Answer | None:
        """A prepared answer."""

    async def sent_answer(self, incident_id: int) -> Answer | None:
        """What was last sent to its members."""

    async def choose(self, answer: Answer, ids: Sequence[int]) -> None:
        """These appeals are to be given the answer, `answer.by` sends it at `answer.sent_at`."""

    async def waiting(self, limit: int) -> Sequence[Member]:
        """Who was chosen and has not been dealt with, in order."""

    async def settle(self, appeal_id: int, outcome: Outcome, message_id: int | None = None) -> None:
        """What became of the answer for this member; `message_id` stays when not given."""

    async def outcomes(self, answer_id: int) -> Mapping[Outcome, Sequence[int]]:
        """What became of an answer: ids of appeals by outcome."""

    async def under_way(self, answer_id: int) -> bool:
        """Some member is still waiting for it."""

    async def hint(self, appeal_id: int) -> int | None:
        """The appeal that this one resembles."""

    async def set_hint(self, appeal_id: int, like_id: int) -> None:
        """Remember which one it resembles."""

    async def questions_after(
        self, appeal_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[int, str, datetime]]:
        """Open appeals with a greater row id, registered since: id, question's words, when."""
