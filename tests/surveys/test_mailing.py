"""Who is invited in which lot, and when reminders are due."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.mailing import Seat, drawn_up, minutes, rounds_due
from surveys.questionnaire import Questionnaire
from tests.surveys.waves import CLOSES, OPENS, QUESTIONNAIRE, a_wave, somebody


@given(st.integers(0, 130), st.integers(1, 40))
def test_everybody_has_one_seat_in_a_lot_of_at_least_k(people: int, k: int) -> None:
    seats = drawn_up([somebody(number) for number in range(people)], k)
    assert {one.who for one in seats} == {somebody(number) for number in range(people)}
    assert len({one.seat for one in seats}) == people
    assert all(one.state is Seat.WAITING for one in seats)
    sizes = Counter(one.lot for one in seats).values()
    assert all(size >= min(max(k, 20), people) for size in sizes)


def test_nobody_is_invited_twice_and_lots_are_drawn_by_lot() -> None:
    people = [somebody(number) for number in range(80)]
    once, again = drawn_up([*people, *people], 5), drawn_up(people, 5)
    assert len(once) == 80
    assert {one.who: one.lot for one in once} != {one.who: one.lot for one in again}


@pytest.mark.parametrize(
    ("days", "rounds"), [(0, 0), (4.9, 0), (5, 1), (9.9, 1), (10, 2), (12.9, 2), (13, 0), (15, 0)]
)
def test_rounds_come_after_so_many_days_and_none_on_the_last(days: float, rounds: int) -> None:
    assert rounds_due(a_wave(), OPENS + timedelta(days=days), (5, 10)) == rounds


def test_no_wave_is_reminded_of_without_days_or_after_its_end() -> None:
    assert rounds_due(a_wave(), CLOSES - timedelta(days=2), ()) == 0
    assert rounds_due(a_wave().closing(remainder=False), OPENS + timedelta(days=6), (5,)) == 0


def test_minutes_are_never_none() -> None:
    assert minutes(QUESTIONNAIRE) == 2
    assert minutes(Questionnaire("a", "A", QUESTIONNAIRE.audience, "", "", ())) == 1
