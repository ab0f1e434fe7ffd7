"""The engine: one careful writer on SQLite, a small pool on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage import onehop
from storage.errors import unreachable

BUSY_MS = 10_000
QUEUE_SECONDS = 60
FIXED = (3, 51, 3)
ALSO_FIXED = ((3, 44, 6), (3, 50, 7))

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def make_engine(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`; connects to nothing yet.

    Exceptions of this engine never show the parameters of a statement: they are people's words.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)


class Turns:
    """Lets in one after another, strictly in order of arrival.

    The pool does not: who gives its only connection back and asks for it again at once would get it
    before all that wait, and a long row of small transactions would keep everybody else out.
    """

    def __init__(self) -> None:
        self._taken = asyncio.Lock()

    async def __aenter__(self) -> None:
        """Wait for it. Raises StorageError after a minute."""
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await self._taken.acquire()
        except TimeoutError as error:
            raise unreachable(error) from None

    async def __aexit__(self, *_: object) -> None:
        """The next one."""
        self._taken.release()


def turns_of(engine: AsyncEngine) -> AbstractAsyncContextManager[None]:
    """Who may use the engine next: on SQLite one at a time, on PostgreSQL as many as there are."""
    return Turns() if engine.dialect.name == "sqlite" else nullcontext()


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the pool. Raises StorageError when none can be had."""
    try:
        connection = await engine.connect()
    except Exception as error:  # each driver and the system have their own
        raise unreachable(error) from None
    try:
        yield connection
    finally:
        await connection.close()


def _sqlite(url: str) -> AsyncEngine:
    """One connection, so that units of work queue in order and never meet 'database is locked'."""
    database = make_url(url).database
    if database and database != ":memory:" and not database.startswith("file:"):
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=QUEUE_SECONDS,
        connect_args={"isolation_level": None, "async_creator_fn": onehop.connect},
    )
    event.listen(engine.sync_engine, "connect", _settle)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _settle(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """The driver's own transactions lose an outer rollback after a savepoint; so begin by hand."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def sqlite_warning(
    url: str, version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]
) -> str | None:
    """A line for the log when this SQLite has the WAL-reset bug (fixed in 3.51.3), else None.

    The program itself uses one connection, which the bug does not touch; a second program that
    opens the same file may corrupt it.
    """
    if make_url(url).get_backend_name() != "sqlite" or version >= FIXED or version in ALSO_FIXED:
        return None
    shown = ".".join(map(str, version))
    return (
        f"SQLite {shown} can corrupt a WAL database that two programs write at once "
        "(fixed in 3.51.3): open the file only with this program, or update SQLite"
    )
