"""Times of regular jobs, as «mon 09:00» or «09:30»."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated

from pydantic import BeforeValidator

from bot.admin_words import say

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
OFF = "off"
LAST = "last"
SURE = 28
"""Every month has this day."""


@dataclass(frozen=True, slots=True)
class Regular:
    """A time of the authority's own clock: on one day of the week, or every day (`day` empty)."""

    at: time
    day: str = ""


def weekly(value: object) -> object:
    """Read "mon 09:00"; "off" is None. Raises ValueError with what would be right."""
    if not isinstance(value, str) or value.strip() == OFF:
        return None if isinstance(value, str) else value
    day, _, clock = value.strip().lower().partition(" ")
    match = _TIME.fullmatch(clock.strip())
    if day not in _DAYS or match is None:
        raise ValueError(say("settings-want-weekly"))
    return Regular(time(int(match[1]), int(match[2])), day)


def daily(value: object) -> object:
    """Read "09:30"; "off" is None. Raises ValueError with what would be right."""
    if not isinstance(value, str) or value.strip() == OFF:
        return None if isinstance(value, str) else value
    match = _TIME.fullmatch(value.strip())
    if match is None:
        raise ValueError(say("settings-want-daily"))
    return Regular(time(int(match[1]), int(match[2])))


def day_of_quarter(value: object) -> object:
    """Read 1…28, a day of the quarter's first month, or "last", the last day of the quarter."""
    day = value.strip().lower() if isinstance(value, str) else value
    day = int(day) if isinstance(day, str) and day.isdecimal() else day
    if day != LAST and (type(day) is not int or not 1 <= day <= SURE):
        raise ValueError(say("settings-want-day-of-quarter"))
    return day


def hour(value: object) -> object:
    """Read "10:00"; raises ValueError with what would be right."""
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if isinstance(value, str) and match is None:
        raise ValueError(say("settings-want-daily"))
    return time(int(match[1]), int(match[2])) if match else value


Weekly = Annotated[Regular | None, BeforeValidator(weekly)]
Daily = Annotated[Regular | None, BeforeValidator(daily)]
DayOfQuarter = Annotated[int | str, BeforeValidator(day_of_quarter)]
Hour = Annotated[time, BeforeValidator(hour)]
