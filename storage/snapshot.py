"""Everything the databases of one authority hold, as files in a folder, and back.

The front desk's and the surveys' databases together. What belongs to no database (attachments, the
surveys' key file) is no business of this module.
"""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url

from storage import postgres_dump, sqlite_copy
from storage.engine import connected, make_engine
from storage.errors import StorageError, in_our_words
from storage.store import Store
from storage.surveys.store import beside
from storage.surveys.tables import SCHEMA

FRONT_DESK, SURVEYS, DUMP = "otklik.sqlite", "surveys.sqlite", "otklik.pgdump"
"""How the files are called in the folder: two of SQLite, or one of PostgreSQL."""

NAMES = frozenset({FRONT_DESK, SURVEYS, DUMP})
TRACES = ("", "-wal", "-shm", "-journal")


def is_sqlite(url: str) -> bool:
    """Whether this database is a file."""
    return bool(make_url(url).get_backend_name() == "sqlite")


def files_of(url: str) -> dict[str, Path]:
    """The SQLite files of this URL by their names in the folder; empty for a server."""
    if not is_sqlite(url):
        return {}
    own, surveys = (Path(make_url(one).database or "") for one in (url, beside(url)))
    return {FRONT_DESK: own, SURVEYS: surveys}


async def revision_of(url: str, folder: Path) -> str:
    """Which revision the copies in `folder` are of; empty when they hold no tables of ours.

    Of an SQLite file the copy is asked: to the running program's own file nobody else writes.
    Raises StorageError.
    """
    asked = f"sqlite+aiosqlite:///{folder / FRONT_DESK}" if is_sqlite(url) else url
    store = Store.open(asked)
    try:
        return (await store.revision()).present or ""
    finally:
        await store.close()


async def copied(url: str, folder: Path) -> Sequence[Path]:
    """Copy what the databases hold into new files of `folder`, while the program goes on.

    Each database as of one moment. Raises StorageError, also when a copy is not whole.
    """
    if not is_sqlite(url):
        target = folder / DUMP
        await asyncio.to_thread(postgres_dump.dump, url, target)
        await asyncio.to_thread(postgres_dump.check, target)
        return [target]
    there = {name: file for name, file in files_of(url).items() if file.exists()}
    for name, file in there.items():
        await asyncio.to_thread(sqlite_copy.copy, file, folder / name)
        await asyncio.to_thread(sqlite_copy.check, folder / name)
    return [folder / name for name in there]


async def occupied(url: str) -> Sequence[str]:
    """What stands where copies would be put: files or tables; nothing when all is empty.

    Raises StorageError when a server does not answer.
    """
    if is_sqlite(url):
        return await asyncio.to_thread(_there, files_of(url).values())
    engine = make_engine(url)
    try:
        async with connected(engine) as connection:
            with in_our_words():
                return await connection.run_sync(_tables)
    finally:
        await engine.dispose()


async def examined(url: str, folder: Path) -> None:
    """Are the copies in `folder` whole and ours? Raises StorageError when not."""
    if not is_sqlite(url):
        await asyncio.to_thread(postgres_dump.check, folder / DUMP)
        return
    for name in (FRONT_DESK, SURVEYS):
        if (folder / name).exists():
            await asyncio.to_thread(sqlite_copy.check, folder / name)
    if not await revision_of(url, folder):
        raise StorageError("the copy holds no tables of ours")


async def put_back(url: str, folder: Path) -> None:
    """Put the copies where nothing is (see `occupied`), the front desk's last.

    SQLite's are moved, so `folder` has to be on the same file system. Raises StorageError, OSError.
    """
    if not is_sqlite(url):
        await asyncio.to_thread(postgres_dump.load, url, folder / DUMP)
    for name, file in reversed(files_of(url).items()):
        if (folder / name).exists():
            (folder / name).rename(file)


def _there(files: Iterable[Path]) -> list[str]:
    """Databases, and what SQLite keeps beside one."""
    traces = [file.with_name(file.name + end) for file in files for end in TRACES]
    return [str(trace) for trace in traces if trace.exists()]


def _tables(connection: Connection) -> list[str]:
    found = inspect(connection)
    schemas = [SCHEMA] if found.has_schema(SCHEMA) else []
    return [*found.get_table_names(), *schemas]
