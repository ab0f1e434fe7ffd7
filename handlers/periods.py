"""Periods in words of staff: «неделя», «ноябрь», «11.2026», «01.11.2026–15.11.2026»."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})\.(\d{4})|(\d{4})-(\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(\d{4})", re.ASCII)
_NAMED = re.compile(r"([а-я]{3,8})(?: (\d{4}))?")
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the authority's calendar, both included; None is no limit."""

    since: date | None = None
    until: date | None = None

    def moments(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """The first moment, and the first one behind the period."""
        after = None if self.until is None else self.until + timedelta(days=1)
        return _midnight(self.since, zone), _midnight(after, zone)


def read_day(text: str) -> date | None:
    """«15.11.2026» or «2026-11-15»; None for anything else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    numbers = (year, month, day) if year else (iso_year, iso_month, iso_day)
    try:
        found = date(*map(int, numbers))
    except ValueError:
        return None
    return found if _has_year(found.year) else None


def read_period(text: str, today: date) -> Period | None:
    """What the words mean as of `today`; nothing said is the present month, None is no period."""
    words = " ".join(text.casefold().replace("ё", "е").split())
    if not words or words == "месяц":
        return _month(today.year, today.month)
    if words == "неделя":
        return Period(today - timedelta(days=6), today)
    if words == "квартал":
        first = (today.month - 1) // _QUARTER_MONTHS * _QUARTER_MONTHS + 1
        end = _month(today.year, first + _QUARTER_MONTHS - 1)
        return Period(date(today.year, first, 1), end.until)
    if words == "год":
        return _year(today.year)
    if words == "все":
        return Period()
    return _dated(words) or _named(words, today)


def _dated(words: str) -> Period | None:
    days = _DAY.findall(words)
    if days:
        return _between(words)
    if match := _MONTH.fullmatch(words):
        month, year, iso_year, iso_month = match.groups()
        return _checked_month(int(year or iso_year), int(month or iso_month))
    if (match := _YEAR.fullmatch(words)) and _has_year(int(match[1])):
        return _year(int(match[1]))
    return None


def _between(words: str) -> Period | None:
    """One day, or two with anything short between them: «с … по …», a dash, a space."""
    found = list(_DAY.finditer(words))
    rest = _DAY.sub("", words)
    if len(found) > 2 or not re.fullmatch(r"[\s–—-]*(с )?\s*(по)?[\s–—-]*", rest):  # noqa: PLR2004 - a beginning and an end
        return None
    days = [read_day(match[0]) for match in found]
    since, until = days[0], days[-1]
    if since is None or until is None or since > until:
        return None
    return Period(since, until)


def _named(words: str, today: date) -> Period | None:
    """A month by its name: of the year given, else the latest one that has begun."""
    match = _NAMED.fullmatch(words)
    if match is None:
        return None
    if match[1] not in _MONTHS:
        return None
    month = _MONTHS.index(match[1]) + 1
    year = int(match[2]) if match[2] else today.year - (month > today.month)
    return _checked_month(year, month)


def _checked_month(year: int, month: int) -> Period | None:
    if not _has_year(year) or not 1 <= month <= len(_MONTHS):
        return None
    return _month(year, month)


def _month(year: int, month: int) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last))


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _has_year(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone)
