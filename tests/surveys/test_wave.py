"""A wave opens, runs, closes step by step, and never goes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from surveys.wave import (
    Counted,
    NotNow,
    Stage,
    Wave,
    field_period,
    quarter_of,
    record_of,
    wave_id,
)

OPENS = datetime(2026, 11, 22, 7, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)
DAY = date(2026, 12, 6)
WAVE = Wave("w", "clients", "…", "hash", 5, 100, b"public", OPENS, CLOSES)
CLOSING = WAVE.closing(remainder=False)
COUNTED = CLOSING.with_results(Counted(7, 1))
CLOSED = COUNTED.ended(DAY)


def test_answers_are_taken_in_the_field_period_only() -> None:
    moments = [OPENS - timedelta(seconds=1), OPENS, CLOSES - timedelta(seconds=1), CLOSES]
    assert [WAVE.takes_answers(now) for now in moments] == [False, True, True, False]
    assert not CLOSING.takes_answers(OPENS)


def test_a_wave_is_due_to_close_after_its_period_and_while_closing_is_not_done() -> None:
    assert not WAVE.is_due_to_close(OPENS)
    assert WAVE.is_due_to_close(CLOSES)
    assert CLOSING.is_due_to_close(OPENS)
    assert COUNTED.is_due_to_close(OPENS)
    assert not CLOSED.is_due_to_close(CLOSES)


def test_it_goes_through_its_stages_in_order_and_never_back() -> None:
    assert [one.stage for one in (WAVE, CLOSING, COUNTED, CLOSED)] == list(Stage)
    for wave in (CLOSING, COUNTED, CLOSED):
        with pytest.raises(NotNow) as refused:
            wave.closing(remainder=False)
        assert refused.value.stage is wave.stage
    for wave in (WAVE, COUNTED, CLOSED):
        with pytest.raises(NotNow):
            wave.with_results(Counted(7))
    for wave in (WAVE, CLOSING, CLOSED):
        with pytest.raises(NotNow):
            wave.ended(DAY)
    for wave in (COUNTED, CLOSED):
        with pytest.raises(NotNow):
            wave.given_up()


def test_the_public_key_goes_with_the_sheets() -> None:
    assert COUNTED.public_key == b""
    assert WAVE.given_up().public_key == b""


@pytest.mark.parametrize("sheets", [0, 4, None])
def test_too_few_sheets_leave_no_number_behind(sheets: int | None) -> None:
    assert CLOSING.with_results(Counted(sheets, 2)).counted == Counted()


def test_the_record_tells_what_was_kept_and_what_destroyed() -> None:
    record = record_of(CLOSED)
    assert (record.wave, record.closed, record.level) == ("w", DAY, 5)
    assert (record.questionnaire, record.sheets, record.spoiled) == ("hash", 7, 1)
    flags = (record.remainder_destroyed, record.keys_lost, record.key_with_analyst)
    assert flags == (False, False, False)
    lost = record_of(replace(WAVE, with_analyst=True).given_up().ended(DAY))
    assert (lost.sheets, lost.keys_lost, lost.key_with_analyst) == (None, True, True)
    with pytest.raises(NotNow):
        record_of(COUNTED)


def test_waves_are_named_by_their_quarter() -> None:
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)]
    assert [quarter_of(day) for day in days] == ["2026-q1", "2026-q1", "2026-q2", "2026-q4"]
    assert wave_id("clients-supervision", "2026-q4") == "clients-supervision-2026-q4"
    assert field_period(OPENS, 14) == (OPENS, CLOSES)
