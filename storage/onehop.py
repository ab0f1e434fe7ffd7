"""aiosqlite with one trip to its thread per statement instead of four.

Making a cursor, running the statement, fetching its rows and closing the cursor are four trips as
the driver comes, and the trips cost more than the statements. Here the thread does all four at
once; rows are therefore always fetched whole.

A brief statement (a few rows found by an index) makes no trip: it takes less time than the way.
Whatever may wait for another program or for the disk (BEGIN, COMMIT) or reads much goes to the
thread, so that nobody else has to wait for it.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

Parameters = Sequence[Any] | dict[str, Any]
IN_A_ROW = 8
"""So many brief statements run one after another; with the next one others have their turn."""


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
        how = sqlite3.Connection.execute
        if not self._connection.at_once(self._run, how, sql, parameters):
            await self._connection.in_thread(self._run, how, sql, parameters)
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

    `first` are short statements without rows (savepoints) that go along with the next one; one of
    them failing makes what follows fail. `brief` says that the next statement is brief.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self.first: list[str] = []
        self.brief = False
        self._sent, self._back, self._here = 0, 0, 0

    def cursor(self) -> QuickCursor:  # type: ignore[override] # not awaited: no trip to the thread
        """A cursor that costs nothing until it runs something."""
        return QuickCursor(self)

    async def commit(self) -> None:
        """Commit, after what was to go first."""
        await self.in_thread(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Roll back; what was to go first is no longer needed."""
        self.first.clear()
        await self.in_thread(sqlite3.Connection.rollback)

    async def in_thread(self, work: Callable[..., None], *args: object) -> None:
        """`work(sqlite connection, *args)` in the thread that owns the connection."""
        first, self.first = self.first, []
        self._sent, self._here = self._sent + 1, 0
        trip = partial(self._trip, first, work, args)
        await self._execute(trip)  # type: ignore[no-untyped-call] # aiosqlite leaves it untyped

    def at_once(self, work: Callable[..., None], *args: object) -> bool:
        """The same here and now if the next statement is said to be brief; whether it was done.

        Never beside the thread: a trip that was cancelled may still be under way.
        """
        brief, self.brief = self.brief, False
        if not brief or self._sent != self._back or self._here >= IN_A_ROW:
            return False
        self._here += 1
        first, self.first = self.first, []
        _done(self._conn, first, work, args)
        return True

    def _trip(self, first: list[str], work: Callable[..., None], args: tuple[object, ...]) -> None:
        try:
            _done(self._conn, first, work, args)
        finally:
            self._back += 1  # written by the thread alone


def _done(
    connection: sqlite3.Connection,
    first: list[str],
    work: Callable[..., None],
    args: tuple[object, ...],
) -> None:
    for sql in first:
        connection.execute(sql)
    work(connection, *args)


def connect(database: str, **settings: Any) -> QuickConnection:  # noqa: ANN401 - sqlite3's own
    """As `aiosqlite.connect`; the thread never keeps the program from ending.

    `settings` allow any thread to use the connection, as SQLAlchemy gives them for files.
    """
    connection = QuickConnection(partial(sqlite3.connect, database, **settings))
    connection._thread.daemon = True
    return connection
