from datetime import UTC, datetime

from bot.doctor.calendar import calendar
from bot.doctor.finding import Level
from bot.settings import Settings

AUTHORITY = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}
SETTINGS = Settings.model_validate({"authority": AUTHORITY})


def test_dates_within_decreed_years_are_sure() -> None:
    assert calendar(SETTINGS, datetime(2026, 11, 23, tzinfo=UTC)).level is Level.FINE


def test_a_date_that_reaches_a_year_without_a_calendar_is_told_of() -> None:
    found = calendar(SETTINGS, datetime(2027, 12, 20, tzinfo=UTC))
    assert found.level is Level.WARNING
    assert "2028" in found.text
