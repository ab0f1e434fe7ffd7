"""Times are aware UTC to the microsecond, whatever keeps them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Dialect, make_url

from storage.column_types import UtcTime, is_row_id, storable

DIALECTS: list[Dialect] = [
    make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql+asyncpg")
]
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)  # noqa: DTZ001 - hypothesis wants the bounds naive


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql"])
@given(moment=moments)
def test_a_moment_survives_as_aware_utc(dialect: Dialect, moment: datetime) -> None:
    kept = UtcTime().process_bind_param(moment, dialect)
    back = UtcTime().process_result_value(kept, dialect)
    assert back == moment
    assert back.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql"])
def test_a_time_without_its_zone_is_refused(dialect: Dialect) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - this is the mistake
    with pytest.raises(ValueError, match="zone"):
        UtcTime().process_bind_param(naive, dialect)


@given(st.text(st.characters()))
def test_any_text_becomes_storable_and_good_text_stays(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert "\0" not in stored
    assert len(stored) == len(text)
    assert storable(stored) == stored


def test_a_row_id_is_a_positive_number_of_63_bits() -> None:
    assert [is_row_id(number) for number in (1, 2**63 - 1, 0, -1, 2**63)] == [
        True,
        True,
        False,
        False,
        False,
    ]
