"""The linkage game: people answer, an attacker looks at everything on disk and names who said what.

Person p gives answer `truth[p]`, a number nobody else gives. Guessing alone names one right on
average, whatever the number of people; so hits beyond that are a leak.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from secrets import token_hex
from typing import Any, Protocol

from surveys.ballot import Ballot
from tests.surveys.waves import a_ballot

PEOPLE = 200
LIMITS = {1: 10, 2: 12, 20: 42}
"""Hits at which guessing is ruled out, by runs: chance gets there once in 70,000 games or less."""

LEAKS = 0.95
"""A store that leaks on purpose must give away this share, or the attack proves nothing."""

LEISURE = 50
"""After so many people the attacker takes the time to search the files byte by byte."""

Row = dict[str, Any]
"""A stored row with everything that its place in the database tells."""

Look = Mapping[str, list[Row]]
"""All tables at one moment, rows as they lie; by what is in them: tags, box, results, texts."""

CHANCE = SystemRandom()


class World(Protocol):
    """A store under attack; `name` tells which, `private` is the key that opens sheets."""

    private: bytes

    async def answer(self, person: int, ballot: Ballot) -> None:
        """Somebody submits."""

    async def close(self) -> list[Look]:
        """The wave ends; what could be seen meanwhile."""

    async def look(self, *, offsets: bool) -> Look | None:
        """Everything on disk, `offsets` within the files too; None when nothing has changed."""

    def names(self) -> Mapping[bytes, int]:
        """Whose tag it is: people can be enumerated by whoever has the tag key."""

    def lines(self) -> list[str]:
        """All lines of text that lie about: logs, metrics, reports."""


@dataclass
class Evidence:
    """What the attacker has: each row as it was first seen, and when ("seen").

    `finished` is an outside witness: after which look each person had answered, in order.
    """

    private: bytes = b""
    finished: dict[int, int] = field(default_factory=dict)
    people: dict[int, Row] = field(default_factory=dict)
    sheets: dict[bytes, Row] = field(default_factory=dict)
    answers: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def note(self, look: Look, at: int, names: Mapping[bytes, int]) -> None:
        """One more look."""
        for row in look.get("tags", []):
            person = names.get(row["tag"])
            if person is not None:
                self.people[person] = {"seen": at, **self.people.get(person, {}), **row}
        for row in look.get("box", []):
            self.sheets[row["sheet"]] = {"seen": at, **self.sheets.get(row["sheet"], {}), **row}
        if results := look.get("results"):
            self.answers = [row | {"value": json.loads(row["ballot"])[0]} for row in results]
            self.texts = [row | {"value": number_in(row["text"])} for row in look.get("texts", [])]


async def play(world: World) -> tuple[Evidence, dict[int, int]]:
    """A whole wave under the attacker's eyes; returns what was seen, and the truth."""
    answers = CHANCE.sample(range(PEOPLE), PEOPLE)
    truth = dict(enumerate(answers))
    evidence, names = Evidence(world.private), world.names()
    for at, person in enumerate(CHANCE.sample(range(PEOPLE), PEOPLE)):
        number = truth[person]
        await world.answer(person, a_ballot(number, text_of(number)))
        evidence.finished[person] = at
        if look := await world.look(offsets=at % LEISURE == LEISURE - 1):
            evidence.note(look, at, names)
    for at, look in enumerate(await world.close(), start=PEOPLE):
        evidence.note(look, at, names)
    evidence.lines = world.lines()
    assert len(evidence.answers) == PEOPLE
    return evidence, truth


def text_of(number: int) -> str:
    """A typed answer, each of another length; where it is sorted to depends on nothing else."""
    return f"{token_hex(4)} {'о' * number} {number}"


def number_in(text: str) -> int:
    """Whose text it is; the judge needs to know."""
    return int(text.rsplit(maxsplit=1)[-1])
