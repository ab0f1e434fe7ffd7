"""Everything an attacker can read: the survey's tables, the front desk's, logs, files, metrics.

The pool's mirror is no part of it: it lies in the machine's memory (ANONYMITY, what can't be
protected).
"""

import asyncio
import hashlib
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from io import UnsupportedOperation
from pathlib import Path
from typing import Any, Protocol
from zipfile import ZipFile

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types
import httpx

from bot.surveys.mirror import SHARED
from storage.surveys.store import beside
from tests.crowd.town import Town
from tests.surveys.linkage import Look
from tests.surveys.linkage_looks import Database, Postgres, SqliteFile

TRIES = 50


@dataclass
class Seen:
    """What one look has found: the survey's tables (None: as before), and what is new elsewhere.

    `lines` are new lines of logs, figures and rows of the front desk, `growth` by how many bytes
    each file has grown.
    """

    look: Look | None
    lines: list[str] = field(default_factory=list)
    growth: dict[str, int] = field(default_factory=dict)


class SqliteCopies:
    """An SQLite file that is copied with its write-ahead log each time it has changed.

    The living file is never opened by SQLite here: locks belong to a process, and reading the bytes
    of a file would drop those of the same process's connections to it.
    """

    kind = "sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: object = None

    async def run(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Nobody writes into a copy. Raises UnsupportedOperation."""
        raise UnsupportedOperation("a copy is only read")

    async def look(self, *, offsets: bool = True) -> Look | None:
        """As `SqliteFile`; a copy that was made in the middle of a change is made again."""
        for _ in range(TRIES):
            with tempfile.TemporaryDirectory(prefix="otklik-copy-", dir=SHARED) as folder:
                seen = self._copied(Path(folder))
                if seen == self._seen and not offsets:
                    return None
                try:
                    found = await looked_at(Path(folder) / self._file.name, offsets=offsets)
                except sqlite3.DatabaseError:
                    continue
                self._seen = seen
                return found
        raise AssertionError("the file has changed during every copy")

    async def end(self) -> None:
        """Nothing is held."""

    def _copied(self, folder: Path) -> object:
        data = [(name, _bytes(self._file.with_name(name))) for name in self._names()]
        for name, content in data:
            (folder / name).write_bytes(content)
        return [hashlib.sha256(content).digest() for _, content in data]

    def _names(self) -> list[str]:
        return [self._file.name, f"{self._file.name}-wal"]


async def looked_at(copy: Path, *, offsets: bool) -> Look | None:
    """A copy of the survey's file, as `SqliteFile` sees it."""
    opened = SqliteFile(copy)
    try:
        return await opened.look(offsets=offsets)
    finally:
        await opened.end()


class FrontDesk(Protocol):
    """The front desk's tables, read from outside."""

    async def rows(self) -> list[str]:
        """Every row of every table in the order of the rows, with all that its place tells."""

    async def end(self) -> None:
        """Let go."""


class SqliteFrontDesk:
    """A file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def rows(self) -> list[str]:
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            found = []
            for (name,) in tables.fetchall():
                rows = connection.execute(f'SELECT rowid, * FROM "{name}"')  # noqa: S608 - our own table
                found += [f"{name} {row}" for row in rows]
        return found

    async def end(self) -> None:
        """Nothing is held."""


class PostgresFrontDesk:
    """The public schema of a server."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @classmethod
    async def reach(cls, url: str) -> "PostgresFrontDesk":
        """Connected."""
        return cls(await asyncpg.connect(url.replace("+asyncpg", "", 1)))

    async def rows(self) -> list[str]:
        connection = self._connection
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        found: list[str] = []
        for (name,) in names:
            rows = await connection.fetch(f'SELECT xmin::text, t::text FROM public."{name}" AS t')  # noqa: S608 - our own table
            found += [f"{name} {row[0]} {row[1]}" for row in rows]
        return found

    async def end(self) -> None:
        """Let go of the connection."""
        await self._connection.close()


class Disk:
    """Looks at a town; `metrics` is the address of its figures, "" when there are none."""

    def __init__(self, folder: Path, surveys: Database, desk: FrontDesk, metrics: str) -> None:
        self._folder, self._surveys, self._desk = folder, surveys, desk
        self._metrics = metrics
        self._http = httpx.AsyncClient(trust_env=False)
        self._known: set[str] = set()
        self._read: dict[Path, int] = {}
        self._sizes: dict[str, int] = {}

    @classmethod
    async def of(cls, folder: Path, url: str, metrics: str = "") -> "Disk":
        """The disk of an installation in this folder, whose front desk has this database."""
        if url.startswith("sqlite"):
            own, desk = (Path(one.split("///")[1]) for one in (beside(url), url))
            return cls(folder, SqliteCopies(own), SqliteFrontDesk(desk), metrics)
        surveys = await Postgres.reach(url)
        return cls(folder, surveys, await PostgresFrontDesk.reach(url), metrics)

    async def look(self, *, offsets: bool = False) -> Seen:
        """Everything there is, now."""
        rows = [*await self._desk.rows(), *await self._figures(), *self._written()]
        new = [row for row in rows if row not in self._known]
        self._known.update(new)
        return Seen(await self._surveys.look(offsets=offsets), new, self._growth())

    async def end(self) -> None:
        """Let go of everything."""
        await asyncio.gather(self._http.aclose(), self._surveys.end(), self._desk.end())

    def contents(self) -> bytes:
        """The bytes of all files."""
        return b"".join(map(_bytes, self._files()))

    async def _figures(self) -> list[str]:
        """A program that is being started shows none."""
        if not self._metrics:
            return []
        try:
            answer = await self._http.get(self._metrics)
        except httpx.TransportError:
            return []
        return answer.text.splitlines()

    def _written(self) -> list[str]:
        """What was added to text files since the last look."""
        found = []
        for file in self._files():
            if ".db" in file.name:
                continue
            data = _bytes(file)[self._read.get(file, 0) :]
            whole = data[: data.rfind(b"\n") + 1]
            self._read[file] = self._read.get(file, 0) + len(whole)
            found += whole.decode(errors="replace").splitlines()
        return found

    def _growth(self) -> dict[str, int]:
        sizes = {file.name: _size(file) for file in self._files()}
        grown = {name: size - self._sizes.get(name, 0) for name, size in sizes.items()}
        self._sizes = sizes
        return grown

    def _files(self) -> list[Path]:
        return [file for file in sorted(self._folder.rglob("*")) if file.is_file()]


def _bytes(file: Path) -> bytes:
    """SQLite takes its helpers away and makes them anew; a workbook is unpacked, row by row."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as parts:
            return b"\n".join(map(parts.read, parts.namelist())).replace(b"<row", b"\n<row")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


async def disk_of(town: Town) -> Disk:
    """All that a town's program leaves behind."""
    return await Disk.of(town.folder, town.url, f"http://127.0.0.1:{town.port}/metrics")
