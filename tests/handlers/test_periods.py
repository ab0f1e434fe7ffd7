from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.periods import Period, read_day, read_period

TODAY = date(2026, 11, 23)


def days(since: str, until: str) -> Period:
    return Period(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", days("2026-11-01", "2026-11-30")),
        ("Месяц", days("2026-11-01", "2026-11-30")),
        ("неделя", days("2026-11-17", "2026-11-23")),
        ("квартал", days("2026-10-01", "2026-12-31")),
        ("год", days("2026-01-01", "2026-12-31")),
        ("всё", Period()),
        ("2025", days("2025-01-01", "2025-12-31")),
        ("02.2024", days("2024-02-01", "2024-02-29")),
        ("2026-09", days("2026-09-01", "2026-09-30")),
        ("Октябрь", days("2026-10-01", "2026-10-31")),
        ("май", days("2026-05-01", "2026-05-31")),
        ("декабрь", days("2025-12-01", "2025-12-31")),
        ("март 2025", days("2025-03-01", "2025-03-31")),
        ("15.11.2026", days("2026-11-15", "2026-11-15")),
        ("1.11.2026-15.11.2026", days("2026-11-01", "2026-11-15")),
        ("01.11.2026 – 15.11.2026", days("2026-11-01", "2026-11-15")),
        ("с 01.11.2026 по 15.11.2026", days("2026-11-01", "2026-11-15")),
        ("2026-11-01 2026-11-15", days("2026-11-01", "2026-11-15")),
    ],
)
def test_a_period_is_said_as_people_say_it(words: str, meant: Period) -> None:
    assert read_period(words, TODAY) == meant


@pytest.mark.parametrize(
    "words",
    [
        "вчера",
        "13.2026",
        "31.02.2026",
        "15.11.2026-01.11.2026",
        "1.1.2026 2.1.2026 3.1.2026",
        "0000",
        "9999",
        "00.2026",
        "мартобрь",
        "1.1.2026, а лучше 2.1.2026",
        "=1+1",
    ],
)
def test_what_is_no_period_is_none(words: str) -> None:
    assert read_period(words, TODAY) is None


@pytest.mark.parametrize("text", ["2026-11-15", "15.11.2026", " 15.11.2026 "])
def test_a_day_may_be_written_both_ways(text: str) -> None:
    assert read_day(text) == date(2026, 11, 15)


@pytest.mark.parametrize("text", ["", "15.11", "15.11.26", "31.11.2026", "1.1.0001", "١٥.11.2026"])
def test_a_day_that_does_not_exist_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_period_lasts_from_midnight_to_midnight_in_the_authoritys_zone() -> None:
    since, until = days("2026-11-15", "2026-11-15").moments(ZoneInfo("Asia/Novosibirsk"))
    assert since == datetime(2026, 11, 14, 17, tzinfo=UTC)
    assert until == datetime(2026, 11, 15, 17, tzinfo=UTC)
    assert Period().moments(UTC) == (None, None)
