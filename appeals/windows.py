"""How long something may take, and when that time is over: hours, calendar days, working days.

All instants are aware UTC, in and out; the calendar alone knows the zone.

Where days are counted, Russian practice holds. A term in days begins on the day after the event
(ГК РФ 191), so the day of the question itself is not counted, and it ends at 24:00 of its last day
(ГК РФ 194). 59-ФЗ, QUOTA 17–18 and APPEALS 5 count days without saying more. The two clocks differ
in what the last day is:

- `always`: somebody is on duty every day, so the last day is the last day, working or not, until
  24:00. Nothing is granted that the regulation does not name.
- `office`: where something is done in an organisation, the term ends when the organisation closes
  (ГК РФ 194, 1), and when its last day is no working day, on the next one (ГК РФ 193).

Hours run from the very moment: at once under `always`, during office hours only under `office`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from appeals.calendar import DAY, Calendar, Stretch, Unfit, Wrong, utc

_LONGEST_DAYS = 3660
_FARTHEST_DAYS = 20_000
_ZERO = timedelta(0)


class Clock(StrEnum):
    """When time counts: always, or during office hours only."""

    ALWAYS = "always"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Window:
    """A length of time: a `span` of the clock, or calendar `days`, or `working_days`; one of them.

    Thirty days and 720 hours are different windows. Raises `Unfit` for a negative one, for two
    kinds at once and for more than ten years.
    """

    span: timedelta = _ZERO
    days: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        days = (self.span / DAY, self.days, self.working_days)
        if min(days) < 0:
            raise Unfit(Wrong.NEGATIVE, min(days))
        if sum(map(bool, days)) > 1:
            raise Unfit(Wrong.MIXED_WINDOW)
        if max(days) > _LONGEST_DAYS:
            raise Unfit(Wrong.TOO_LONG, max(days))

    @property
    def counts_days(self) -> bool:
        """Measured in days rather than by the clock."""
        return bool(self.days or self.working_days)

    def __bool__(self) -> bool:
        return bool(self.span) or self.counts_days

    def __str__(self) -> str:
        """As it is written in the settings: equal windows are written alike."""
        if self.counts_days:
            return f"{self.working_days}wd" if self.working_days else f"{self.days}d"
        if not self.span:
            return "0s"
        units = (
            ("h", timedelta(hours=1)),
            ("m", timedelta(minutes=1)),
            ("s", timedelta(seconds=1)),
        )
        fitting = (f"{self.span // unit}{name}" for name, unit in units if not self.span % unit)
        return next(fitting, f"{self.span.total_seconds()}s")


def end_of(start: datetime, window: Window, clock: Clock, calendar: Calendar) -> datetime:
    """When a window that opened at `start` is over; see the module for how days are counted.

    A span that ends with the office hours ends at closing time, not at the next opening. 24:00 is
    the first instant of the next day. Raises `Unfit` when the clock is `office` and the calendar
    has no office hours within reach.
    """
    if not window.counts_days:
        return later(start, window, clock, calendar)
    last = _days_on(calendar.day_of(start), window, 1, calendar)
    if clock is Clock.ALWAYS:
        return calendar.at(last + DAY)
    days = _office_days(last, 1, calendar)
    return next(openings[-1][1] for day, openings in days if calendar.is_working(day))


def later(moment: datetime, window: Window, clock: Clock, calendar: Calendar) -> datetime:
    """The moment this long after another; days keep the time of day (for steps, not for terms).

    Under `office` a step counted in days falls into the office's day, on a day off into the next.
    """
    moment = utc(moment)
    if window.counts_days:
        return _days_away(moment, window, 1, clock, calendar)
    if clock is Clock.ALWAYS or not window:
        return moment + window.span
    return _add_office(moment, window.span, calendar)


def earlier(moment: datetime, window: Window, clock: Clock, calendar: Calendar) -> datetime:
    """The moment this long before another; days keep the time of day, 24:00 stays 24:00.

    Under `office` a step counted in days falls into the office's day, on a day off into the one
    before: a warning comes rather too early than to an empty room.
    """
    moment = utc(moment)
    if window.counts_days:
        return _days_away(moment, window, -1, clock, calendar)
    if clock is Clock.ALWAYS or not window:
        return moment - window.span
    return _take_office(moment, window.span, calendar)


def elapsed(start: datetime, end: datetime, clock: Clock, calendar: Calendar) -> timedelta:
    """How much time counted between two instants; `Unfit` when they are the wrong way round."""
    start, end = utc(start), utc(end)
    if end < start:
        raise Unfit(Wrong.ENDS_BEFORE_START, end)
    if clock is Clock.ALWAYS:
        return end - start
    work = takewhile(lambda stretch: stretch[0] < end, _work_after(start, calendar))
    return sum((min(closes, end) - opens for opens, closes in work), _ZERO)


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after one local day up to and with another, as a term counts (ГК РФ 191)."""
    if until < after:
        raise Unfit(Wrong.ENDS_BEFORE_START, until)
    days = (after + DAY * number for number in range(1, (until - after).days + 1))
    return sum(map(calendar.is_working, days))


def next_opening(moment: datetime, calendar: Calendar) -> datetime:
    """The moment itself when the office is open then, else when it opens next."""
    return next(_work_after(utc(moment), calendar))[0]


def is_open(moment: datetime, calendar: Calendar) -> bool:
    """The office is open at this instant; at closing time it no longer is."""
    now = utc(moment)
    return any(opens <= now < closes for opens, closes in calendar.openings(calendar.day_of(now)))


def _add_office(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    work = _work_after(start, calendar)
    opens, closes = next(work)
    while span > closes - opens:
        span -= closes - opens
        opens, closes = next(work)
    return opens + span


def _take_office(end: datetime, span: timedelta, calendar: Calendar) -> datetime:
    work = _work_before(end, calendar)
    opens, closes = next(work)
    while span > closes - opens:
        span -= closes - opens
        opens, closes = next(work)
    return closes - span


def _work_after(start: datetime, calendar: Calendar) -> Iterator[Stretch]:
    """The office's time after an instant, in order, without end."""
    for _, openings in _office_days(calendar.day_of(start), 1, calendar):
        for opens, closes in openings:
            if closes > start:
                yield max(opens, start), closes


def _work_before(end: datetime, calendar: Calendar) -> Iterator[Stretch]:
    """The office's time before an instant, the latest first, without end."""
    for _, openings in _office_days(calendar.day_of(end), -1, calendar):
        for opens, closes in reversed(openings):
            if opens < end:
                yield opens, min(closes, end)


def _office_days(
    first: date, step: int, calendar: Calendar
) -> Iterator[tuple[date, tuple[Stretch, ...]]]:
    """Days on which the office is open, from `first` on or, with step -1, back from it.

    Raises `Unfit` when it never is, and instead of searching beyond a lifetime.
    """
    if not any(calendar.office_hours):
        raise Unfit(Wrong.NO_OFFICE_HOURS)
    for number in range(_FARTHEST_DAYS):
        day = first + DAY * step * number
        if openings := calendar.openings(day):
            yield day, openings
    raise Unfit(Wrong.TOO_FAR, first)


def _days_away(
    moment: datetime, window: Window, step: int, clock: Clock, calendar: Calendar
) -> datetime:
    """Whole days away at the same time of day; a midnight closes the day before it."""
    local = moment.astimezone(calendar.zone)
    day = calendar.day_of(moment - timedelta.resolution)
    target = _days_on(day, window, step, calendar)
    moved = calendar.at(local.date() + (target - day), local.time().replace(fold=0))
    if clock is Clock.ALWAYS:
        return moved
    _, openings = next(_office_days(target, step, calendar))
    return min(max(moved, openings[0][0]), openings[-1][1])


def _days_on(day: date, window: Window, step: int, calendar: Calendar) -> date:
    """The last day of a window of days that follows (or, with step -1, precedes) a day."""
    left = window.working_days
    day += DAY * step * window.days
    while left:
        day += DAY * step
        left -= calendar.is_working(day)
    return day
