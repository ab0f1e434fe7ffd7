from datetime import time

import pytest
from pydantic import ValidationError

from bot.settings.model import Control, Quarterly
from bot.settings.regular import Regular


def test_control_reports_on_monday_morning_on_friday_and_every_day() -> None:
    control = Control()
    assert control.preventive == Regular(time(9), "mon")
    assert control.final == Regular(time(16), "fri")
    assert control.alive == Regular(time(9, 30))


def test_other_times_may_be_set_and_each_can_be_switched_off() -> None:
    control = Control.model_validate({"preventive": "Tue 8:05", "final": "off", "alive": "off"})
    assert control.preventive == Regular(time(8, 5), "tue")
    assert control.final is None
    assert control.alive is None


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ({"preventive": "09:00"}, "mon 09:00"),
        ({"preventive": "пн 09:00"}, "mon 09:00"),
        ({"final": "fri 24:00"}, "mon 09:00"),
        ({"final": ""}, "mon 09:00"),
        ({"alive": "9"}, "09:30"),
        ({"alive": "mon 09:00"}, "09:30"),
        ({"alive": 930}, ""),
    ],
)
def test_a_wrong_time_is_refused_with_an_example(given: dict[str, object], right: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Control.model_validate(given)
    assert right in str(refused.value)


@pytest.mark.parametrize(
    ("given", "read"), [(1, 1), ("28", 28), ("last", "last"), (" Last ", "last")]
)
def test_a_quarterly_survey_has_a_day_and_a_time(given: object, read: object) -> None:
    one = Quarterly.model_validate({"survey": "s", "day": given, "time": "9:05"})
    assert (one.day, one.time) == (read, time(9, 5))


@pytest.mark.parametrize(
    ("day", "at", "right"),
    [
        (0, "9:00", "от 1 до 28"),
        (29, "9:00", "от 1 до 28"),
        ("mon", "9:00", "от 1 до 28"),
        (True, "9:00", "от 1 до 28"),
        (1, "25:00", "09:30"),
    ],
)
def test_no_quarter_is_without_its_day(day: object, at: str, right: str) -> None:
    with pytest.raises(ValidationError, match=right):
        Quarterly.model_validate({"survey": "s", "day": day, "time": at})
