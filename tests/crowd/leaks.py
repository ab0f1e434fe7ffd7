"""An installation that leaks on purpose, in ways that only a running program can."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from surveys.ballot import Ballot
from tests.crowd.attacks import CrowdEvidence
from tests.crowd.disk import Disk
from tests.crowd.questionnaire import FIRST_NUMBER, MOST_ATTEMPTS
from tests.postgres import execute
from tests.surveys.linkage import CHANCE, PEOPLE, text_of
from tests.surveys.linkage_leaks import LeakyWorld
from tests.surveys.linkage_looks import Database
from tests.surveys.waves import a_ballot, somebody

TABLES = (
    "DROP TABLE IF EXISTS inbox",
    "DROP TABLE IF EXISTS outbox",
    "CREATE TABLE inbox (id INTEGER PRIMARY KEY, raw TEXT)",
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, chat TEXT, payload TEXT, external_ids TEXT)",
)
IN_ORDER = frozenset({"dialogs", "card"})
"""Leaks of who came when only: they lead to an answer where results lie in that order too."""


class LeakyHouse:
    """`leak` is the name of the fault, see `attacks.CROWD_ATTACKERS`."""

    def __init__(self, folder: Path, url: str, database: Database, leak: str) -> None:
        self._folder, self._url, self._leak = folder, url, leak
        self._store = LeakyWorld(database, "order" if leak in IN_ORDER else leak)
        self._came: list[int] = []
        self._leaks: dict[str, Callable[[str, Ballot], None]] = {
            "inbox": self._stores_the_event,
            "outbox": self._queues_a_summary,
            "line": lambda who, ballot: self._logs(f"accepted {who} {ballot['people']}"),
            "appearing": lambda _, ballot: self._logs(f"accepted {ballot['people']}"),
            "figures": self._counts,
            "dialogs": lambda who, _: self._inbox({"from": {"id": int(who)}, "text": "/survey"}),
            "card": lambda who, _: self._outbox(who, "card", str(900_000 + len(self._came))),
            "growth": lambda _, ballot: self._append("drafts.bin", "x" * len(str(ballot["ideas"]))),
            "export": lambda _who, _ballot: None,
        }

    async def play(self) -> tuple[CrowdEvidence, dict[int, int]]:
        """A whole wave of 200 under the attacker's eyes; returns what was seen, and the truth."""
        await self._open()
        disk = await Disk.of(self._folder, self._url)
        evidence = CrowdEvidence(self._store.private)
        evidence.ids = {somebody(person).id: person for person in range(PEOPLE)}
        places = CHANCE.sample(range(PEOPLE), PEOPLE)
        truth = {n: FIRST_NUMBER + place * MOST_ATTEMPTS for n, place in enumerate(places)}
        try:
            for at, person in enumerate(CHANCE.sample(range(PEOPLE), PEOPLE)):
                await self._answers(person, truth[person], places[person])
                evidence.finished[person] = at
                seen = await disk.look()
                evidence.notice(seen.lines, seen.growth, at)
            await self._store.close()
            seen = await disk.look(offsets=True)
            assert seen.look
            evidence.note(seen.look, PEOPLE, self._store.names())
        finally:
            await disk.end()
        in_order = [truth[person] for person in self._came]
        evidence.exported = in_order if self._leak == "export" else sorted(in_order)
        return evidence, truth

    async def _open(self) -> None:
        await self._store.open()
        for sql in TABLES:
            await self._run(sql)

    async def _answers(self, person: int, number: int, place: int) -> None:
        ballot = a_ballot(number, f"{text_of(place)} {number}")
        await self._store.answer(person, ballot)
        self._rows: list[str] = []
        self._leaks[self._leak](somebody(person).id, ballot)
        for sql in self._rows:
            await self._run(sql)
        self._came.append(person)

    def _stores_the_event(self, who: str, ballot: Ballot) -> None:
        self._inbox({"from": {"id": int(who)}, "text": str(ballot["people"])})

    def _queues_a_summary(self, who: str, ballot: Ballot) -> None:
        self._outbox(who, f"Ваш ответ: {ballot['people']}", "")

    def _counts(self, _who: str, ballot: Ballot) -> None:
        self._append("figures.txt", f'otklik_answers_total{{people="{ballot["people"]}"}} 1.0\n')

    def _logs(self, line: str) -> None:
        self._append("bot.log", f"12:00 info {line}\n")

    def _inbox(self, update: object) -> None:
        self._rows.append(f"INSERT INTO inbox VALUES ({len(self._came)}, '{json.dumps(update)}')")  # noqa: S608 - our own words

    def _outbox(self, who: str, text: str, ids: str) -> None:
        row = f"{len(self._came)}, '{who}', '{text}', '{ids}'"
        self._rows.append(f"INSERT INTO outbox VALUES ({row})")  # noqa: S608 - our own words

    def _append(self, name: str, text: str) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    async def _run(self, sql: str) -> None:
        if not self._url.startswith("sqlite"):
            await execute(self._url, sql)
            return
        connection = sqlite3.connect(self._url.split("///")[1], isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(sql)
        connection.close()
