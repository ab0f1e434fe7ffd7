"""Plays whoever reads the published tables: how large could a hidden count be?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.linear import Impossible, Relation, System

Name = tuple[str | int, ...]
"""A count: what it is, and of which question, row, column."""


@dataclass(slots=True)
class Publication:
    """All counts of a fixed set of tables, and what everybody knows of how they hang together.

    `counts` may be shown; `helpers` never are, they only take part in relations. `parts` are the
    counts that make up one whole: when all that are not zero are hidden, the zeros are too, and
    only then may a hidden count be zero. `followers` are hidden together with a count. `bare` is
    hidden from the beginning. `prices` say what it costs the reader when a count of some sort is
    hidden.
    """

    counts: dict[Name, int] = field(default_factory=dict)
    helpers: set[Name] = field(default_factory=set)
    relations: list[Relation[Name]] = field(default_factory=list)
    parts: list[tuple[Name, ...]] = field(default_factory=list)
    followers: dict[Name, set[Name]] = field(default_factory=dict)
    bare: set[Name] = field(default_factory=set)
    prices: Mapping[str, int] = field(default_factory=dict)

    def tie(self, one: Name, others: Iterable[Name]) -> None:
        """When `one` is hidden, so are the others."""
        self.followers.setdefault(one, set()).update(others)

    def closed(self, hidden: Iterable[Name]) -> frozenset[Name]:
        """With everything that is hidden together with these."""
        found = set(hidden)
        before = -1
        while before != len(found):
            before = len(found)
            for name in list(found):
                found |= self.followers.get(name, set())
            for part in self.parts:
                left = [name for name in part if name not in found]
                if len(left) < len(part) and not any(self.counts[name] for name in left):
                    found.update(left)
        return frozenset(found)


@dataclass(slots=True)
class Around:
    """Unknown counts that hang together, and what is known of them."""

    unknown: frozenset[Name]
    relations: list[Relation[Name]]


class Attacker:
    """Knows all of a publication but what is `hidden`, and every relation."""

    def __init__(self, publication: Publication, hidden: frozenset[Name]) -> None:
        self._publication, self._hidden = publication, hidden
        self._whole = [part for part in publication.parts if hidden.issuperset(part)]
        self._systems: dict[frozenset[Name], System[Name] | None] = {}
        self._around: dict[Name, Around] = {}
        for found in _components(publication, hidden):
            self._around |= dict.fromkeys(found.unknown, found)

    def around(self, name: Name) -> frozenset[Name]:
        """The unknown counts that could tell something of this one."""
        found = self._around.get(name)
        return found.unknown if found else frozenset({name})

    def world(self, name: Name, enough: int) -> Mapping[Name, int] | None:
        """Counts that fit all that is shown, with this one large enough; None if there are none."""
        found = self._around.get(name)
        if found is None:  # nothing is known of it at all
            return {name: enough}
        if found.unknown not in self._systems:
            self._systems[found.unknown] = self._system(found)
        system = self._systems[found.unknown]
        return None if system is None else system.most(name, enough)

    def _system(self, found: Around) -> System[Name] | None:
        names = sorted(found.unknown, key=repr)
        try:
            return System({name: self._lowest(name) for name in names}, found.relations)
        except Impossible:  # the sheets don't keep to their questionnaire: nothing is certain
            return None

    def _lowest(self, name: Name) -> int:
        """Zeros are shown: what is hidden is at least 1, unless its whole is hidden."""
        parts = [part for part in self._publication.parts if name in part]
        return 1 if any(part not in self._whole for part in parts) else 0


def _components(publication: Publication, hidden: frozenset[Name]) -> list[Around]:
    unknown = hidden | publication.helpers
    found: list[Around] = []
    for relation in publication.relations:
        names = unknown.intersection(relation.terms)
        if not names:
            continue
        joined = Around(names, [_reduced(publication, relation, names)])
        apart = []
        for other in found:
            if joined.unknown & other.unknown:
                relations = other.relations + joined.relations
                joined = Around(joined.unknown | other.unknown, relations)
            else:
                apart.append(other)
        found = [*apart, joined]
    return found


def _reduced(
    publication: Publication, relation: Relation[Name], unknown: frozenset[Name]
) -> Relation[Name]:
    """What is left of a relation after everything shown has been put in."""
    terms = {name: times for name, times in relation.terms.items() if name in unknown}
    shown = sum(
        times * publication.counts[name]
        for name, times in relation.terms.items()
        if name not in unknown
    )
    return Relation(terms, relation.total - shown, relation.exact)
