"""aiosqlite with one trip to its thread per statement instead of four.

Making a cursor, running the statement, fetching its rows and closing the cursor are four trips as
the driver comes, and the trips cost more than the statements. Here the thread does all four at
once; rows are therefore always fetched whole.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

Parameters = Sequence[Any] | dict[str, Any]


class QuickCursor:
    """What SQLAlchemy needs of a cursor, with the rows already there after `execute`."""

    def __init__(self, connection: "QuickConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "QuickCursor":
        return self

    async def execute(self, sql: str, parameters: Parameters = ()) -> "QuickCursor":
        """Run a statement and fetch its rows."""
        await self._connection.in_thread(self._run, sqlite3.Connection.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Parameters]) -> "QuickCursor":
        """Run a statement for each set of parameters."""
        await self._connection.in_thread(self._run, sqlite3.Connection.executemany, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows of the last statement."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    def _run(self, connection: sqlite3.Connection, how: Any, sql: str, parameters: Any) -> None:  # noqa: ANN401 - passed through
        cursor = how(connection, sql, parameters)
        self._rows = cursor.fetchall()
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()


class QuickConnection(aiosqlite.Connection):
    """aiosqlite's connection with quick cursors.

    `first` are short statements without rows (savepoints) that go along with the next trip; one of
    them failing makes what follows fail.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self.first: list[str] = []

    def cursor(self) -> QuickCursor:  # type: ignore[override] # not awaited: no trip to the thread
        """A cursor that costs nothing until it runs something."""
        return QuickCursor(self)

    async def commit(self) -> None:
        """Commit, after what was to go first."""
        await self.in_thread(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Roll back; what was to go first is no longer needed."""
        self.first.clear()
        await super().rollback()

    async def in_thread(self, work: Callable[..., None], *args: object) -> None:
        """`work(sqlite connection, *args)` in the thread that owns the connection."""
        first, self.first = self.first, []
        trip = partial(_trip, self._conn, first, work, args)
        await self._execute(trip)  # type: ignore[no-untyped-call] # aiosqlite leaves it untyped


def _trip(
    connection: sqlite3.Connection,
    first: list[str],
    work: Callable[..., None],
    args: tuple[object, ...],
) -> None:
    for sql in first:
        connection.execute(sql)
    work(connection, *args)


def connect(database: str, **settings: Any) -> QuickConnection:  # noqa: ANN401 - sqlite3's own
    """As `aiosqlite.connect`; the thread never keeps the program from ending."""
    connection = QuickConnection(partial(sqlite3.connect, database, **settings))
    connection._thread.daemon = True
    return connection
