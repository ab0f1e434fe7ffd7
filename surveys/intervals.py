"""How sure a share, a mean and an NPS are: intervals at 95 %."""

from dataclasses import dataclass
from math import sqrt

CERTAINTY = 0.95
_Z = 1.959963984540054
FEWEST = 5
"""Of fewer answers no mean gets an interval: the approximation below would be off."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float


def wilson(count: int, base: int) -> Interval:
    """The share `count / base` by Wilson's score; stays within 0 and 1 and fits small bases.

    Raises ValueError without a base or with a count outside of it.
    """
    if not 0 <= count <= base or not base:
        raise ValueError("a share needs a base and a count within it")
    share, square = count / base, _Z * _Z
    middle = share + square / (2 * base)
    half = _Z * sqrt(share * (1 - share) / base + square / (4 * base * base))
    whole = 1 + square / base
    low = 0.0 if count == 0 else (middle - half) / whole
    high = 1.0 if count == base else (middle + half) / whole
    return Interval(low, high)


def of_mean(
    mean: float, variance: float, base: int, lowest: float, highest: float
) -> Interval | None:
    """The mean by Student's t, within what answers can be; None for a base below FEWEST.

    `variance` is that of the answers themselves: the sum of squares divided by `base`.
    """
    if base < FEWEST:
        return None
    half = student(base - 1) * sqrt(max(variance, 0.0) / (base - 1))
    return Interval(max(mean - half, lowest), min(mean + half, highest))


def of_nps(promoters: int, detractors: int, base: int) -> Interval | None:
    """The score promoters − detractors in points from −100 to 100; None below FEWEST."""
    score = (promoters - detractors) / base
    variance = (promoters + detractors) / base - score * score
    found = of_mean(score, variance, base, -1.0, 1.0)
    return found and Interval(100 * found.low, 100 * found.high)


def student(freedom: int) -> float:
    """The two-sided 95 % quantile of Student's t (Cornish and Fisher's expansion).

    Within 0.3 % of the tables from four degrees of freedom on.
    """
    z, v = _Z, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )
