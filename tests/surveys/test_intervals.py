import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.intervals import Interval, of_mean, of_nps, student, wilson


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_a_share_has_wilsons_interval(count: int, base: int, low: float, high: float) -> None:
    """The last one is Newcombe's example of 1998."""
    found = wilson(count, base)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair: tuple[int, int]) -> None:
    count, base = pair
    found = wilson(count, base)
    assert 0 <= found.low <= count / base <= found.high <= 1


@pytest.mark.parametrize(("count", "base"), [(0, 0), (-1, 5), (6, 5)])
def test_a_share_of_nothing_is_refused(count: int, base: int) -> None:
    with pytest.raises(ValueError, match="base"):
        wilson(count, base)


@pytest.mark.parametrize(
    ("freedom", "value"), [(4, 2.776), (9, 2.262), (29, 2.045), (99, 1.984), (10**6, 1.960)]
)
def test_students_quantile_agrees_with_the_tables(freedom: int, value: float) -> None:
    assert student(freedom) == pytest.approx(value, rel=0.003)


@pytest.mark.parametrize(
    ("found", "low", "high"),
    [
        (of_mean(3.0, 2.0, 5, 1, 5), 1.04, 4.96),
        (of_mean(1.1, 0.5, 6, 1, 5), 1, 1.91),
        (of_nps(50, 20, 100), 14.5, 45.5),
        (of_nps(10, 0, 10), 100, 100),
    ],
)
def test_means_have_students_interval_within_what_can_be_answered(
    found: Interval | None, low: float, high: float
) -> None:
    assert found is not None
    assert found.low == pytest.approx(low, abs=0.1)
    assert found.high == pytest.approx(high, abs=0.1)


def test_few_answers_have_no_interval() -> None:
    assert of_mean(3.0, 2.0, 4, 1, 5) is None
