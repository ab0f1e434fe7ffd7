from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.durations import Duration, duration, span


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6s", Duration(timedelta(seconds=6))),
        ("90m", Duration(timedelta(minutes=90))),
        ("24h", Duration(timedelta(hours=24))),
        ("30d", Duration(days=30)),
        ("15wd", Duration(working_days=15)),
        (" 2 h ", Duration(timedelta(hours=2))),
        ("0s", Duration()),
    ],
)
def test_a_duration_is_a_number_and_a_unit(written: str, read: Duration) -> None:
    assert duration(written) == read


@pytest.mark.parametrize(
    "written", ["", "h", "10", "1.5h", "-5m", "5 minutes", "5M", "1h30m", "٣h", 10, None, True]
)
def test_anything_else_is_refused_with_examples(written: object) -> None:
    with pytest.raises(ValueError, match="15wd"):
        duration(written)


@pytest.mark.parametrize("written", ["999999999d", "999999999h", "999999999wd", "3661d"])
def test_more_than_ten_years_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="больше десяти лет"):
        duration(written)


@given(st.integers(0, 999_999), st.sampled_from(["s", "m"]))
def test_a_duration_written_again_is_the_same(amount: int, unit: str) -> None:
    read = duration(f"{amount}{unit}")
    assert duration(str(read)) == read


def test_working_days_are_written_as_working_days() -> None:
    assert str(duration("15wd")) == "15wd"


def test_a_duration_that_is_already_read_stays() -> None:
    assert duration(Duration(working_days=3)) == Duration(working_days=3)
    assert span(timedelta(seconds=3)) == timedelta(seconds=3)


def test_what_the_clock_measures_is_never_in_working_days() -> None:
    assert span("10s") == timedelta(seconds=10)
    with pytest.raises(ValueError, match="рабочие дни не подходят"):
        span("1wd")
