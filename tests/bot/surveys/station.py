"""A box at work on a database of its own, which can be restarted, killed and looked into."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.surveys.box import Box
from bot.surveys.closing import Purge
from bot.surveys.keys import KeyFile
from bot.surveys.mirror import SHARED, Mirror
from storage.surveys.store import SurveyStore
from storage.surveys.tables import box_of, tags_of
from surveys.ballot import Ballot
from surveys.emptying import ballots
from tests.surveys.waves import CLOSING_DAY, NOW, QUESTIONNAIRE, WAVE, a_ballot, a_wave, somebody


class Station:
    """The running box. `folder` is the disk, `memory` stands for a file system in memory."""

    def __init__(self, url: str, folder: Path, memory: Path | None) -> None:
        self.url, self.folder, self.memory = url, folder, memory
        self.keys = KeyFile(folder / "secret" / "otklik-surveys.keys")
        self.mirror = Mirror(memory / "pool") if memory else None
        self.purged: list[str] = []
        self.purge: Purge = self._note
        self.store = SurveyStore.open(url)
        self.box = self._new_box()

    async def start(self) -> None:
        """Ready for use."""
        await self.store.prepare()
        await self.box.start()

    async def restart(self) -> None:
        """The program ends, however it likes, and begins anew: memory is lost, files are not."""
        await self.store.close()
        self.store = SurveyStore.open(self.url)
        self.box = self._new_box()
        await self.start()

    async def open(self, wave: str = WAVE, level: int = 5, analyst: bytes | None = None) -> None:
        """A wave begins."""
        await self.box.open(a_wave(wave, level), analyst)

    async def answer(self, number: int, ballot: Ballot | None = None, wave: str = WAVE) -> None:
        """Somebody submits; their number is their answer unless told otherwise."""
        await self.box.submit(wave, somebody(number), ballot or a_ballot(number), NOW)

    async def answered(self, count: int) -> None:
        """So many people submit, one after another."""
        for number in range(count):
            await self.answer(number)

    async def close(self, wave: str = WAVE, analyst: bytes | None = None) -> None:
        """The wave ends."""
        await self.box.close(wave, CLOSING_DAY, analyst)

    async def boxed(self, wave: str = WAVE) -> tuple[list[bytes], list[bytes]]:
        """The tags and the sealed sheets in the box."""
        async with self.store.begin() as unit:
            tags = await unit.db.all(tags_of(wave).select())
            sheets = await unit.db.all(box_of(wave).select())
        return [bytes(row.tag) for row in tags], [bytes(row.start + row.rest) for row in sheets]

    async def has_box(self, wave: str = WAVE) -> bool:
        """Are there tables of sheets or tags of this wave?"""
        names = {box_of(wave).name, tags_of(wave).name}
        return bool(names & set(await self.tables()))

    async def tables(self) -> list[str]:
        """Names of all tables of surveys."""
        sql = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if self.url.startswith("sqlite")
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'surveys'"
        )
        async with self.store.begin() as unit:
            return [str(name) for (name,) in await unit.db.all(text(sql))]

    async def said(self, wave: str = WAVE) -> list[Any]:
        """The numbers that people answered, out of the results."""
        sheets = await self.box.results(wave)
        return sorted(ballot["people"] for _, ballot in ballots(sheets, QUESTIONNAIRE))

    @asynccontextmanager
    async def refusing_sheets(self, wave: str = WAVE) -> AsyncIterator[None]:
        """Meanwhile the database takes no sheet."""
        box = box_of(wave).name
        begin, end = (
            (
                f"CREATE TRIGGER f BEFORE INSERT ON {box} BEGIN SELECT RAISE(ABORT, 'full'); END",
                "DROP TRIGGER f",
            )
            if self.url.startswith("sqlite")
            else (
                f"ALTER TABLE surveys.{box} ADD CONSTRAINT full_ CHECK (false) NOT VALID",
                f"ALTER TABLE surveys.{box} DROP CONSTRAINT full_",
            )
        )
        await self.run(begin)
        yield
        await self.run(end)

    async def run(self, sql: str) -> None:
        """One statement, past the program."""
        async with self.store.begin() as unit:
            await unit.db.run(text(sql))

    async def end(self) -> None:
        """Let go of the database."""
        await self.store.close()

    def _new_box(self) -> Box:
        return Box(self.store, self.keys, self.mirror, self._purge)

    async def _purge(self, wave: str) -> None:
        await self.purge(wave)

    async def _note(self, wave: str) -> None:
        self.purged.append(wave)


@asynccontextmanager
async def station(url: str, folder: Path, *, mirrored: bool = True) -> AsyncIterator[Station]:
    """A box at work; what stands for memory is not among the files of `folder`."""
    shared = SHARED if SHARED.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="otklik-memory-", dir=shared) as memory:
        made = Station(url, folder, Path(memory) if mirrored else None)
        await made.start()
        try:
            yield made
        finally:
            await made.end()
