"""One round of a survey: when it runs, on which frozen definition, and how it ends."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """Where a wave stands; it never goes back.

    CLOSING takes no answers: nobody's participation is known any more, the sheets wait for the key.
    COUNTED: the results are written (or too few answered), the sheets dropped; what remains is to
    wipe their traces and the keys. CLOSED: done, and on record. Closing may be interrupted anywhere
    and is taken up where it stopped.
    """

    OPEN = "open"
    CLOSING = "closing"
    COUNTED = "counted"
    CLOSED = "closed"


class NotNow(Exception):
    """What was asked does not fit where the wave stands; `stage` tells it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"this can't be done while the wave is {stage}")
        self.stage = stage


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting found. `sheets` is None when too few answered and all was destroyed.

    `spoiled` sheets were no answers to this questionnaire.
    """

    sheets: int | None = None
    spoiled: int = 0


@dataclass(frozen=True, slots=True)
class Wave:
    """`definition` is the questionnaire's text as it was when the wave opened, `hash` its digest.

    `level` is the smallest group that may be told apart, `length` the bytes to which every sheet is
    padded; both fixed for the wave. `with_analyst`: the key that opens sheets is not kept here.
    Of times only the announced ones are known: `opens`, `closes` and the day it was `closed`;
    nothing that happens between is timed. `invited` is how many people were asked, None if unknown.
    `remainder`: fewer than `level` sheets were left after the machine had lost its memory, and were
    destroyed unread. `keys_lost`: given up, for nobody could open the sheets.
    """

    id: str
    survey: str
    definition: str
    hash: str
    level: int
    length: int
    public_key: bytes
    opens: datetime
    closes: datetime
    with_analyst: bool = False
    invited: int | None = None
    stage: Stage = Stage.OPEN
    remainder: bool = False
    keys_lost: bool = False
    counted: Counted = Counted()
    closed: date | None = None

    def takes_answers(self, now: datetime) -> bool:
        """The field period is running. `now` is aware UTC."""
        return self.stage is Stage.OPEN and self.opens <= now < self.closes

    def is_due_to_close(self, now: datetime) -> bool:
        """The field period is over, or closing was interrupted. `now` is aware UTC."""
        if self.stage is Stage.OPEN:
            return now >= self.closes
        return self.stage is not Stage.CLOSED

    def closing(self, *, remainder: bool) -> "Wave":
        """No more answers from here on. Raises NotNow unless it is open."""
        self._must_be(Stage.OPEN)
        return replace(self, stage=Stage.CLOSING, remainder=remainder)

    def with_results(self, counted: Counted) -> "Wave":
        """The sheets are counted; too few leave no number behind. Raises NotNow.

        The public key goes too: it would tell an old sheet of this wave from any other one.
        """
        self._must_be(Stage.CLOSING)
        enough = counted.sheets is not None and counted.sheets >= self.level
        kept = counted if enough else Counted()
        return replace(self, stage=Stage.COUNTED, counted=kept, public_key=b"")

    def given_up(self) -> "Wave":
        """The keys are lost: what was answered is destroyed unread. Raises NotNow."""
        self._must_be(Stage.OPEN, Stage.CLOSING)
        return replace(self, stage=Stage.COUNTED, keys_lost=True, public_key=b"")

    def ended(self, on: date) -> "Wave":
        """Traces and keys are gone; this is the record of it. Raises NotNow."""
        self._must_be(Stage.COUNTED)
        return replace(self, stage=Stage.CLOSED, closed=on)

    def _must_be(self, *stages: Stage) -> None:
        if self.stage not in stages:
            raise NotNow(self.stage)


@dataclass(frozen=True, slots=True)
class Record:
    """What is published about the end of a wave: what was destroyed, when, and what was kept.

    `sheets` is how many answers the results hold, None when there are none. No digest of them: few
    answers could be guessed and checked against it.
    """

    wave: str
    closed: date
    level: int
    questionnaire: str
    sheets: int | None
    spoiled: int
    remainder_destroyed: bool
    keys_lost: bool
    key_with_analyst: bool


def record_of(wave: Wave) -> Record:
    """The record of a closed wave. Raises NotNow for one that is not closed."""
    if wave.closed is None:
        raise NotNow(wave.stage)
    return Record(
        wave.id,
        wave.closed,
        wave.level,
        wave.hash,
        wave.counted.sheets,
        wave.counted.spoiled,
        wave.remainder,
        wave.keys_lost,
        wave.with_analyst,
    )


def wave_id(survey: str, quarter: str) -> str:
    """How people name it: "clients-supervision-2026-q4"."""
    return f"{survey}-{quarter}"


def quarter_of(day: date) -> str:
    """ "2026-q4"."""
    return f"{day.year}-q{(day.month + 2) // 3}"


def field_period(opens: datetime, days: int) -> tuple[datetime, datetime]:
    """From the opening for so many days."""
    return opens, opens + timedelta(days=days)
