"""Durations as an administrator writes them: "6s", "90m", "24h", "30d", "15wd"."""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.admin_words import say

_WRITTEN = re.compile(r"(\d{1,9})\s*(s|m|h|d|wd)", re.ASCII)
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
}
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=3660)
_MOST_WORKING_DAYS = 2500


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time: a `span` of the clock, or calendar `days`, or working days; one of them.

    Days need a calendar to become an instant: a term in days ends with its last day.
    """

    span: timedelta = timedelta(0)
    working_days: int = 0
    days: int = 0

    @property
    def about(self) -> timedelta:
        """By the clock, every day being 24 hours, and five of seven days working."""
        return self.span + (self.days + self.working_days * 7 // 5) * _DAY

    def __str__(self) -> str:
        """As it would be written in the settings, in the largest unit that fits."""
        if self.working_days or self.days:
            return f"{self.working_days}wd" if self.working_days else f"{self.days}d"
        units = ((letter, unit) for letter, unit in reversed(_UNITS.items()) if self.span)
        return next((f"{self.span // u}{letter}" for letter, u in units if not self.span % u), "0s")


def duration(written: object) -> Duration:
    """Read a duration; a `Duration` is returned as it is.

    Raises ValueError, saying what would be right, for anything else than a whole number and a unit,
    and for durations over ten years.
    """
    if isinstance(written, Duration):
        return written
    match = _WRITTEN.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise ValueError(say("settings-want-duration"))
    amount, unit = int(match[1]), match[2]
    if unit == "wd":
        if amount > _MOST_WORKING_DAYS:
            raise ValueError(say("settings-want-shorter"))
        return Duration(working_days=amount)
    if unit == "d" and amount <= _LONGEST // _DAY:
        return Duration(days=amount)
    if amount > _LONGEST // _UNITS.get(unit, _DAY):
        raise ValueError(say("settings-want-shorter"))
    return Duration(span=amount * _UNITS[unit])


def span(written: object) -> timedelta:
    """Read a duration that the clock alone can measure; raises ValueError for working days too.

    A day is 24 hours here.
    """
    if isinstance(written, timedelta):
        return written
    read = duration(written)
    if read.working_days:
        raise ValueError(say("settings-want-span"))
    return read.about
