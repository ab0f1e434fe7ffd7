"""A moment in the future, as people write it: «завтра 18:00», «25.11», «через 3 часа».

Pure: `now` is given, the zone is the authority's. What follows the moment is handed back, for it is
usually the reason.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

DAY_ENDS = time(18)
"""What a day without a time means: the end of the working day."""
FARTHEST = timedelta(days=366)
_HALF_A_YEAR = timedelta(days=183)

_MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)
_WEEKDAYS = "понедельник вторник сред[ау] четверг пятниц[ау] суббот[ау] воскресенье".split()
_NAMED_DAYS = {"сегодня": 0, "завтра": 1, "послезавтра": 2}
_UNITS = {
    "мин": timedelta(minutes=1),
    "ч": timedelta(hours=1),
    "д": timedelta(days=1),
    "нед": timedelta(weeks=1),
}

_CLOCK = re.compile(r"(?:в\s+|к\s+)?(\d{1,2})[:.](\d{2})(?!\d|\.\d)(?:\s*(?:ч\.?|час\w*)(?!\w))?")
_NUMERIC = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2})(?!\d))?(?![\d:])(?:\s*г\.?(?!\w))?")
_WORDED = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})(?:\s+(\d{{4}})(?!\d)(?:\s*г\.?(?!\w))?)?"
)
_NAMED = re.compile(rf"({'|'.join(_NAMED_DAYS)})(?!\w)")
_WEEKDAY = re.compile(rf"(?:во?\s+)?(?:({')|('.join(_WEEKDAYS)}))(?!\w)")
_IN = re.compile(
    r"через\s+(?:(\d{1,6})\s*)?"
    r"(полчаса|мин(?:ут[уы]?)?|ч(?:ас(?:а|ов)?)?|д(?:ень|ня|ней)|нед(?:ел[юиья]|ель))(?!\w)\.?"
)
_LEAD = re.compile(r"(?:до|к|на)\s+")
_GAP = re.compile(r"[\s,;:—–-]+")


class WhyNot(StrEnum):
    """Why a text names no moment one could promise; each has words of its own."""

    UNKNOWN = "unknown"
    NO_SUCH = "no-such"
    PAST = "past"
    FAR = "far"


class NotAMoment(Exception):
    """The text names no moment, or none that could be promised."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the authority's zone and, where one was written, the time of day."""

    day: date
    clock: time | None
    rest: str


def read_moment(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """The moment (aware UTC, after `now`) with which the text begins, and the text behind it.

    Raises NotAMoment when there is none, when it is past, or more than a year ahead.
    """
    words = _led(text)
    if found := _IN.match(words.lower()):
        moment, rest = _later(found, now), words[found.end() :]
    else:
        day = read_day(words, now, zone)
        local = datetime.combine(day.day, day.clock or DAY_ENDS, zone)
        moment, rest = local.astimezone(UTC), day.rest
    if moment <= now:
        raise NotAMoment(WhyNot.PAST)
    if moment - now > FARTHEST:
        raise NotAMoment(WhyNot.FAR)
    return moment, _GAP.sub("", rest, count=1) if _GAP.match(rest) else rest


def read_day(text: str, now: datetime, zone: tzinfo) -> Day:
    """The day with which the text begins, past or not; a time alone means today.

    Raises NotAMoment.
    """
    words = _led(text)
    low = words.lower()
    today = now.astimezone(zone).date()
    if (alone := _CLOCK.match(low)) and not _is_date(low):
        return Day(today, _clock(alone), words[alone.end() :])
    day, end = _day(low, today)
    gap = _GAP.match(low, end)
    after = _CLOCK.match(low, gap.end()) if gap else None
    if after is None or gap is None or _is_date(low[gap.end() :]):
        return Day(day, None, words[end:])
    return Day(day, _clock(after), words[after.end() :])


def _led(text: str) -> str:
    words = text.strip()
    lead = _LEAD.match(words.lower())
    return words[lead.end() :] if lead else words


def _is_date(low: str) -> bool:
    """«18.30» alone is a time, «25.11» a date: it has a month, so dates come first."""
    found = _NUMERIC.match(low)
    return found is not None and (found[3] is not None or _month(found[2]))


def _month(text: str) -> bool:
    return 1 <= int(text) <= len(_MONTHS)


def _day(low: str, today: date) -> tuple[date, int]:
    if found := _NAMED.match(low):
        return today + timedelta(days=_NAMED_DAYS[found[1]]), found.end()
    if found := _WEEKDAY.match(low):
        wanted = next(n for n, group in enumerate(found.groups()) if group)
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1), found.end()
    if found := _WORDED.match(low):
        month = _MONTHS.index(found[2]) + 1
        return _dated(int(found[1]), month, found[3], today), found.end()
    if found := _NUMERIC.match(low):
        return _dated(int(found[1]), int(found[2]), found[3], today), found.end()
    raise NotAMoment(WhyNot.UNKNOWN)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    """Without a year it is this one, unless that lies more than half a year back."""
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004 - two digits of a year
        return _nearest(day, month, today)
    except ValueError:
        raise NotAMoment(WhyNot.NO_SUCH) from None


def _nearest(day: int, month: int, today: date) -> date:
    if (month, day) == (2, 29):
        leap = next(year for year in range(today.year, today.year + 9) if _is_leap(year))
        return date(leap, month, day)
    here = date(today.year, month, day)
    return here if today - here <= _HALF_A_YEAR else here.replace(year=today.year + 1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _clock(found: re.Match[str]) -> time:
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        raise NotAMoment(WhyNot.NO_SUCH) from None


def _later(found: re.Match[str], now: datetime) -> datetime:
    if found[2] == "полчаса":
        return now + timedelta(minutes=30)
    unit = next(span for name, span in _UNITS.items() if found[2].startswith(name))
    count = int(found[1] or 1)
    if unit * count > FARTHEST:
        raise NotAMoment(WhyNot.FAR)
    return now + unit * count
