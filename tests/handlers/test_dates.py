from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import log_moment, moment, short_moment, stretch

NSK = ZoneInfo("Asia/Novosibirsk")
WHEN = datetime(2026, 11, 23, 17, 30, 5, tzinfo=UTC)


def test_a_moment_is_said_in_the_authoritys_zone() -> None:
    assert moment(WHEN, NSK) == "00:30, вторник, 24 ноября"
    assert moment(WHEN, NSK, seconds=True) == "00:30:05, вторник, 24 ноября"
    assert short_moment(WHEN, NSK) == "00:30 вт 24.11"
    assert log_moment(WHEN, NSK) == "24.11.2026 00:30:05"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "меньше минуты"),
        (timedelta(minutes=5), "5 мин"),
        (timedelta(hours=24), "1 д"),
        (timedelta(days=2, hours=3, minutes=4), "2 д 3 ч 4 мин"),
        (timedelta(hours=-3), "3 ч"),
    ],
)
def test_a_stretch_is_said_in_days_hours_and_minutes(span: timedelta, words: str) -> None:
    assert stretch(span) == words


@given(st.timedeltas(min_value=timedelta(days=-99), max_value=timedelta(days=99)))
def test_every_stretch_has_words(span: timedelta) -> None:
    assert stretch(span)
