"""Into which rows the answers to a question are put where results are shown."""

from collections import Counter
from dataclasses import dataclass

from surveys.questionnaire import Kind, Question

Category = tuple[str, ...]
"""Codes that are shown as one row."""

_SCALE: tuple[Category, ...] = (("1", "2"), ("3",), ("4", "5"))
_NPS: tuple[Category, ...] = (
    tuple(map(str, range(7))),
    ("7", "8"),
    ("9", "10"),
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Rows of a question; `bare` ones are not shown at all, only what is computed of them."""

    categories: tuple[Category, ...]
    grouped: bool = False
    bare: bool = False

    def counts(self, codes: Counter[str]) -> list[int]:
        """How many chose each row."""
        return [sum(codes[code] for code in category) for category in self.categories]


def detailed(question: Question) -> Scheme:
    """A row for each code."""
    return Scheme(tuple((code,) for code in question.codes))


def grouped(question: Question) -> Scheme:
    """Three rows for a scale and an NPS, where rows of their own would be too small to show."""
    match question.kind:
        case Kind.SCALE:
            return Scheme(_SCALE, grouped=True)
        case Kind.NPS:
            return Scheme(_NPS, grouped=True)
    return detailed(question)
