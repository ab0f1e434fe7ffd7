"""When a mean may be shown: it must not tell how many gave the answers that are not shown.

A mean and a base are the sum of all answers, so a mean is one more relation between counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.intervals import Interval, of_mean
from surveys.suppression import UNANIMOUS_BELOW

_LOW, _HIGH = 1, 5


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its interval (None where answers are too few for one)."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Answers to a question for a number; what could point at one person is None."""

    mean: Mean | None
    quartiles: tuple[float, float, float] | None


def of_scale(counts: Mapping[str, int]) -> Mean | None:
    """The mean of a scale whose every count is shown. None without answers."""
    base = sum(counts.values())
    if not base:
        return None
    total = sum(int(code) * count for code, count in counts.items())
    squares = sum(int(code) ** 2 * count for code, count in counts.items())
    return _mean(total, squares, base)


def of_grouped(counts: Mapping[str, int], k: int) -> Mean | None:
    """The mean beside 1–2, 3 and 4–5; None when it would tell a count within a group below k.

    Its interval follows from what is shown, not from the counts that are not: it is that of the
    widest spread that fits.
    """
    found = _within_groups(counts)
    base = sum(counts.values())
    total = sum(int(code) * count for code, count in counts.items())
    low, high = counts["1"] + counts["2"], counts["4"] + counts["5"]
    reach = [max(world[place] for world in found) for place in range(4)]
    if any(most < k for most in reach[:2] if low) or any(most < k for most in reach[2:] if high):
        return None
    widest = max(one + 4 * two + 16 * four + 25 * five for one, two, four, five in found)
    return _mean(total, widest + 9 * counts["3"], base)


def of_bare(counts: Mapping[str, int], k: int) -> Mean | None:
    """The mean alone, no counts beside it; None when it tells that any answer is below k.

    Its interval again is that of the widest spread.
    """
    base = sum(counts.values())
    total = sum(int(code) * count for code, count in counts.items())
    rest = base - k
    if rest < 0 or not all(rest <= total - k * one <= _HIGH * rest for one in range(_LOW, 6)):
        return None
    return _mean(total, (_LOW + _HIGH) * total - _LOW * _HIGH * base, base)


def of_numbers(numbers: Counter[int], k: int) -> Numbers | None:
    """Mean and quartiles of typed numbers. None for fewer than k, or a small group that agrees.

    No mean where one answer outweighs all others together; quartiles where a quarter is k people.
    """
    base = numbers.total()
    if base < k or (len(numbers) == 1 and base < UNANIMOUS_BELOW * k):
        return None
    weight = sum(abs(number) * times for number, times in numbers.items())
    total = sum(number * times for number, times in numbers.items())
    squares = sum(number * number * times for number, times in numbers.items())
    mean = None
    if 2 * max(map(abs, numbers)) <= weight or not weight:
        variance = squares / base - (total / base) ** 2
        mean = Mean(total / base, of_mean(total / base, variance, base, min(numbers), max(numbers)))
    return Numbers(mean, _quartiles(numbers, base) if base >= 4 * k else None)


def _mean(total: int, squares: int, base: int) -> Mean:
    value = total / base
    return Mean(value, of_mean(value, squares / base - value * value, base, _LOW, _HIGH))


def _within_groups(counts: Mapping[str, int]) -> list[tuple[int, int, int, int]]:
    """All ways to divide 1–2 and 4–5 that give the same mean."""
    low, high = counts["1"] + counts["2"], counts["4"] + counts["5"]
    points = counts["1"] + 2 * counts["2"] + 4 * counts["4"] + 5 * counts["5"]
    divided = ((one, points - (2 * low - one) - 4 * high) for one in range(low + 1))
    return [(one, low - one, high - five, five) for one, five in divided if 0 <= five <= high]


def _quartiles(numbers: Counter[int], base: int) -> tuple[float, float, float]:
    ordered = sorted(numbers.items())
    lower, middle, upper = (_at(ordered, base, quarter / 4) for quarter in (1, 2, 3))
    return lower, middle, upper


def _at(ordered: list[tuple[int, int]], base: int, share: float) -> float:
    """Between the two neighbours of this place, as spreadsheets do (QUARTILE.INC)."""
    place = (base - 1) * share
    below, above = _nth(ordered, int(place)), _nth(ordered, min(int(place) + 1, base - 1))
    return below + (above - below) * (place - int(place))


def _nth(ordered: list[tuple[int, int]], wanted: int) -> int:
    for number, times in ordered:
        if wanted < times:
            return number
        wanted -= times
    return ordered[-1][0]
