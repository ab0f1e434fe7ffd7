"""Exact linear programming over whole numbers of people: how large can a hidden count be.

Small systems of a survey's tables only: fractions, no rounding, no library.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Number = int | Fraction
"""Whole as long as possible: whole numbers are ten times as quick."""

Row = dict[int, Number]


@dataclass(frozen=True, slots=True)
class Relation(Generic[Name]):
    """What everybody knows of some counts: the sum of `terms` is `total`, or at most `total`."""

    terms: Mapping[Name, int]
    total: int
    exact: bool = True


class Impossible(ValueError):
    """No counts fit the relations."""


class System(Generic[Name]):
    """Unknown counts, each at least its lower bound, and the relations between them.

    `solution` is one answer; `most` looks for the answer with the largest value of one of them.
    Raises Impossible when nothing fits.
    """

    def __init__(self, lowest: Mapping[Name, int], relations: Sequence[Relation[Name]]) -> None:
        self._lowest = dict(lowest)
        self._place = {name: place for place, name in enumerate(self._lowest)}
        self._basis: list[int] = []
        self._rows: list[Row] = []
        self._right: list[Number] = []
        self._width = len(self._place)
        for relation in relations:
            self._state(relation)
        self._begin()

    def most(self, name: Name, enough: int) -> dict[Name, int] | None:
        """A whole-numbered answer with this count as large as `enough` if there is one.

        None when the largest is less, or no corner that reaches it is whole: what can't be shown
        to be possible is taken for impossible.
        """
        objective: Row = {self._place[name]: 1}
        while True:
            found = self._solution()
            if found is not None and found[name] >= enough:
                return found
            if not self._improve(objective):
                return None

    def _state(self, relation: Relation[Name]) -> None:
        total = relation.total - sum(
            times * self._lowest[name] for name, times in relation.terms.items()
        )
        row: Row = {self._place[name]: times for name, times in relation.terms.items() if times}
        if not relation.exact:
            row[self._width] = 1
            self._width += 1
        sign = -1 if total < 0 else 1
        self._rows.append({place: sign * value for place, value in row.items()})
        self._right.append(sign * total)

    def _begin(self) -> None:
        """A first corner: drive helpers, one for each relation, out of the answer."""
        first = self._width
        for number, row in enumerate(self._rows):
            row[first + number] = 1
            self._basis.append(first + number)
        helpers = range(first, first + len(self._rows))
        while self._improve(dict.fromkeys(helpers, -1)):
            pass
        for number, place in enumerate(self._basis):
            if place >= first and self._right[number]:
                raise Impossible("no counts fit the relations")
        self._drop(first)

    def _drop(self, first: int) -> None:
        """Forget the helpers; relations that follow from others go with them."""
        kept = []
        for number, place in enumerate(self._basis):
            if place < first:
                kept.append(number)
            elif into := [one for one in self._rows[number] if one < first]:
                self._pivot(number, min(into))
                kept.append(number)
        self._rows = [
            {place: value for place, value in self._rows[number].items() if place < first}
            for number in kept
        ]
        self._right = [self._right[number] for number in kept]
        self._basis = [self._basis[number] for number in kept]

    def _improve(self, objective: Mapping[int, Number]) -> bool:
        """One step to a better corner by Bland's rule; False when this one is best or endless."""
        gain: Row = dict(objective)
        for number, place in enumerate(self._basis):
            price = objective.get(place, 0)
            if price:
                for other, value in self._rows[number].items():
                    gain[other] = gain.get(other, 0) - price * value
        basis = set(self._basis)
        better = [place for place, value in gain.items() if value > 0 and place not in basis]
        if not better:
            return False
        entering = min(better)
        steps = [
            (_ratio(self._right[number], row[entering]), self._basis[number], number)
            for number, row in enumerate(self._rows)
            if row.get(entering, 0) > 0
        ]
        if not steps:
            return False
        self._pivot(min(steps)[2], entering)
        return True

    def _pivot(self, number: int, entering: int) -> None:
        row = self._rows[number]
        scale = row[entering]
        if scale != 1:
            row = {place: _ratio(value, scale) for place, value in row.items()}
            self._rows[number] = row
            self._right[number] = _ratio(self._right[number], scale)
        for other, line in enumerate(self._rows):
            factor = line.get(entering)
            if factor is None or other == number:
                continue
            for place, value in row.items():
                left = line.get(place, 0) - factor * value
                if left:
                    line[place] = left
                else:
                    line.pop(place, None)
            self._right[other] -= factor * self._right[number]
        self._basis[number] = entering

    def _solution(self) -> dict[Name, int] | None:
        """The counts at this corner; None when some are no whole numbers."""
        values = dict(zip(self._basis, self._right, strict=True))
        found: dict[Name, int] = {}
        for name, place in self._place.items():
            value = values.get(place, 0)
            if value.denominator != 1:
                return None
            found[name] = self._lowest[name] + value.numerator
        return found


def _ratio(value: Number, by: Number) -> Number:
    found = Fraction(value) / by if by not in {1, -1} else value * by
    return found.numerator if found.denominator == 1 else found
