"""Figures and the table they make; a limit is possible for ratios only."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

RATIO = "ratio"
HEAD = ("what", "median", "lowest", "highest", "unit", "limit")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured in several rounds of one run.

    `at_least` and `at_most` are limits of the median. Only a ratio of two things measured side by
    side may have one: absolute figures are the machine's as much as the program's.
    """

    name: str
    rounds: tuple[float, ...]
    unit: str = RATIO
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if self.unit != RATIO and (self.at_least, self.at_most) != (None, None):
            raise ValueError(f"a limit of {self.unit}: {self.name}")

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return median(self.rounds)

    @property
    def holds(self) -> bool:
        """It has no limit, or keeps it."""
        enough = self.at_least is None or self.value >= self.at_least
        return enough and (self.at_most is None or self.value <= self.at_most)

    @property
    def limit(self) -> str:
        """The limit in words, empty when there is none."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}" + ("" if self.holds else "  FAILED")
        if self.at_most is not None:
            return f"at most {self.at_most:g}" + ("" if self.holds else "  FAILED")
        return ""


def ratios(
    name: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Figure:
    """Ours as a part of theirs, round by round: what slows a round slows both."""
    found = tuple(mine / other for mine, other in zip(ours, theirs, strict=True))
    return Figure(name, found, RATIO, at_least, at_most)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed; endless if none."""
    if not values:
        return float("inf")
    ordered = sorted(values)
    rank = -int(-share * len(ordered) // 1)
    return ordered[max(rank, 1) - 1]


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line."""
    lines = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(_line(line, widths) for line in lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    numbers = (figure.value, min(figure.rounds), max(figure.rounds))
    return (figure.name, *(_number(one) for one in numbers), figure.unit, figure.limit)


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 3
    return f"{value:,.{digits}f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    placed = [
        cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed).rstrip()
