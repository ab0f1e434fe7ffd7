"""One round of a survey: when it runs, on which frozen definition, and how it ends."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """Where a wave stands; it never goes back. CLOSING may be interrupted and taken up again."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class NotNow(Exception):
    """What was asked does not fit the wave's stage; `stage` tells it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"the wave is {stage}")
        self.stage = stage


@dataclass(frozen=True, slots=True)
class Wave:
    """`definition` is the questionnaire as it was when the wave opened, `hash` its digest.

    `level` is the smallest group that may be told apart; fixed for the wave. Dates only: the
    moments of opening and closing are announced, nothing that happens between is timed. `sheets`
    is known once the wave is closed; None also when too few answered and all was destroyed.
    """

    id: str
    survey: str
    definition: str
    hash: str
    level: int
    public_key: bytes
    opens: datetime
    closes: datetime
    stage: Stage = Stage.OPEN
    closed: date | None = None
    sheets: int | None = None

    def takes_answers(self, now: datetime) -> bool:
        """The field period is running. `now` is aware UTC."""
        return self.stage is Stage.OPEN and self.opens <= now < self.closes

    def is_due_to_close(self, now: datetime) -> bool:
        """The field period is over, or closing was interrupted."""
        return self.stage is Stage.CLOSING or (self.stage is Stage.OPEN and now >= self.closes)

    def closing(self) -> "Wave":
        """No more answers from here on. Raises NotNow once it is closed."""
        if self.stage is Stage.CLOSED:
            raise NotNow(self.stage)
        return replace(self, stage=Stage.CLOSING)

    def ended(self, on: date, sheets: int) -> "Wave":
        """Results are written, keys destroyed. Too few sheets leave no number behind."""
        if self.stage is not Stage.CLOSING:
            raise NotNow(self.stage)
        told = sheets if sheets >= self.level else None
        return replace(self, stage=Stage.CLOSED, closed=on, sheets=told)


def wave_id(survey: str, quarter: str) -> str:
    """How people name it: "clients-supervision-2026-q4"."""
    return f"{survey}-{quarter}"


def quarter_of(day: date) -> str:
    """ "2026-q4"."""
    return f"{day.year}-q{(day.month + 2) // 3}"


def field_period(opens: datetime, days: int) -> tuple[datetime, datetime]:
    """From the opening for so many days."""
    return opens, opens + timedelta(days=days)
