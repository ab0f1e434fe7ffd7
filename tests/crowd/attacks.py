"""Attackers for what HTTP adds: rows of the front desk, logs, figures, sizes of files, exports.

They come on top of `tests.surveys.linkage_attacks`, which look at the survey's own tables.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.surveys.linkage import Evidence
from tests.surveys.linkage_attacks import (
    ATTACKERS,
    Attack,
    Attacker,
    Guess,
    matched,
    ranked,
)

NUMBERS = re.compile(r"\d+")


@dataclass
class CrowdEvidence(Evidence):
    """Besides: `ids` whose id it is, `told` each line when it was first seen, `grown` files.

    `exported` are answers in the order in which files for analysts have them.
    """

    ids: dict[str, int] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    grown: list[tuple[int, str, int]] = field(default_factory=list)
    exported: list[int] = field(default_factory=list)

    def notice(self, lines: Iterable[str], growth: Mapping[str, int], at: int) -> None:
        """What one look has found beside the survey's tables."""
        self.told += [(at, line) for line in lines]
        self.grown += [(at, name, size) for name, size in growth.items()]

    @property
    def values(self) -> dict[str, int]:
        """The answers as they would stand in a line."""
        return {str(row["value"]): row["value"] for row in self.answers}

    def named(self, kind: str = "") -> Iterator[tuple[int, list[str]]]:
        """Lines that begin like this and name somebody: the person, and all numbers of the line."""
        for _, line in self.told:
            if line.startswith(kind):
                numbers = NUMBERS.findall(line)
                for person in {self.ids[one] for one in numbers if one in self.ids}:
                    yield person, numbers


def by_line(kind: str) -> Attack:
    """One line shows a person and an answer."""

    def attack(evidence: Evidence) -> Guess:
        assert isinstance(evidence, CrowdEvidence)
        values = evidence.values
        return {
            person: values[number]
            for person, numbers in evidence.named(kind)
            for number in numbers
            if number in values
        }

    return attack


def by_appearance(kind: str) -> Attack:
    """A line that appeared when somebody was seen answering shows an answer, but nobody's name."""

    def attack(evidence: Evidence) -> Guess:
        assert isinstance(evidence, CrowdEvidence)
        values, appeared = evidence.values, defaultdict[int, list[int]](list)
        for at, line in evidence.told:
            if line.startswith(kind):
                shown = [values[one] for one in NUMBERS.findall(line) if one in values]
                appeared[at] += shown
        return {person: appeared[at][0] for person, at in evidence.finished.items() if appeared[at]}

    return attack


def by_order(kind: str) -> Attack:
    """Who is named first by lines of this kind gave the first answer."""

    def attack(evidence: Evidence) -> Guess:
        assert isinstance(evidence, CrowdEvidence)
        last = {person: at for at, (person, _) in enumerate(evidence.named(kind))}
        return _in_order(evidence, last)

    return attack


def by_card(evidence: Evidence) -> Guess:
    """Ids of messages tell who came when: the highest number that stands beside a person."""
    assert isinstance(evidence, CrowdEvidence)
    cards: dict[int, int] = {}
    for person, numbers in evidence.named("outbox"):
        others = [int(one) for one in numbers if one not in evidence.ids]
        cards[person] = max([*others, cards.get(person, 0)])
    return _in_order(evidence, cards)


def by_growth(evidence: Evidence) -> Guess:
    """The longer the words, the more some file grew when somebody was seen answering."""
    assert isinstance(evidence, CrowdEvidence)
    grown: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for at, name, size in evidence.grown:
        grown[name][at] = size
    sizes = max(grown.values(), key=lambda one: _different(evidence, one), default={})
    values = [row["value"] for row in ranked(evidence.answers, lambda row: row["value"])]
    return matched(ranked(evidence.finished, lambda p: sizes.get(evidence.finished[p], 0)), values)


def by_export(evidence: Evidence) -> Guess:
    """The first row of an export is the answer of who was seen answering first."""
    assert isinstance(evidence, CrowdEvidence)
    people = ranked(evidence.finished, lambda person: evidence.finished[person])
    return matched(people, evidence.exported)


CROWD_ATTACKERS: Mapping[str, Attacker] = {
    "inbox row": Attacker(by_line("inbox"), "inbox"),
    "outbox row": Attacker(by_line("outbox"), "outbox"),
    "any line": Attacker(by_line(""), "line"),
    "a line that appears": Attacker(by_appearance(""), "appearing"),
    "figures": Attacker(by_appearance("otklik_"), "figures"),
    "order of the inbox": Attacker(by_order("inbox"), "dialogs"),
    "order of lines": Attacker(by_order(""), "dialogs"),
    "card": Attacker(by_card, "card"),
    "growth": Attacker(by_growth, "growth"),
    "export": Attacker(by_export, "export"),
}
EVERYBODY: Mapping[str, Attacker] = {**ATTACKERS, **CROWD_ATTACKERS}


def _in_order(evidence: Evidence, ranks: Mapping[int, int]) -> Guess:
    people = sorted(ranks, key=lambda person: ranks[person])
    rows = ranked(evidence.answers, lambda row: row["number"])
    return matched(people, [row["value"] for row in rows])


def _different(evidence: Evidence, sizes: Mapping[int, int]) -> int:
    return len({sizes.get(at) for at in evidence.finished.values()})
