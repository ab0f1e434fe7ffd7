"""Days, hours and windows, against printed calendars and a minute-by-minute reference."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from appeals.calendar import (
    DAY,
    WEEKDAYS,
    Calendar,
    Hours,
    Unfit,
    Wrong,
    week_of,
    zone_named,
)
from appeals.windows import (
    Clock,
    Window,
    earlier,
    elapsed,
    end_of,
    is_open,
    later,
    next_opening,
    working_days_between,
)
from tests.appeals.slow_calendar import MINUTE, SHORT, SlowCalendar, utc_minute

ALWAYS, OFFICE = Clock.ALWAYS, Clock.OFFICE


def hours(written: str) -> Hours:
    ranges = (part.split("-") for part in written.split(",") if part)
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in ranges)


SHORT_END = hours("14:00-17:00")
MONDAY_TO_THURSDAY = hours("09:00-13:00,13:48-18:00")
WEEK = week_of(
    dict.fromkeys(WEEKDAYS[:4], MONDAY_TO_THURSDAY) | {"fri": hours("09:00-13:00,13:48-17:00")}
)
NSO = Calendar(zone_named("Asia/Novosibirsk"), WEEK)
PLAIN = Calendar(
    zone_named("UTC"), week_of({name: hours("09:00-13:00,14:00-18:00") for name in WEEKDAYS[:5]})
)


def at(written: str, calendar: Calendar = NSO) -> datetime:
    """A local time of the calendar's zone ("2026-04-30 13:48") as an instant."""
    return datetime.fromisoformat(written).replace(tzinfo=calendar.zone).astimezone(UTC)


def shown(moment: datetime, calendar: Calendar = NSO) -> str:
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M}"


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + DAY * number for number in range((date(year + 1, 1, 1) - first).days)]


# Working days of Russia


@pytest.mark.parametrize(
    ("year", "working_days", "norm"),
    [
        (2020, 248, 1979),
        (2021, 247, 1972),
        (2022, 247, 1973),
        (2023, 247, 1973),
        (2024, 248, 1979),
        (2025, 247, 1972),
        (2026, 247, 1972),
    ],
)
def test_a_year_has_the_working_days_and_hours_of_the_production_calendar(
    year: int, working_days: int, norm: int
) -> None:
    """The published norm of the forty-hour week, short days taken off."""
    days = days_of(year)
    assert sum(map(PLAIN.is_working, days)) == working_days
    worked = [end - begin for day in days for begin, end in PLAIN.openings(day)]
    assert sum(worked, timedelta()) == timedelta(hours=norm)


@pytest.mark.parametrize("year", SHORT)
def test_every_day_of_a_year_is_what_the_printed_calendar_says(year: int) -> None:
    slow = SlowCalendar("UTC", {})
    assert [day for day in days_of(year) if PLAIN.is_working(day) != slow.works(day)] == []
    short = [f"{day:%d.%m}" for day in days_of(year) if PLAIN.hours_on(day)[-1:] == SHORT_END]
    assert short == SHORT[year].split()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-01-08", False),
        ("2025-01-09", True),
        ("2025-05-02", False),
        ("2025-05-08", False),
        ("2025-11-01", True),
        ("2025-11-03", False),
        ("2025-12-31", False),
        ("2026-01-09", False),
        ("2026-01-12", True),
        ("2026-03-09", False),
        ("2026-05-11", False),
        ("2026-12-31", False),
        ("2027-02-20", True),
        ("2027-02-22", False),
        ("2027-11-05", False),
    ],
)
def test_transferred_days_are_known(day: str, working: bool) -> None:
    assert NSO.is_working(date.fromisoformat(day)) is working


def test_a_year_without_a_decree_is_provisional() -> None:
    assert not any(NSO.is_provisional(year) for year in range(2013, 2028))
    assert NSO.is_provisional(2028)
    assert not NSO.is_working(date(2028, 5, 9)), "a fixed holiday"
    assert NSO.is_working(date(2028, 11, 6)), "no transfer is guessed"


def test_the_authority_s_own_days_win_over_the_state_calendar() -> None:
    own = Calendar(
        NSO.zone,
        WEEK,
        extra_days_off=frozenset({date(2028, 11, 6), date(2025, 11, 1)}),
        extra_workdays=frozenset({date(2026, 5, 9), date(2025, 11, 3)}),
    )
    assert not own.is_working(date(2028, 11, 6))
    assert not own.is_working(date(2025, 11, 1))
    assert own.is_working(date(2026, 5, 9))
    assert own.is_working(date(2025, 11, 3))
    assert own.openings(date(2025, 11, 1)) == ()
    assert own.hours_on(date(2026, 5, 9)) == WEEK[4], "a Saturday worked has Friday's hours"
    assert own.hours_on(date(2025, 11, 3)) == hours("09:00-13:00,13:48-17:00"), "short"
    assert own.is_provisional(2028), "nothing shows that the list is complete"


# Office hours


def test_lunch_lasts_from_13_00_to_13_48() -> None:
    assert is_open(at("2026-04-28 12:59"), NSO)
    assert not is_open(at("2026-04-28 13:00"), NSO)
    assert shown(next_opening(at("2026-04-28 13:00"), NSO)) == "2026-04-28 13:48"
    assert is_open(at("2026-04-28 13:48"), NSO)


def test_on_friday_the_office_closes_at_17_00() -> None:
    assert is_open(at("2026-04-24 16:59"), NSO)
    assert shown(next_opening(at("2026-04-24 17:00"), NSO)) == "2026-04-27 09:00"


def test_a_day_before_a_holiday_is_an_hour_shorter() -> None:
    assert shown(NSO.openings(date(2026, 4, 30))[-1][1]) == "2026-04-30 17:00"
    assert shown(NSO.openings(date(2026, 5, 8))[-1][1]) == "2026-05-08 16:00", "a Friday"
    whole = Calendar(NSO.zone, WEEK, short_before_holidays=False)
    assert shown(whole.openings(date(2026, 4, 30))[-1][1]) == "2026-04-30 18:00"


def test_the_hour_is_taken_off_the_end_even_across_a_break() -> None:
    late = Calendar(NSO.zone, week_of({"thu": hours("09:00-13:00,14:00-14:30")}))
    assert late.hours_on(date(2026, 4, 30)) == hours("09:00-12:30")
    brief = Calendar(NSO.zone, week_of({"thu": hours("09:00-09:30,10:00-10:30")}))
    assert brief.hours_on(date(2026, 4, 30)) == ()


def test_a_holiday_worked_is_not_short_because_another_follows() -> None:
    worked = Calendar(NSO.zone, WEEK, extra_workdays=frozenset({date(2026, 1, 6)}))
    assert worked.hours_on(date(2026, 1, 6)) == MONDAY_TO_THURSDAY


def test_a_saturday_worked_instead_of_a_monday_has_monday_s_hours() -> None:
    """1 November 2025 stands for Monday the 3rd, the day before a holiday: until 17:00."""
    assert shown(NSO.openings(date(2025, 11, 1))[-1][1]) == "2025-11-01 17:00"
    assert shown(NSO.openings(date(2024, 12, 28))[-1][1]) == "2024-12-28 18:00"


def test_an_office_open_on_saturdays_has_no_more_working_days() -> None:
    saturdays = Calendar(NSO.zone, week_of({"fri": WEEK[4], "sat": hours("10:00-14:00")}))
    assert is_open(at("2026-04-25 10:00"), saturdays)
    assert not saturdays.is_working(date(2026, 4, 25))
    assert not is_open(at("2026-05-09 10:00"), saturdays), "a holiday"


# Terms on real dates


@pytest.mark.parametrize(
    ("asked", "window", "clock", "due"),
    [
        # ЕПГУ, 15 working days (QUOTA 17.3), over New Year and May holidays
        ("2024-12-27 15:00", Window(working_days=15), ALWAYS, "2025-01-29 00:00"),
        ("2025-04-21 10:00", Window(working_days=15), ALWAYS, "2025-05-17 00:00"),
        ("2025-12-30 10:00", Window(working_days=15), ALWAYS, "2026-01-31 00:00"),
        ("2026-04-27 10:00", Window(working_days=15), ALWAYS, "2026-05-21 00:00"),
        ("2026-12-30 10:00", Window(working_days=15), ALWAYS, "2027-01-30 00:00"),
        ("2027-04-26 10:00", Window(working_days=15), ALWAYS, "2027-05-20 00:00"),
        ("2026-04-27 10:00", Window(working_days=15), OFFICE, "2026-05-20 18:00"),
        # the working Saturday of 2025 counts, and closes early
        ("2025-10-31 12:00", Window(working_days=1), OFFICE, "2025-11-01 17:00"),
        ("2025-10-31 12:00", Window(working_days=2), OFFICE, "2025-11-05 18:00"),
        # APPEALS 5, one working day: asked on a day off, it is the next working day
        ("2026-04-25 12:00", Window(working_days=1), ALWAYS, "2026-04-28 00:00"),
        ("2026-04-30 12:00", Window(working_days=1), OFFICE, "2026-05-04 18:00"),
        # 59-ФЗ, 30 days: as they are under `always`, on to a working day under `office`
        ("2026-04-11 10:00", Window(days=30), ALWAYS, "2026-05-12 00:00"),
        ("2026-04-11 10:00", Window(days=30), OFFICE, "2026-05-12 18:00"),
        ("2026-04-11 23:59", Window(days=30), ALWAYS, "2026-05-12 00:00"),
        ("2026-04-12 00:00", Window(days=30), ALWAYS, "2026-05-13 00:00"),
        # hours
        ("2026-04-24 16:30", Window(timedelta(hours=24)), ALWAYS, "2026-04-25 16:30"),
        ("2026-04-24 16:30", Window(timedelta(hours=2)), OFFICE, "2026-04-27 10:30"),
        ("2026-04-28 12:30", Window(timedelta(hours=2)), OFFICE, "2026-04-28 15:18"),
        ("2026-04-28 16:00", Window(timedelta(hours=2)), OFFICE, "2026-04-28 18:00"),
        ("2026-04-30 16:00", Window(timedelta(hours=2)), OFFICE, "2026-05-04 10:00"),
        ("2025-12-30 17:00", Window(timedelta(hours=2)), OFFICE, "2026-01-12 10:00"),
        ("2026-04-25 12:00", Window(timedelta(hours=4)), OFFICE, "2026-04-27 13:00"),
    ],
)
def test_a_term_ends_when_russian_practice_says(
    asked: str, window: Window, clock: Clock, due: str
) -> None:
    assert shown(end_of(at(asked), window, clock, NSO)) == due


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Asia/Yekaterinburg", "2026-04-28 19:00"),
        ("Asia/Novosibirsk", "2026-04-28 17:00"),
        ("Asia/Sakhalin", "2026-04-28 13:00"),
    ],
)
def test_the_day_ends_at_the_authority_s_own_midnight(zone: str, due: str) -> None:
    calendar = Calendar(zone_named(zone), WEEK)
    asked = datetime(2026, 4, 27, 5, tzinfo=UTC)
    assert f"{end_of(asked, Window(days=1), ALWAYS, calendar):%Y-%m-%d %H:%M}" == due


def test_a_closed_wednesday_is_not_the_end_of_a_term_under_office_hours() -> None:
    calendar = Calendar(NSO.zone, week_of({"tue": WEEK[1], "thu": WEEK[3]}))
    due = end_of(at("2026-04-21 10:00"), Window(working_days=1), OFFICE, calendar)
    assert shown(due) == "2026-04-23 18:00"


def test_working_days_between_are_those_of_a_term() -> None:
    asked, due = date(2026, 4, 27), date(2026, 5, 20)
    assert working_days_between(asked, due, NSO) == 15
    assert working_days_between(due, due, NSO) == 0
    assert working_days_between(date(2026, 5, 1), date(2026, 5, 3), NSO) == 0


# Steps of a ladder


@pytest.mark.parametrize(
    ("due", "window", "clock", "before"),
    [
        ("2026-05-13 00:00", Window(days=3), ALWAYS, "2026-05-10 00:00"),
        ("2026-05-13 00:00", Window(working_days=1), ALWAYS, "2026-05-09 00:00"),
        ("2026-05-12 18:00", Window(working_days=1), OFFICE, "2026-05-08 16:00"),
        ("2026-05-12 18:00", Window(days=2), OFFICE, "2026-05-08 16:00"),
        ("2026-05-12 10:00", Window(timedelta(hours=2)), OFFICE, "2026-05-08 15:00"),
        ("2026-04-28 15:00", Window(timedelta(hours=4)), OFFICE, "2026-04-28 10:12"),
        ("2026-04-28 10:00", Window(timedelta(hours=4)), ALWAYS, "2026-04-28 06:00"),
    ],
)
def test_a_warning_comes_this_long_before(
    due: str, window: Window, clock: Clock, before: str
) -> None:
    assert shown(earlier(at(due), window, clock, NSO)) == before


@pytest.mark.parametrize(
    ("due", "window", "clock", "after"),
    [
        ("2026-05-08 15:30", Window(timedelta(hours=2)), OFFICE, "2026-05-12 10:30"),
        ("2026-05-08 15:30", Window(days=1), OFFICE, "2026-05-12 09:00"),
        ("2026-05-08 15:30", Window(working_days=1), OFFICE, "2026-05-12 15:30"),
        ("2026-05-08 15:30", Window(working_days=1), ALWAYS, "2026-05-12 15:30"),
        ("2026-05-09 00:00", Window(days=1), ALWAYS, "2026-05-10 00:00"),
        ("2026-05-09 03:00", Window(), OFFICE, "2026-05-09 03:00"),
    ],
)
def test_a_step_comes_this_long_after(due: str, window: Window, clock: Clock, after: str) -> None:
    assert shown(later(at(due), window, clock, NSO)) == after


# Zones whose clock is changed

NIGHT = Calendar(
    zone_named("Europe/Berlin"), week_of({name: hours("01:00-04:00") for name in WEEKDAYS})
)


@pytest.mark.parametrize(
    ("day", "worked"), [("2026-03-29", 2), ("2026-03-28", 3), ("2026-10-25", 4)]
)
def test_an_hour_skipped_is_not_worked_and_an_hour_repeated_is_worked_twice(
    day: str, worked: int
) -> None:
    openings = NIGHT.openings(date.fromisoformat(day))
    assert sum((end - begin for begin, end in openings), timedelta()) == timedelta(hours=worked)


def test_half_of_a_repeated_hour_is_open_twice() -> None:
    half = Calendar(NIGHT.zone, week_of({"sun": hours("02:00-02:30")}))
    assert [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in half.openings(date(2026, 10, 25))] == [
        "00:00-00:30",
        "01:00-01:30",
    ]
    assert half.openings(date(2026, 3, 29)) == ()


def test_a_day_may_be_as_long_as_the_clock_makes_it() -> None:
    saturday = at("2026-10-24 12:00", NIGHT)
    assert end_of(saturday, Window(timedelta(hours=24)), ALWAYS, NIGHT) == saturday + DAY
    assert shown(end_of(saturday, Window(days=1), ALWAYS, NIGHT), NIGHT) == "2026-10-26 00:00"
    assert later(saturday, Window(days=1), ALWAYS, NIGHT) - saturday == timedelta(hours=25)


def test_a_time_that_the_clock_skips_is_taken_as_if_it_had_not() -> None:
    """02:30 of 29 March is 03:30, and a midnight that does not exist is 01:00."""
    due = later(at("2026-03-28 02:30", NIGHT), Window(days=1), ALWAYS, NIGHT)
    assert shown(due, NIGHT) == "2026-03-29 03:30"
    second_half_past_two = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    due = later(second_half_past_two, Window(days=154), ALWAYS, NIGHT)
    assert shown(due, NIGHT) == "2026-03-29 03:30"
    beirut = Calendar(zone_named("Asia/Beirut"))
    end = end_of(datetime(2025, 3, 28, 12, tzinfo=UTC), Window(days=1), ALWAYS, beirut)
    assert shown(end, beirut) == "2025-03-30 01:00"


def test_russian_zones_that_moved_are_known() -> None:
    """Novosibirsk went from UTC+6 to UTC+7 in the night of 24 July 2016."""
    noon = at("2016-07-23 12:00")
    assert end_of(noon, Window(days=1), ALWAYS, NSO) - noon == timedelta(hours=35)


# Bad input


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc/passwd", "МСК", "UTC+7", "\0"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(Unfit) as refused:
        zone_named(name)
    assert refused.value.why is Wrong.UNKNOWN_ZONE


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("09:00-13:00,12:59-18:00", Wrong.OVERLAPPING_HOURS),
        ("09:00-18:00,13:00-13:48", Wrong.OVERLAPPING_HOURS),
        ("18:00-09:00", Wrong.BACKWARD_HOURS),
        ("09:00-09:00", Wrong.BACKWARD_HOURS),
    ],
)
def test_impossible_office_hours_are_refused_by_weekday(written: str, why: Wrong) -> None:
    with pytest.raises(Unfit, match="tue") as refused:
        Calendar(NSO.zone, week_of({"tue": hours(written)}))
    assert refused.value.why is why


def test_intervals_may_touch_and_come_in_any_order() -> None:
    calendar = Calendar(NSO.zone, week_of({"tue": hours("13:00-18:00,09:00-13:00")}))
    assert (
        elapsed(at("2026-04-28 00:00"), at("2026-04-29 00:00"), OFFICE, calendar) == 9 * 60 * MINUTE
    )


def test_a_weekday_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Unfit) as refused:
        week_of({"monday": MONDAY_TO_THURSDAY})
    assert (refused.value.why, refused.value.what) == (Wrong.UNKNOWN_WEEKDAY, "monday")


def test_a_day_both_off_and_worked_is_refused() -> None:
    day = frozenset({date(2026, 5, 8)})
    with pytest.raises(Unfit, match="2026-05-08") as refused:
        Calendar(NSO.zone, WEEK, extra_days_off=day, extra_workdays=day)
    assert refused.value.why is Wrong.DAY_BOTH_WAYS


@pytest.mark.parametrize(
    ("span", "days", "working_days", "why"),
    [
        (timedelta(seconds=-1), 0, 0, Wrong.NEGATIVE),
        (timedelta(), -1, 0, Wrong.NEGATIVE),
        (timedelta(), 0, -15, Wrong.NEGATIVE),
        (timedelta(hours=1), 1, 0, Wrong.MIXED_WINDOW),
        (timedelta(), 1, 1, Wrong.MIXED_WINDOW),
        (timedelta(), 10**12, 0, Wrong.TOO_LONG),
        (timedelta(days=3661), 0, 0, Wrong.TOO_LONG),
    ],
)
def test_an_impossible_window_is_refused(
    span: timedelta, days: int, working_days: int, why: Wrong
) -> None:
    with pytest.raises(Unfit) as refused:
        Window(span, days, working_days)
    assert refused.value.why is why


def test_an_office_that_never_opens_has_no_office_time() -> None:
    closed = Calendar(NSO.zone)
    for window in (Window(timedelta(hours=1)), Window(working_days=1), Window(days=1)):
        with pytest.raises(Unfit) as refused:
            end_of(at("2026-04-28 10:00"), window, OFFICE, closed)
        assert refused.value.why is Wrong.NO_OFFICE_HOURS
    due = end_of(at("2026-04-28 10:00"), Window(days=1), ALWAYS, closed)
    assert shown(due) == "2026-04-30 00:00"


def test_a_deadline_beyond_a_lifetime_is_refused() -> None:
    glimpse = Calendar(NSO.zone, week_of({"mon": hours("09:00-09:01")}))
    with pytest.raises(Unfit) as refused:
        end_of(at("2026-04-28 10:00"), Window(timedelta(days=30)), OFFICE, glimpse)
    assert refused.value.why is Wrong.TOO_FAR


def test_a_time_without_a_zone_is_refused() -> None:
    naive = at("2026-04-28 10:00").replace(tzinfo=None)
    for window in (Window(timedelta(hours=1)), Window(days=1)):
        with pytest.raises(Unfit) as refused:
            end_of(naive, window, ALWAYS, NSO)
        assert refused.value.why is Wrong.NO_ZONE_GIVEN


def test_time_does_not_run_backwards() -> None:
    start, end = at("2026-04-28 10:00"), at("2026-04-28 09:59")
    with pytest.raises(Unfit) as refused:
        elapsed(start, end, OFFICE, NSO)
    assert refused.value.why is Wrong.ENDS_BEFORE_START
    with pytest.raises(Unfit):
        working_days_between(date(2026, 4, 28), date(2026, 4, 27), NSO)


@pytest.mark.parametrize(
    ("window", "written"),
    [
        (Window(timedelta(minutes=90)), "90m"),
        (Window(timedelta(minutes=120)), "2h"),
        (Window(timedelta(hours=24)), "24h"),
        (Window(days=30), "30d"),
        (Window(working_days=15), "15wd"),
        (Window(), "0s"),
        (Window(timedelta(seconds=1.5)), "1.5s"),
    ],
)
def test_a_window_is_written_as_in_the_settings(window: Window, written: str) -> None:
    assert str(window) == written


# Against the slow reference

ZONES = ("Asia/Novosibirsk", "Asia/Yekaterinburg", "Asia/Sakhalin", "Europe/Berlin", "UTC")
NSO_HOURS = "540-780,828-1080"
PLANS = (
    dict.fromkeys(WEEKDAYS[:4], NSO_HOURS) | {"fri": "540-780,828-1020"},
    dict.fromkeys(WEEKDAYS, "60-240,1380-1439"),
    {"tue": "600-601,700-760", "sat": "600-840"},
)
years = st.integers(2024, 2027)
moments = st.builds(utc_minute, years, st.integers(0, 525_599)) | st.builds(
    utc_minute, st.just(2028), st.integers(0, 400_000)
)
near_a_change = st.builds(
    lambda begin, minute: datetime.fromisoformat(begin).replace(tzinfo=UTC) + MINUTE * minute,
    st.sampled_from(["2024-03-30", "2025-10-25", "2026-03-28", "2026-10-24", "2026-04-29"])
    | st.sampled_from(["2025-10-31", "2026-12-29", "2027-12-30", "2027-02-19", "2024-12-27"]),
    st.integers(0, 3 * 24 * 60),
)
starts = moments | near_a_change
extra = st.frozensets(st.integers(0, 1460).map(lambda n: date(2024, 1, 1) + DAY * n), max_size=5)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, SlowCalendar]:
    """The same authority twice: as the rules know it and as the reference does."""
    zone, plan = draw(st.sampled_from(ZONES)), draw(st.sampled_from(PLANS))
    off, on = draw(extra), draw(extra)
    minutes = {
        name: [(int(a), int(b)) for a, b in (part.split("-") for part in text.split(","))]
        for name, text in plan.items()
    }
    walls = {
        name: tuple((time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in pairs)
        for name, pairs in minutes.items()
    }
    return (
        Calendar(zone_named(zone), week_of(walls), off - on, on),
        SlowCalendar(zone, minutes, off - on, on),
    )


@settings(max_examples=80, deadline=None)
@given(calendars(), starts, st.integers(0, 700))
def test_office_minutes_are_added_and_taken_as_the_reference_does(
    both: tuple[Calendar, SlowCalendar], start: datetime, minutes: int
) -> None:
    calendar, slow = both
    window = Window(MINUTE * minutes)
    end = end_of(start, window, OFFICE, calendar)
    assert end == slow.add_office_minutes(start, minutes)
    assert elapsed(start, end, OFFICE, calendar) == window.span
    assert earlier(start, window, OFFICE, calendar) == slow.take_office_minutes(start, minutes)


@settings(max_examples=80, deadline=None)
@given(calendars(), starts, st.integers(0, 10_000))
def test_office_time_between_two_moments_is_what_the_reference_counts(
    both: tuple[Calendar, SlowCalendar], start: datetime, minutes: int
) -> None:
    calendar, slow = both
    end = start + MINUTE * minutes
    counted = elapsed(start, end, OFFICE, calendar)
    assert counted == MINUTE * slow.office_minutes(start, end)
    assert is_open(start, calendar) is slow.is_open(start)
    assert next_opening(start, calendar) == slow.opens(start)


@settings(max_examples=60, deadline=None)
@given(calendars(), starts, st.integers(1, 16), st.booleans())
def test_terms_in_days_end_where_the_reference_ends_them(
    both: tuple[Calendar, SlowCalendar], start: datetime, number: int, working: bool
) -> None:
    calendar, slow = both
    window = Window(working_days=number) if working else Window(days=number)
    midnight = slow.end_of_days(start, number, slow.works if working else lambda _: True)
    assert end_of(start, window, ALWAYS, calendar) == midnight
    assert end_of(start, window, OFFICE, calendar) == slow.closing(midnight)


windows = (
    st.integers(0, 3000).map(lambda n: Window(MINUTE * n))
    | st.integers(0, 40).map(lambda n: Window(days=n))
    | st.integers(0, 30).map(lambda n: Window(working_days=n))
)
clocks = st.sampled_from(Clock)


@settings(max_examples=150, deadline=None)
@given(calendars(), starts, starts, windows, clocks)
def test_what_is_asked_later_is_never_due_earlier(
    both: tuple[Calendar, SlowCalendar],
    one: datetime,
    other: datetime,
    window: Window,
    clock: Clock,
) -> None:
    calendar, _ = both
    first, second = sorted((one, other))
    assert end_of(first, window, clock, calendar) <= end_of(second, window, clock, calendar)
    assert end_of(first, window, clock, calendar) >= first


@settings(max_examples=150, deadline=None)
@given(calendars(), starts, st.integers(0, 3000), st.integers(0, 3000), clocks)
def test_two_spans_one_after_the_other_are_their_sum(
    both: tuple[Calendar, SlowCalendar], start: datetime, one: int, other: int, clock: Clock
) -> None:
    calendar, _ = both
    first, second = Window(MINUTE * one), Window(MINUTE * other)
    both_at_once = end_of(start, Window(first.span + second.span), clock, calendar)
    assert end_of(end_of(start, first, clock, calendar), second, clock, calendar) == both_at_once


@settings(max_examples=150, deadline=None)
@given(calendars(), starts, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(
    both: tuple[Calendar, SlowCalendar], start: datetime, one: int, other: int
) -> None:
    calendar, _ = both
    assume(one and other)
    last = end_of(start, Window(working_days=one), ALWAYS, calendar) - MINUTE
    end = end_of(last, Window(working_days=other), ALWAYS, calendar)
    assert end == end_of(start, Window(working_days=one + other), ALWAYS, calendar)
    first_day, last_day = calendar.day_of(start), calendar.day_of(end - MINUTE)
    assert working_days_between(first_day, last_day, calendar) == one + other


@settings(max_examples=150, deadline=None)
@given(calendars(), starts, windows, clocks)
def test_a_warning_is_never_after_and_a_step_never_before(
    both: tuple[Calendar, SlowCalendar], moment: datetime, window: Window, clock: Clock
) -> None:
    calendar, _ = both
    assert earlier(moment, window, clock, calendar) <= moment
    assert later(moment, window, clock, calendar) >= moment
