"""One matter, many people: appeals gathered into an incident and answered with the same words.

Each member keeps its own clock, for each has a right of its own (decision 10); the incident's
deadline is the earliest of its open members.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from appeals.model import Address, Appeal, Client
from appeals.words import Content

LETTER = "И"


class Outcome(StrEnum):
    """What became of a prepared answer for one member.

    GONE: there is no place for it any more, so that trying again is of no use.
    """

    NONE = ""
    WAITING = "waiting"
    QUEUED = "queued"
    ANSWERED = "answered"
    FAILED = "failed"
    GONE = "gone"
    ADDED = "added"
    ENDED = "ended"
    BANNED = "banned"
    UNREACHABLE = "unreachable"
    BY_HAND = "by_hand"


UNSETTLED = (Outcome.WAITING, Outcome.QUEUED)
"""The answer is on its way."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A matter with one responsible employee. `version` counts changes of members and answer."""

    id: int
    number: str
    title: str
    executor: str
    made_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """An appeal in an incident.

    `seen` is how much of its client's words staff knew of when the answer was prepared;
    `answer_id` is the answer that it was given last, `message_id` its own copy of the words.
    """

    incident_id: int
    appeal_id: int
    seen: int
    answer_id: int | None = None
    outcome: Outcome = Outcome.NONE
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A prepared answer; `at` and `reply_to` are where staff prepared it and hear of its fate.

    `by` is who prepared it, and who sent it once that was somebody.
    """

    id: int
    incident_id: int
    content: Content
    by: str
    at: Address
    reply_to: str
    made_at: datetime
    sent_at: datetime | None = None


def number_of(year: int, count: int) -> str:
    """«И-2026-0001»: counted anew each year."""
    return f"{LETTER}-{year:04d}-{count:04d}"


def is_number(word: str) -> bool:
    """Whether the word is meant as an incident's number: «И-2026-0001», «и-1»."""
    return word[:2].upper() == f"{LETTER}-"


def deadline(members: Sequence[Appeal]) -> datetime | None:
    """The earliest deadline of those that are open; None when nobody waits any more."""
    return min((appeal.due_at for appeal in members if appeal.is_open), default=None)


def left_out(appeal: Appeal, member: Member, client: Client | None) -> Outcome | None:
    """Why a member does not get the prepared answer; None when it does."""
    if not appeal.is_open:
        return Outcome.ENDED
    if client is None or client.banned:
        return Outcome.BANNED
    if appeal.spot.by_hand:
        return Outcome.BY_HAND
    if not client.reachable and not appeal.spot.is_public:
        return Outcome.UNREACHABLE
    return Outcome.ADDED if appeal.seen != member.seen else None


def has_it(member: Member, answer: Answer) -> bool:
    """This very answer has reached the member, or is on its way."""
    there = {*UNSETTLED, Outcome.ANSWERED}
    return member.answer_id == answer.id and member.outcome in there
