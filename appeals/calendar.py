"""The authority's days and hours: working days as the state sets them, office hours as it does.

Everything here is about *local* days; instants go in and come out as aware UTC. What is built on it
(ends of terms, office time) is in `windows.py`.

Sources: the Labour Code (ТК РФ), articles 95 and 112; the order on working-time norms
(Минздравсоцразвития, 13.08.2009, № 588н); transferred days from the `holidays` package, which
follows the government's yearly decrees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

Hours = tuple[tuple[time, time], ...]
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
Stretch = tuple[datetime, datetime]

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS_CLOSED: Week = ((), (), (), (), (), (), ())
_SATURDAY = 5
_WIDEST_OFFSET = timedelta(hours=26)
_SECOND = timedelta(seconds=1)
_HOUR = timedelta(hours=1)

# ТК РФ 112; January is a range of its own.
_HOLIDAYS = {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)} | {(1, day) for day in range(1, 9)}


class Wrong(StrEnum):
    """What is wrong with a calendar, a window, a policy or a history; for texts and logs."""

    UNKNOWN_ZONE = "unknown-zone"
    UNKNOWN_WEEKDAY = "unknown-weekday"
    BACKWARD_HOURS = "backward-hours"
    OVERLAPPING_HOURS = "overlapping-hours"
    DAY_BOTH_WAYS = "day-both-ways"
    NO_OFFICE_HOURS = "no-office-hours"
    TOO_FAR = "too-far"
    NEGATIVE = "negative"
    MIXED_WINDOW = "mixed-window"
    TOO_LONG = "too-long"
    ENDS_BEFORE_START = "ends-before-start"
    NO_ZONE_GIVEN = "no-zone-given"
    ZERO_WINDOW = "zero-window"
    TWIN_STEP = "twin-step"
    NO_WINDOW = "no-window"
    NO_START = "no-start"
    NO_NEW_TIME = "no-new-time"


class Unfit(ValueError):
    """Something that no deadline can be computed from; `why` is for programs, `what` names it."""

    def __init__(self, why: Wrong, what: object = "") -> None:
        super().__init__(f"{why.value}: {what}" if what != "" else why.value)
        self.why = why
        self.what = str(what)


def utc(moment: datetime) -> datetime:
    """The same instant in UTC; raises `Unfit` for a time without a zone."""
    if moment.utcoffset() is None:
        raise Unfit(Wrong.NO_ZONE_GIVEN, moment)
    return moment.astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """The zone of this IANA name; raises `Unfit` for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        # zoneinfo raises all three, depending on what is wrong with the name
        raise Unfit(Wrong.UNKNOWN_ZONE, name) from None


def week_of(hours: Mapping[str, Hours]) -> Week:
    """Office hours by weekday ("mon" … "sun") as a whole week; a day not named is closed."""
    for name in hours:
        if name not in WEEKDAYS:
            raise Unfit(Wrong.UNKNOWN_WEEKDAY, name)
    mon, tue, wed, thu, fri, sat, sun = (tuple(sorted(hours.get(name, ()))) for name in WEEKDAYS)
    return mon, tue, wed, thu, fri, sat, sun


@dataclass(frozen=True, slots=True)
class Calendar:
    """One authority's working calendar.

    `office_hours`: local time, Monday first, intervals with the breaks left out. A weekend with
    hours of its own is open then, but is no working day. `extra_days_off` and `extra_workdays`
    win over the state calendar: regional holidays, transfers not yet in `holidays`.

    `short_before_holidays`: before a holiday the office closes an hour earlier. ТК РФ 95 binds
    every employer and published hours seldom repeat it, so this is the default.

    Raises `Unfit` for intervals that end before they begin or overlap, and for a day in both lists.
    """

    zone: ZoneInfo
    office_hours: Week = ALWAYS_CLOSED
    extra_days_off: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    short_before_holidays: bool = True

    def __post_init__(self) -> None:
        for name, hours in zip(WEEKDAYS, self.office_hours, strict=True):
            _check_hours(name, hours)
        for twin in sorted(self.extra_days_off & self.extra_workdays):
            raise Unfit(Wrong.DAY_BOTH_WAYS, twin)

    def is_provisional(self, year: int) -> bool:
        """No decree on transferred days is known for the year: weekends and fixed holidays only.

        Transfers given as extra days count all the same, but nothing shows that they are complete.
        """
        return not _state_year(year).official

    def state_year(self, year: int) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """What is known of a year: its days off, and the weekends that are worked, in order."""
        state = _state_year(year)
        return tuple(sorted(state.days_off)), tuple(sorted(state.worked_for))

    def is_working(self, day: date) -> bool:
        """A working day of the five-day week, transferred days included (ТК РФ 112)."""
        if day in self.extra_workdays or day in self.extra_days_off:
            return day in self.extra_workdays
        state = _state_year(day.year)
        return day in state.worked_for or (day.weekday() < _SATURDAY and day not in state.days_off)

    def day_of(self, moment: datetime) -> date:
        """The local day of an instant; midnight belongs to the day that it begins."""
        return utc(moment).astimezone(self.zone).date()

    def at(self, day: date, wall: time = time.min) -> datetime:
        """The instant when the local clock shows this time; midnight begins the day.

        A time shown twice: the first. A time skipped: as if the clock had not been changed yet,
        which for the beginning of a gap is the moment of the change.
        """
        return datetime.combine(day, wall, self.zone).astimezone(UTC)

    def hours_on(self, day: date) -> Hours:
        """Office hours of a day, local time; empty when the office is closed.

        A weekend that is worked instead of another day has that day's hours and is short when that
        day would have been (order № 588н); an extra workday without hours of its own has those of
        the last weekday before it that has any.
        """
        state = _state_year(day.year)
        extra = day in self.extra_workdays
        if not extra and (day in self.extra_days_off or day in state.days_off):
            return ()
        model = state.worked_for.get(day, day)
        hours = self.office_hours[model.weekday()]
        if not hours and (extra or day in state.worked_for):
            hours = self._hours_before(model)
        return _shortened(hours) if self._is_short(model) else hours

    def openings(self, day: date) -> tuple[Stretch, ...]:
        """When the office is open on a local day, as instants, in order.

        It is open while the local clock shows office hours: an hour that the clock skips is not
        worked, an hour that it repeats is worked twice.
        """
        hours = self.hours_on(day)
        if not hours:
            return ()
        return tuple(
            sorted(
                (max(begin, opens), min(end, closes))
                for begin, end, offset in self._even_stretches(day)
                for opens, closes in (_instants(day, pair, offset) for pair in hours)
                if max(begin, opens) < min(end, closes)
            )
        )

    def _hours_before(self, day: date) -> Hours:
        earlier = (self.office_hours[(day.weekday() - back) % 7] for back in range(1, 7))
        return next(filter(None, earlier), ())

    def _is_short(self, day: date) -> bool:
        return self.short_before_holidays and _is_holiday(day + DAY) and not _is_holiday(day)

    def _even_stretches(self, day: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """The time around a local day, cut where the zone's offset changes."""
        noon = datetime.combine(day, time(12), UTC)
        begin, end = noon - _WIDEST_OFFSET, noon + _WIDEST_OFFSET
        before, after = self._offset(begin), self._offset(end)
        if before == after:
            yield begin, end, before
            return
        low, change = begin, end
        while change - low > _SECOND:
            middle = low + (change - low) // _SECOND // 2 * _SECOND
            low, change = (middle, change) if self._offset(middle) == before else (low, middle)
        yield begin, change, before
        yield change, end, after

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta(0)


@dataclass(frozen=True, slots=True)
class _StateYear:
    """A year of the state calendar; `worked_for`: weekends worked, each with the day off for it."""

    days_off: frozenset[date]
    worked_for: Mapping[date, date]
    official: bool


@cache
def _state_year(year: int) -> _StateYear:
    state = country_holidays("RU", years=year)
    transfers = dict(_transfers(year, state))
    return _StateYear(
        days_off=frozenset(state),
        worked_for={day: transfers[day] for day in transfers.keys() & state.weekend_workdays},
        official=bool(transfers),
    )


def _transfers(year: int, state: HolidayBase) -> Iterator[tuple[date, date]]:
    """Days whose rest was moved by decree, each with the day it was moved to."""
    decrees: Mapping[int, tuple[Any, ...]] = getattr(state, "special_public_holidays", {})
    rows = decrees.get(year, ())
    for month, day, from_month, from_day in (rows,) if rows and isinstance(rows[0], int) else rows:
        yield date(year, from_month, from_day), date(year, month, day)


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in _HOLIDAYS


def _check_hours(name: str, hours: Hours) -> None:
    for opens, closes in hours:
        if opens >= closes:
            raise Unfit(Wrong.BACKWARD_HOURS, f"{name} {opens:%H:%M}-{closes:%H:%M}")
    for (_, closes), (opens, _) in pairwise(hours):
        if opens < closes:
            raise Unfit(Wrong.OVERLAPPING_HOURS, f"{name} {opens:%H:%M} < {closes:%H:%M}")


def _shortened(hours: Hours) -> Hours:
    """The same hours with the last hour of work taken off."""
    left, kept = _HOUR, list(hours)
    while kept and left:
        opens, closes = kept.pop()
        length = _since_midnight(closes) - _since_midnight(opens)
        if length > left:
            end = datetime.combine(date.min, closes) - left
            return (*kept, (opens, end.time()))
        left -= length
    return tuple(kept)


def _instants(day: date, pair: tuple[time, time], offset: timedelta) -> Stretch:
    """An interval of a local day as instants, were the zone's offset this one."""
    opens, closes = (datetime.combine(day, wall, UTC) - offset for wall in pair)
    return opens, closes


def _since_midnight(wall: time) -> timedelta:
    return datetime.combine(date.min, wall) - datetime.combine(date.min, time.min)
