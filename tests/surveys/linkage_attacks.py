"""The attackers. Each names, for as many people as it can, the answer it thinks is theirs."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from surveys.sealing import Unsealable, opened
from tests.surveys.linkage import CHANCE, Evidence, Row
from tests.surveys.waves import somebody

T = TypeVar("T")
Guess = Mapping[int, int]
Attack = Callable[[Evidence], Guess]


def by_rank(mine: str, theirs: str) -> Attack:
    """The first tag by `mine` belongs to the first answer by `theirs`, and so on."""

    def attack(evidence: Evidence) -> Guess:
        people = ranked(evidence.people, lambda person: evidence.people[person].get(mine))
        rows = ranked(evidence.answers, lambda row: row.get(theirs))
        return matched(people, [row["value"] for row in rows])

    return attack


def by_witness(theirs: str) -> Attack:
    """Who was seen answering first gave the first answer by `theirs`."""

    def attack(evidence: Evidence) -> Guess:
        people = ranked(evidence.finished, lambda person: evidence.finished[person])
        rows = ranked(evidence.answers, lambda row: row.get(theirs))
        return matched(people, [row["value"] for row in rows])

    return attack


def by_value(evidence: Evidence) -> Guess:
    """Any value that stands in a person's row and in one answer's row joins them."""
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row in evidence.answers:
        for value in _values(row):
            holders[value].append(row["value"])
    return {
        person: holders[value][0]
        for person, row in evidence.people.items()
        for value in _values(row)
        if len(holders[value]) == 1
    }


def by_transaction(evidence: Evidence) -> Guess:
    """PostgreSQL marks each row with the transaction that wrote it."""
    return _within(
        {person: row["xmin"] for person, row in evidence.people.items() if "xmin" in row},
        [(row.get("xmin"), row["value"]) for row in evidence.answers],
    )


def by_length(evidence: Evidence) -> Guess:
    """A sheet that appeared with somebody's tag; longer sheets hold longer answers."""
    theirs = _within(
        {person: row["seen"] for person, row in evidence.people.items()},
        [(row["seen"], len(sheet)) for sheet, row in evidence.sheets.items()],
    )
    people = ranked(theirs, lambda person: theirs[person])
    rows = ranked(evidence.answers, lambda row: len(row["ballot"]))
    return matched(people, [row["value"] for row in rows])


def by_difference(evidence: Evidence) -> Guess:
    """A sheet that appeared with somebody's tag, if it can be read."""
    return _within(
        {person: row["seen"] for person, row in evidence.people.items()},
        [(row["seen"], value) for sheet, row in evidence.sheets.items() for value in _read(sheet)],
    )


def by_log(evidence: Evidence) -> Guess:
    """Any line that shows a person and an answer."""
    ids = {somebody(person).id: person for person in evidence.finished}
    values = {str(row["value"]): row["value"] for row in evidence.answers}
    found: dict[int, int] = {}
    for line in evidence.lines:
        words = re.findall(r"\w+", line)
        shown = [ids[word] for word in words if word in ids]
        found |= {person: values[word] for person in shown for word in words if word in values}
    return found


def texts_by_rank(evidence: Evidence) -> Guess:
    """The first text belongs to the first row: joins what was typed with what was chosen."""
    return matched(
        [row["value"] for row in ranked(evidence.texts, lambda row: row["number"])],
        [row["value"] for row in ranked(evidence.answers, lambda row: row["number"])],
    )


def with_keys(place: str) -> Attack:
    """With both keys: the sheets that appeared together with tags, matched by `place` ("": lots).

    Whose tag was never written is matched with the sheets that came without tags.
    """

    def attack(evidence: Evidence) -> Guess:
        groups = {row["seen"] for row in evidence.people.values()}
        people = {
            person: (evidence.people.get(person, {}).get("seen"), row.get(place, 0))
            for person in evidence.finished
            for row in [evidence.people.get(person, {})]
        }
        sheets = [
            (row["seen"] if row["seen"] in groups else None, row.get(place, 0), value)
            for sheet, row in evidence.sheets.items()
            for value in _read(sheet, evidence.private)
        ]
        guess: dict[int, int] = {}
        for group in {*groups, None}:
            inside = [person for person, (seen, _) in people.items() if seen == group]
            mine = ranked(inside, lambda person: people[person][1])
            theirs = ranked([one for one in sheets if one[0] == group], lambda one: one[1])
            guess |= dict(zip(mine, [one[2] for one in theirs], strict=False))
        return guess

    return attack


@dataclass(frozen=True)
class Attacker:
    """One attack, the leak that proves it works, and on which databases it can be tried."""

    attack: Attack
    leak: str
    kinds: tuple[str, ...] = ("sqlite", "postgresql")
    keyed: bool = False
    of_texts: bool = False


ATTACKERS: Mapping[str, Attacker] = {
    "place": Attacker(by_rank("place", "place"), "order"),
    "row number": Attacker(by_rank("rowid", "rowid"), "order", ("sqlite",)),
    "byte offset": Attacker(by_rank("offset", "offset"), "order", ("sqlite",)),
    "ctid": Attacker(by_rank("ctid", "ctid"), "order", ("postgresql",)),
    "xmin": Attacker(by_transaction, "step", ("postgresql",)),
    "key": Attacker(by_rank("tag", "number"), "key"),
    "order of coming": Attacker(by_witness("place"), "order"),
    "number": Attacker(by_witness("number"), "order"),
    "time": Attacker(by_rank("at", "at"), "time"),
    "value": Attacker(by_value, "value"),
    "length": Attacker(by_length, "length"),
    "difference": Attacker(by_difference, "step"),
    "log": Attacker(by_log, "log"),
    "texts": Attacker(texts_by_rank, "order", of_texts=True),
    "keys": Attacker(with_keys(""), "length", keyed=True),
    "keys and place": Attacker(with_keys("place"), "pairs", keyed=True),
    "keys and offset": Attacker(with_keys("offset"), "pairs", ("sqlite",), keyed=True),
    "keys and ctid": Attacker(with_keys("ctid"), "pairs", ("postgresql",), keyed=True),
}


def hits(attacker: Attacker, evidence: Evidence, truth: Mapping[int, int]) -> int:
    """How many it named right."""
    guess = attacker.attack(evidence)
    right = {number: number for number in truth.values()} if attacker.of_texts else truth
    return sum(right.get(claimed) == answer for claimed, answer in guess.items())


def _read(sheet: bytes, private: bytes = b"") -> list[int]:
    """The answer on a sheet that lies open, or opens with this key."""
    try:
        return [json.loads(opened(sheet, private) if private else sheet)[0]]
    except (Unsealable, ValueError):
        return []


def _values(row: Row) -> list[Hashable]:
    own = {"value", "ballot", "number", "place", "seen", "offset", "rowid", "ctid", "xmin", "wave"}
    return [value for name, value in row.items() if name not in own]


def ranked(given: Iterable[T], key: Callable[[T], Any]) -> list[T]:
    """Equal ones in any order; those without a key tell nothing and are equal too."""
    mixed = list(given)
    CHANCE.shuffle(mixed)
    return sorted(mixed, key=lambda one: (key(one) is not None, key(one) or 0))


def matched(people: list[int], values: list[int]) -> Guess:
    """One to one; where one list is longer, by the same share of each."""
    ratio = len(values) / len(people) if people else 0
    return {person: values[int(at * ratio)] for at, person in enumerate(people)}


def _within(people: Mapping[int, object], values: list[tuple[object, int]]) -> Guess:
    """Everybody is given one of the values of their own group, by lot."""
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for group, value in values:
        groups[group].append(value)
    for inside in groups.values():
        CHANCE.shuffle(inside)
    return {person: groups[group].pop() for person, group in people.items() if groups[group]}
