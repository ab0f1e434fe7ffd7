"""Stores that leak on purpose, each in one way: an attack that does not succeed here is no test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.ballot import Ballot, longest, packed
from surveys.emptying import without_texts
from surveys.sealing import new_keys, sealed, tag_of
from tests.surveys.linkage import CHANCE, PEOPLE, Look
from tests.surveys.linkage_looks import Database
from tests.surveys.waves import LEVEL, QUESTIONNAIRE, somebody

TABLES = (
    "CREATE TABLE tags (tag {bytes}, at BIGINT)",
    "CREATE TABLE box (sheet {bytes})",
    "CREATE TABLE results (number INTEGER, ballot TEXT, at BIGINT, mark {bytes})",
    "CREATE TABLE texts (number INTEGER, text TEXT)",
)
IN_STEP = (
    "WITH told AS (INSERT INTO tags VALUES (?, 0)) INSERT INTO results VALUES (0, ?, NULL, NULL)"
)
NAMES = ("tags", "box", "results", "texts")


@dataclass(frozen=True)
class One:
    """One person's answer, with everything a careless program would know about it."""

    person: int
    tag: bytes
    ballot: Ballot
    at: int

    @property
    def row(self) -> str:
        """Without the text."""
        return packed(self.ballot, without_texts(QUESTIONNAIRE)).decode()


class LeakyWorld:
    """A store with one fault: `leak` is the name of it, see `linkage_attacks.ATTACKERS`."""

    def __init__(self, database: Database, leak: str) -> None:
        self._database, self._leak = database, leak
        self._keys = new_keys()
        self._came: list[One] = []
        self._waiting: list[One] = []
        self._lines: list[str] = []
        self.private = self._keys.private or b""

    async def open(self) -> None:
        """Empty tables."""
        for name in NAMES:
            await self._database.run(f"DROP TABLE IF EXISTS {name}", [()])
        for table in TABLES:
            await self._database.run(table, [()])

    async def answer(self, person: int, ballot: Ballot) -> None:
        """Stored at once, or in groups."""
        one = One(person, self._tag(person), ballot, len(self._came))
        self._came.append(one)
        self._waiting.append(one)
        if self._leak == "log":
            self._lines.append(f"12:00 info accepted {somebody(person).id} {ballot['people']}")
        if len(self._waiting) >= (LEVEL if self._leak in {"pairs", "log"} else 1):
            await self._flush()

    async def close(self) -> list[Look]:
        """The results, in an order that depends on the leak."""
        rows = sorted(self._came, key=lambda one: one.row)
        if self._leak == "order":
            rows = self._came
        if self._leak == "key":
            rows = sorted(self._came, key=lambda one: one.tag)
        texts = rows if self._leak == "order" else CHANCE.sample(rows, len(rows))
        said = [(at, str(one.ballot["ideas"])) for at, one in enumerate(texts)]
        await self._insert("texts", said)
        if self._leak != "step":
            numbered = enumerate(rows, start=1)
            await self._insert("results", [self._result(at, one) for at, one in numbered])
        look = await self._database.look()
        return [look] if look else []

    async def look(self, *, offsets: bool) -> Look | None:
        """Everything on disk; each time only where it matters when a row appears."""
        matters = self._leak in {"step", "length", "pairs"}
        return await self._database.look(offsets=offsets) if matters or offsets else None

    def names(self) -> Mapping[bytes, int]:
        """Whose tag it is."""
        return {self._tag(person): person for person in range(PEOPLE)}

    def lines(self) -> list[str]:
        """The log."""
        return self._lines

    async def _flush(self) -> None:
        group, self._waiting = self._waiting, []
        mixed = group if self._leak == "pairs" else CHANCE.sample(group, len(group))
        if self._leak == "step":
            await self._in_step(group)
        else:
            time = self._leak == "time"
            await self._insert("tags", [(one.tag, one.at * 1000 if time else 0) for one in group])
        await self._insert("box", [(self._sheet(one),) for one in mixed])

    async def _in_step(self, group: list[One]) -> None:
        """Each answer with its tag, where the database can in one statement."""
        if self._database.kind == "postgresql":
            await self._database.run(IN_STEP, [(one.tag, one.row) for one in group])
            return
        await self._insert("tags", [(one.tag, 0) for one in group])
        await self._insert("results", [self._result(0, one) for one in group])

    async def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        places = ", ".join("?" for _ in rows[0])
        await self._database.run(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - our own names

    def _result(self, number: int, one: One) -> tuple[Any, ...]:
        at = one.at * 1000 + 7 if self._leak == "time" else None
        mark = one.tag if self._leak == "value" else None
        ballot = packed(one.ballot, QUESTIONNAIRE).decode() if self._leak == "length" else one.row
        return (number, ballot, at, mark)

    def _sheet(self, one: One) -> bytes:
        sheet = packed(one.ballot, QUESTIONNAIRE)
        if self._leak == "step":
            return sheet
        length = len(sheet) if self._leak == "length" else longest(QUESTIONNAIRE)
        return sealed(sheet, length, self._keys.public)

    def _tag(self, person: int) -> bytes:
        who = somebody(person)
        return tag_of(who.platform, who.id, self._keys.tag)
