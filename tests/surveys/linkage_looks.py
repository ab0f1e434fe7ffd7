"""Reads all that a database tells besides its values: where rows lie, and who wrote them."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types

from tests.surveys.linkage import Look, Row

PAGE = 4096
KINDS = ("tags", "box", "results", "texts")


class Database(Protocol):
    """A database that is looked into from outside, and in which leaky stores live."""

    kind: str

    async def run(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """The statement with `?` for each of the rows, in one transaction with nothing else."""

    async def look(self, *, offsets: bool = True) -> Look | None:
        """Everything; None when nothing has changed since, unless `offsets` are asked for."""

    async def end(self) -> None:
        """Let go."""


class SqliteFile:
    """An SQLite file with its write-ahead log."""

    kind = "sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = OFF")
        self._seen: object = None

    async def run(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """In one transaction."""
        self._connection.execute("BEGIN")
        self._connection.executemany(sql.replace("{bytes}", "BLOB"), rows)
        self._connection.execute("COMMIT")

    async def look(self, *, offsets: bool = True) -> Look | None:
        """Rows in scan order, with row numbers where there are any, and offsets in the files."""
        seen = self._connection.execute("PRAGMA data_version").fetchone(), self._sizes()
        if seen == self._seen and not offsets:
            return None
        self._seen = seen
        raw = b"".join(file.read_bytes() for file in self._files()) if offsets else b""
        names = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return _kinds([name for (name,) in names], lambda name: self._rows(name, raw))

    async def end(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _files(self) -> list[Path]:
        return sorted(self._file.parent.glob(f"{self._file.name}*"))

    def _sizes(self) -> list[tuple[int, int]]:
        return [(one.stat().st_size, one.stat().st_mtime_ns) for one in self._files()]

    def _rows(self, table: str, raw: bytes) -> list[Row]:
        try:
            cursor = self._connection.execute(f'SELECT rowid, * FROM "{table}"')  # noqa: S608 - our own table
        except sqlite3.OperationalError:  # WITHOUT ROWID
            cursor = self._connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor]
        return [row | {"offset": _place(raw.find(_mark(row)))} for row in rows] if raw else rows


class Postgres:
    """A PostgreSQL database, in the schema where surveys are."""

    kind = "postgresql"

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._seen: object = None

    @classmethod
    async def reach(cls, url: str) -> "Postgres":
        """Connected, with the schema there."""
        connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
        await connection.execute("CREATE SCHEMA IF NOT EXISTS surveys")
        return cls(connection)

    async def run(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """In one transaction."""
        for at in range(1, sql.count("?") + 1):
            sql = sql.replace("?", f"${at}", 1)
        await self._connection.execute("SET search_path = surveys")
        await self._connection.executemany(sql.replace("{bytes}", "BYTEA"), rows)

    async def look(self, *, offsets: bool = True) -> Look | None:
        """Rows as they lie, with the transactions that wrote them."""
        seen = await self._connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())")
        if seen == self._seen and not offsets:
            return None
        self._seen = seen
        names = await self._connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'surveys'"
        )
        tables = {}
        for (name,) in names:
            sql = f'SELECT xmin::text::bigint AS xmin, ctid::text AS ctid, * FROM surveys."{name}"'  # noqa: S608 - names of our own tables
            tables[name] = [dict(row) for row in await self._connection.fetch(sql)]
            for row in tables[name]:
                row["ctid"] = tuple(map(int, row["ctid"].strip("()").split(",")))
        return _kinds(list(tables), lambda name: tables[name])

    async def end(self) -> None:
        """Let go of the connection."""
        await self._connection.close()


def _kinds(names: list[str], rows: Callable[[str], list[Row]]) -> Look:
    """By what is in them; sheets whole, wherever their parts are kept."""
    found: dict[str, list[Row]] = {}
    for name in names:
        kind = name.split("_")[0]
        if kind in KINDS:
            found[kind] = [{"place": at, **_whole(row)} for at, row in enumerate(rows(name))]
    return found


def _whole(row: Row) -> Row:
    if "start" not in row:
        return row
    kept = {name: value for name, value in row.items() if name not in {"start", "rest"}}
    return kept | {"sheet": bytes(row["start"]) + bytes(row["rest"])}


def _place(offset: int) -> tuple[int, int]:
    """SQLite fills each page from its end."""
    return offset // PAGE, -(offset % PAGE)


def _mark(row: Row) -> bytes:
    """What to look for in the file."""
    for name in ("start", "sheet", "tag", "ballot", "text"):
        if (value := row.get(name)) is not None:
            return value.encode() if isinstance(value, str) else bytes(value)[:32]
    return b"\0nothing"
