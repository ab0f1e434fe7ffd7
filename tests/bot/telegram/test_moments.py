"""Moments as Telegram writes them down."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.received import Unreadable
from bot.telegram.moments import EARLIEST, moment


@pytest.mark.parametrize(
    "when",
    [
        1_790_000_000,
        datetime.fromtimestamp(1_790_000_000, UTC),
        datetime.fromtimestamp(1_790_000_000, timezone(timedelta(hours=7))),
        datetime.fromtimestamp(1_790_000_000, UTC).replace(tzinfo=None),
    ],
)
def test_a_moment_is_aware_utc_however_it_is_written(when: datetime | int) -> None:
    assert moment(when) == datetime.fromtimestamp(1_790_000_000, UTC)
    assert moment(when).tzinfo is UTC


@pytest.mark.parametrize("when", [0, -5, 10**30, -(10**30), EARLIEST])
def test_a_moment_before_telegram_or_beyond_all_calendars_is_unreadable(
    when: datetime | int,
) -> None:
    with pytest.raises(Unreadable, match="out of range"):
        moment(when)
