"""Figures, their limits, and the table."""

import pytest

from bench.figures import Figure, quantile, ratios, table


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0),
        ([float(one) for one in range(1, 101)], 0.99, 99.0),
        ([float(one) for one in range(1, 11)], 0.99, 10.0),
        ([7.0], 0.99, 7.0),
        ([], 0.5, float("inf")),
    ],
)
def test_a_quantile_is_a_value_that_was_measured(
    values: list[float], share: float, expected: float
) -> None:
    assert quantile(values, share) == expected


def test_a_ratio_is_taken_round_by_round() -> None:
    found = ratios("both slowed", [10.0, 1.0, 5.0], [100.0, 10.0, 25.0])
    assert found.rounds == (0.1, 0.1, 0.2)
    assert found.value == 0.1


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("no limit", (0.0,)), True),
        (Figure("just enough", (0.5, 0.04, 0.01), at_least=0.04), True),
        (Figure("too slow", (0.5, 0.03, 0.01), at_least=0.04), False),
        (Figure("just small", (1.0, 2.0, 9.0), at_most=2), True),
        (Figure("too large", (1.0, 2.1, 9.0), at_most=2), False),
    ],
)
def test_the_median_keeps_the_limit_or_breaks_it(figure: Figure, holds: bool) -> None:
    assert figure.holds is holds
    assert figure.limit.endswith("FAILED") is not holds


def test_an_absolute_figure_can_have_no_limit() -> None:
    with pytest.raises(ValueError, match="events/s"):
        Figure("fast enough on this machine", (1000.0,), "events/s", at_least=500)


def test_the_table_shows_median_and_spread() -> None:
    lines = table([Figure("storage", (1500.4, 900.0, 2000.0), "events/s")]).splitlines()
    assert lines[0].split() == ["what", "median", "lowest", "highest", "unit", "limit"]
    assert lines[1].split() == ["storage", "1,500", "900", "2,000", "events/s"]
