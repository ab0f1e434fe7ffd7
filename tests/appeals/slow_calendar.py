"""The working calendar once more: minute by minute, from the printed calendars, sharing no code.

Slow and plain on purpose; the tests compare the rules with it. Days off and short days were copied
from the published production calendars of 2023–2027; 2028 has none, so it has its fixed holidays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)

WEEKDAYS_OFF = {
    2023: "02.01 03.01 04.01 05.01 06.01 23.02 24.02 08.03 01.05 08.05 09.05 12.06 06.11",
    2024: "01.01 02.01 03.01 04.01 05.01 08.01 23.02 08.03 29.04 30.04 01.05 09.05 10.05 12.06 "
    "04.11 30.12 31.12",
    2025: "01.01 02.01 03.01 06.01 07.01 08.01 01.05 02.05 08.05 09.05 12.06 13.06 03.11 04.11 "
    "31.12",
    2026: "01.01 02.01 05.01 06.01 07.01 08.01 09.01 23.02 09.03 01.05 11.05 12.06 04.11 31.12",
    2027: "01.01 04.01 05.01 06.01 07.01 08.01 22.02 23.02 08.03 03.05 10.05 14.06 04.11 05.11 "
    "31.12",
    2028: "03.01 04.01 05.01 06.01 07.01 23.02 08.03 01.05 09.05 12.06",
}
# Weekend holidays matter to an office that is open at weekends.
WEEKEND_HOLIDAYS = {
    2023: "01.01 07.01 08.01 04.11",
    2024: "06.01 07.01",
    2025: "04.01 05.01 23.02 08.03",
    2026: "03.01 04.01 08.03 09.05",
    2027: "02.01 03.01 01.05 09.05 12.06",
    2028: "01.01 02.01 08.01 04.11",
}
# A weekend worked, and the weekday whose hours it has.
WEEKENDS_WORKED = {
    "27.04.2024": "mon",
    "02.11.2024": "tue",
    "28.12.2024": "mon",
    "01.11.2025": "mon",
    "20.02.2027": "mon",
}
# Of the state's working days; other days worked are short when the day after is a holiday.
SHORT = {
    2023: "22.02 07.03 03.11",
    2024: "22.02 07.03 08.05 11.06 02.11",
    2025: "07.03 30.04 11.06 01.11",
    2026: "30.04 08.05 11.06 03.11",
    2027: "20.02 30.04 11.06 03.11",
    2028: "22.02 07.03 08.05 03.11",
}
HOLIDAYS = "01.01 02.01 03.01 04.01 05.01 06.01 07.01 08.01 23.02 08.03 01.05 09.05 12.06 04.11"
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class SlowCalendar:
    """Office hours as minutes of the day by weekday; `off` and `on`: the authority's own days."""

    zone: str
    hours: dict[str, list[tuple[int, int]]]
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    plans: dict[date, list[tuple[int, int]]] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        if day in self.on:
            return True
        if day in self.off:
            return False
        if f"{day:%d.%m.%Y}" in WEEKENDS_WORKED:
            return True
        return day.weekday() < 5 and f"{day:%d.%m}" not in WEEKDAYS_OFF[day.year].split()

    def is_short(self, day: date) -> bool:
        if f"{day:%d.%m}" in SHORT[day.year].split():
            return True
        rest = day.weekday() >= 5 or day in self.on
        today, tomorrow = f"{day:%d.%m}", f"{day + timedelta(days=1):%d.%m}"
        return rest and tomorrow in HOLIDAYS.split() and today not in HOLIDAYS.split()

    def plan(self, day: date) -> list[tuple[int, int]]:
        if day not in self.plans:
            self.plans[day] = self.plan_of(day)
        return self.plans[day]

    def plan_of(self, day: date) -> list[tuple[int, int]]:
        written = f"{day:%d.%m}"
        holiday = written in f"{WEEKDAYS_OFF[day.year]} {WEEKEND_HOLIDAYS[day.year]}".split()
        if day not in self.on and (day in self.off or holiday):
            return []
        name = WEEKENDS_WORKED.get(f"{day:%d.%m.%Y}", NAMES[day.weekday()])
        plan = self.hours.get(name, [])
        moved = f"{day:%d.%m.%Y}" in WEEKENDS_WORKED
        while not plan and (moved or day in self.on):
            name = NAMES[NAMES.index(name) - 1]
            plan = self.hours.get(name, [])
        return without_last_hour(plan) if self.is_short(day) else plan

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def is_open(self, moment: datetime) -> bool:
        local = self.local(moment)
        minute = local.hour * 60 + local.minute
        return any(begin <= minute < end for begin, end in self.plan(local.date()))

    def add_office_minutes(self, start: datetime, minutes: int) -> datetime:
        now = start
        while minutes:
            minutes -= self.is_open(now)
            now += MINUTE
        return now

    def take_office_minutes(self, end: datetime, minutes: int) -> datetime:
        now = end
        while minutes:
            now -= MINUTE
            minutes -= self.is_open(now)
        return now

    def office_minutes(self, start: datetime, end: datetime) -> int:
        count, now = 0, start
        while now < end:
            count += self.is_open(now)
            now += MINUTE
        return count

    def opens(self, moment: datetime) -> datetime:
        while not self.is_open(moment):
            moment += MINUTE
        return moment

    def end_of_days(self, start: datetime, number: int, counts: Callable[[date], bool]) -> datetime:
        """24:00 of the last of so many days that count, the first day not counted."""
        now, today = start, self.local(start).date()
        while number:
            now += MINUTE
            if self.local(now).date() != today:
                today = self.local(now).date()
                number -= counts(today)
        return self.midnight_after(now)

    def midnight_after(self, moment: datetime) -> datetime:
        today = self.local(moment).date()
        while self.local(moment).date() == today:
            moment += MINUTE
        return moment

    def closing(self, end_of_day: datetime) -> datetime:
        """When the office closes on the day that ends here, or on its next working day."""
        day = self.local(end_of_day - MINUTE).date()
        while not (self.works(day) and self.plan(day)):
            end_of_day = self.midnight_after(end_of_day)
            day = self.local(end_of_day - MINUTE).date()
        while not self.is_open(end_of_day - MINUTE):
            end_of_day -= MINUTE
        return end_of_day


def without_last_hour(plan: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take sixty minutes off the end, one by one."""
    minutes = [minute for begin, end in plan for minute in range(begin, end)][:-60]
    return [(minute, minute + 1) for minute in minutes]


def utc_minute(year: int, minute_of_year: int) -> datetime:
    """A whole minute of a year, in UTC."""
    return datetime(year, 1, 1, tzinfo=UTC) + MINUTE * minute_of_year
