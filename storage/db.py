"""One connection inside a transaction, with the few calls the repositories need."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, CursorResult, Executable, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StorageError, translated
from storage.onehop import QuickConnection

AT_ONCE = 500
"""So many rows are named in one statement: well below what either database takes."""

BRIEF = "brief"

Params = Mapping[str, Any]
Insert = sqlite.Insert | postgresql.Insert
Statement = TypeVar("Statement", bound=Executable)


def brief(statement: Statement) -> Statement:
    """A statement that touches a few rows which an index finds, however full the tables are.

    On SQLite it runs in place, for the trip to the connection's thread would take longer; what may
    take milliseconds must not be marked so, for everything else would wait for it.
    """
    return statement.execution_options(**{BRIEF: True})


def _insert(table: Table, postgres: bool) -> Insert:
    return postgresql.insert(table) if postgres else sqlite.insert(table)


@cache
def _adding(table: Table) -> Executable:
    """Built once: building a statement costs more than running it."""
    return brief(table.insert().returning(table.c.id))


@cache
def _adding_new(table: Table, postgres: bool, *returned: Column[Any]) -> Executable:
    return brief(_insert(table, postgres).on_conflict_do_nothing().returning(*returned))


@cache
def _putting(
    table: Table, postgres: bool, keys: tuple[str, ...], changed: tuple[str, ...]
) -> Executable:
    insert = _insert(table, postgres)
    new = {name: insert.excluded[name] for name in changed}
    return brief(insert.on_conflict_do_update(index_elements=keys, set_=new))


@cache
def _counting(table: Table, postgres: bool) -> Executable:
    insert = _insert(table, postgres)
    counted = insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": table.c.value + 1}
    )
    return brief(counted.returning(table.c.value))


class Db:
    """Runs statements; begins and ends no transaction.

    Every method raises StorageError when the storage fails and RowRefused when it refuses a row.
    After a StorageError the transaction is lost: SQLite may have undone it already, so that a later
    statement would stand alone and be kept. Hence all later calls raise the same error again.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._postgres = connection.dialect.name == "postgresql"
        self._savepoints = 0
        self._quick: QuickConnection | None = None
        self._known = False
        self.lost: StorageError | None = None

    async def all(self, statement: Executable, params: Params | None = None) -> Sequence[Row[Any]]:
        """All rows."""
        return (await self._execute(statement, params)).all()

    async def first(self, statement: Executable, params: Params | None = None) -> Row[Any] | None:
        """The first row, None when there is none."""
        return (await self._execute(statement, params)).first()

    async def value(self, statement: Executable, params: Params | None = None) -> Any:  # noqa: ANN401 - the column decides
        """The first column of the first row, None when there is none."""
        row = await self.first(statement, params)
        return None if row is None else row[0]

    async def run(
        self, statement: Executable, params: Params | Sequence[Params] | None = None
    ) -> int:
        """How many rows were touched; several `params` run the statement for each."""
        return (await self._execute(statement, params)).rowcount

    def insert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT in this database's dialect."""
        return _insert(table, self._postgres)

    async def add(self, table: Table, values: Params) -> int:
        """Insert a row with a row id of its own; returns the id."""
        return int(await self.value(_adding(table), values))

    async def add_new(self, table: Table, values: Params) -> int | None:
        """Like `add`, but None when a unique constraint says that it is already there."""
        found = await self.value(_adding_new(table, self._postgres, table.c.id), values)
        return None if found is None else int(found)

    async def add_new_row(self, table: Table, values: Params) -> Row[Any] | None:
        """Like `add_new`, but returns the whole row as it is stored."""
        return await self.first(_adding_new(table, self._postgres, *table.c), values)

    async def put(self, table: Table, keys: tuple[str, ...], values: Params) -> None:
        """Insert, or replace the row with the same `keys`."""
        changed = tuple(name for name in values if name not in keys)
        await self.run(_putting(table, self._postgres, keys, changed), values)

    async def counted(self, counters: Table, name: str) -> int:
        """The next number of the counter with this name: 1, 2, 3, never one twice."""
        values = {"name": name, "value": 1}
        return int(await self.value(_counting(counters, self._postgres), values))

    async def lock(self, table: Table, condition: ColumnElement[bool]) -> None:
        """Hold the rows until the transaction ends (on SQLite the writer is alone anyway)."""
        if self._postgres:
            await self.all(select(table.c.id).where(condition).with_for_update(key_share=True))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails inside is undone alone; the exception goes on to the caller."""
        self._savepoints += 1
        name = f"s{self._savepoints}"
        await self._soon(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            if self.lost is None:
                await self._driver(f"ROLLBACK TO SAVEPOINT {name}")
                await self._driver(f"RELEASE SAVEPOINT {name}")
            raise
        await self._soon(f"RELEASE SAVEPOINT {name}")

    async def _execute(
        self, statement: Executable, params: Params | Sequence[Params] | None
    ) -> CursorResult[Any]:
        self.refuse_when_lost()
        quick = await self._quick_connection()
        if quick is not None:
            quick.brief = BRIEF in statement.get_execution_options()
        try:
            return await self._connection.execute(statement, params)
        except SQLAlchemyError as error:
            raise self._noted(error) from None
        finally:
            if quick is not None:
                quick.brief = False

    async def _soon(self, sql: str) -> None:
        """Now, or on SQLite together with the next statement, which saves a trip to its thread."""
        quick = await self._quick_connection()
        if quick is None:
            await self._driver(sql)
        else:
            self.refuse_when_lost()
            quick.first.append(sql)

    async def _quick_connection(self) -> QuickConnection | None:
        """On SQLite the driver's connection; asked for once, which has its price too."""
        if not self._known:
            driver = (await self._connection.get_raw_connection()).driver_connection
            self._quick = driver if isinstance(driver, QuickConnection) else None
            self._known = True
        return self._quick

    async def _driver(self, sql: str) -> None:
        """SAVEPOINT by the driver itself costs half of what SQLAlchemy's `begin_nested` does."""
        self.refuse_when_lost()
        try:
            await self._connection.exec_driver_sql(sql)
        except SQLAlchemyError as error:
            raise self._noted(error) from None

    def refuse_when_lost(self) -> None:
        """Raise the StorageError that ended this transaction, if one has."""
        if self.lost is not None:
            raise self.lost

    def _noted(self, error: SQLAlchemyError) -> Exception:
        trouble = translated(error)
        if isinstance(trouble, StorageError):
            self.lost = trouble
        return trouble
