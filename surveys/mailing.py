"""Who is invited to a wave and when to remind them; nothing of it tells who has answered (D3).

All who are invited stand in lots of at least k. A round of reminders is put down for a whole lot
before anything is sent, the same for everybody in it, and lots follow each other at an even pace:
what is kept, and when it is written, looks alike whoever answered.
"""

import math
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.drafts import Person
from surveys.questionnaire import Kind, Questionnaire
from surveys.wave import Wave

SEAT_BYTES = 16
SMALLEST_LOT = 20
LAST_CALL = timedelta(days=1)
"""Within so long before the end nobody is reminded any more."""

SECONDS, SECONDS_OF_TEXT = 15, 60
"""How long people take over a question, and over one that wants words."""


class Seat(StrEnum):
    """What became of an invitation: LEFT_OUT never got one, or could not be reached."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person to be invited. `seat` is random, so that rows lie in no order but its own."""

    seat: bytes
    who: Person
    lot: int
    state: Seat = Seat.WAITING


def drawn_up(people: Iterable[Person], k: int) -> list[Invitee]:
    """Everybody with a seat, in lots drawn by lot: of at least k and 20, unless all are fewer."""
    order = sorted(set(people), key=lambda one: (one.platform, one.id))
    secrets.SystemRandom().shuffle(order)
    lots = max(len(order) // max(k, SMALLEST_LOT), 1)
    return [
        Invitee(secrets.token_bytes(SEAT_BYTES), one, at % lots) for at, one in enumerate(order)
    ]


def rounds_due(wave: Wave, now: datetime, days: Sequence[int]) -> int:
    """How many rounds of reminders lie behind at this moment (aware UTC); 0 when none may begin.

    `days` after the opening each. Of rounds that were missed only the latest is held.
    """
    if not wave.takes_answers(now) or now >= wave.closes - LAST_CALL:
        return 0
    return sum(now >= wave.opens + timedelta(days=one) for one in days)


def minutes(questionnaire: Questionnaire) -> int:
    """About how long answering takes, never less than one."""
    typed = sum(question.kind is Kind.TEXT for question in questionnaire.asked)
    chosen = len(questionnaire.asked) - typed
    return max(math.ceil((chosen * SECONDS + typed * SECONDS_OF_TEXT) / 60), 1)
