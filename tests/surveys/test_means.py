"""A mean must not tell what the table hides."""

from collections import Counter
from itertools import combinations_with_replacement

import pytest

from surveys.intervals import Interval
from surveys.means import Mean, of_bare, of_grouped, of_numbers, of_scale

K = 3


def scale(*counts: int) -> dict[str, int]:
    """How many gave 1, 2, 3, 4, 5."""
    return dict(zip("12345", counts, strict=True))


def test_a_mean_of_a_shown_table_is_exact() -> None:
    found = of_scale(scale(0, 0, 10, 10, 20))
    assert found is not None
    assert found.value == 4.25
    assert found.interval is not None
    assert found.interval.low == pytest.approx(3.98, abs=0.01)
    assert found.interval.high == pytest.approx(4.52, abs=0.01)
    assert of_scale(scale(0, 0, 0, 0, 0)) is None


def test_a_mean_beside_groups_is_hidden_where_it_solves_them() -> None:
    assert of_grouped(scale(3, 7, 5, 9, 10), K) is not None
    assert of_grouped(scale(1, 9, 5, 0, 0), K) is None  # without 4 and 5 it would tell the 1
    assert of_grouped(scale(0, 9, 5, 0, 10), K) is None  # the mean leaves nobody at 1 or 4


def worlds(people: int) -> list[dict[str, int]]:
    """All ways in which so many can answer."""
    every = combinations_with_replacement("12345", people)
    return [{code: given.count(code) for code in "12345"} for given in every]


def told(counts: dict[str, int]) -> int:
    """What a mean tells: the sum of all answers."""
    return sum(int(code) * people for code, people in counts.items())


def of_groups(counts: dict[str, int]) -> tuple[int, ...]:
    """What the table shows."""
    return counts["1"] + counts["2"], counts["3"], counts["4"] + counts["5"]


def test_no_mean_beside_groups_bounds_an_answer_below_k() -> None:
    every = worlds(11)
    shown = [one for one in every if of_grouped(one, K) and 0 not in of_groups(one)]
    assert shown
    for one in shown:
        same = [o for o in every if of_groups(o) == of_groups(one) and told(o) == told(one)]
        assert all(max(other[code] for other in same) >= K for code in "1245")


def test_no_mean_alone_bounds_an_answer_below_k() -> None:
    every = worlds(9)
    shown = [one for one in every if of_bare(one, K)]
    assert 0 < len(shown) < len(every)
    for one in shown:
        same = [other for other in every if told(other) == told(one)]
        assert all(max(other[code] for other in same) >= K for code in "12345")


def test_an_interval_follows_from_what_is_shown_alone() -> None:
    """Two surveys that look the same have the same interval."""
    one, other = scale(3, 7, 5, 9, 10), scale(4, 6, 5, 8, 11)
    assert told(one) == told(other)
    assert of_grouped(one, K) == of_grouped(other, K)
    assert of_bare(one, K) == of_bare(other, K)


def test_numbers_get_a_mean_and_quartiles() -> None:
    found = of_numbers(Counter(range(1, 22)), 5)
    assert found is not None
    assert found.mean is not None
    assert (found.mean.value, found.quartiles) == (11, (6, 11, 16))


@pytest.mark.parametrize(
    ("numbers", "k"), [(Counter({7: 4}), 5), (Counter({7: 12}), 5), (Counter[int](), 5)]
)
def test_few_numbers_and_a_small_group_that_agrees_are_hidden(
    numbers: Counter[int], k: int
) -> None:
    assert of_numbers(numbers, k) is None


def test_a_mean_that_one_answer_makes_is_hidden() -> None:
    found = of_numbers(Counter({1: 10, 2: 9, 5000: 1}), 5)
    assert found is not None
    assert found.mean is None
    assert of_numbers(Counter({0: 30}), 5).mean == Mean(0, Interval(0, 0))  # type: ignore[union-attr]  # 30 agree, so it is there


def test_quartiles_need_a_quarter_of_k() -> None:
    found = of_numbers(Counter(range(19)), 5)
    assert found is not None
    assert found.quartiles is None
