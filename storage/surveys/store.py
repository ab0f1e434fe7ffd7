"""The storage of surveys as the program sees it: units of work, and wiping."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.schema import CreateSchema

from storage.db import Db
from storage.engine import connected, make_engine
from storage.errors import NewerDatabase, StorageError, in_our_words
from storage.leadership import Leadership
from storage.surveys.box import Box
from storage.surveys.mail import Mail
from storage.surveys.results import Results
from storage.surveys.tables import SCHEMA, VERSION, metadata, texts, version
from storage.surveys.waves import Waves

LOCK = 0x07_7A_1B_13
"""Any number no other program locks: who makes the tables on PostgreSQL holds it."""

OWNER = 0x6F746B6C6971
"""The number of the lock that the one process holds which owns the surveys (see `Leadership`)."""

SECRETIVE = (
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
"""On SQLite: what is deleted is overwritten, what is only passing never reaches the disk."""


class SurveyUnit:
    """One transaction; like `storage.store.Unit`, and raises the same."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.db = Db(connection)
        self.waves = Waves(self.db)
        self.box = Box(self.db, postgres=_is_postgres(connection))
        self.mail = Mail(self.db, postgres=_is_postgres(connection))
        self.results = Results(self.db)


class SurveyStore:
    """The surveys of one authority. `leadership` tells which process over this database owns them.

    On SQLite every process leads; what keeps them apart there is a lock on the machine itself.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.leadership = Leadership(engine, OWNER, "surveys")

    @classmethod
    def open(cls, url: str) -> "SurveyStore":
        """Beside the front desk's database of this URL: a file of its own, or a schema of its own.

        Touches nothing yet but makes the folder of an SQLite file.
        """
        engine = make_engine(beside(url))
        if engine.dialect.name == "sqlite":
            event.listen(engine.sync_engine, "connect", _be_secretive)
            return cls(engine)
        return cls(engine.execution_options(schema_translate_map={None: SCHEMA}))

    async def version(self) -> int | None:
        """Which version of the program made the tables; None when there are none. Changes nothing.

        Raises StorageError.
        """
        async with connected(self._engine) as connection:
            with in_our_words():
                return await connection.run_sync(_present)

    async def prepare(self) -> None:
        """Make the tables; safe on every start and from two processes at once.

        Raises NewerDatabase when a newer program made them, StorageError when it can't be done.
        """
        async with connected(self._engine) as connection:
            with in_our_words():
                async with connection.begin():
                    if _is_postgres(connection):
                        await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
                        await connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
                    await _make(connection)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SurveyUnit]:
        """One transaction: committed when the block ends, rolled back on any exception.

        On SQLite they queue for the one writer; don't open one inside another.
        """
        async with connected(self._engine) as connection:
            with in_our_words():
                async with connection.begin():
                    unit = SurveyUnit(connection)
                    yield unit
                    unit.db.refuse_when_lost()

    async def sweep(self) -> None:
        """Wipe what was deleted: from the file's free pages and from the write-ahead log.

        On PostgreSQL the files of dropped tables are gone already; only texts are rewritten there.
        Raises StorageError while another program reads the SQLite file: try again later.
        """
        async with connected(self._engine) as connection:
            with in_our_words():
                raw: Any = (await connection.get_raw_connection()).driver_connection
                if _is_postgres(connection):
                    await raw.execute(f"VACUUM FULL {SCHEMA}.{texts.name}")
                    return
                await raw.execute_fetchall("VACUUM")
                log = await raw.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
                if next(iter(log))[0]:
                    raise StorageError("another program is reading the surveys' database")

    async def close(self) -> None:
        """Let go of the connections; the store can't be used afterwards."""
        await self.leadership.close()
        await self._engine.dispose()


def beside(url: str) -> str:
    """Where surveys are kept: "data/otklik.db" → "data/otklik-surveys.db"; a server's URL as is."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or parts.database in {None, "", ":memory:"}:
        return url
    file = Path(parts.database or "")
    own = file.with_name(f"{file.stem}-surveys{file.suffix}")
    return parts.set(database=str(own)).render_as_string(hide_password=False)


async def _make(connection: AsyncConnection) -> None:
    """All tables that are missing, and which version of the program made them."""
    present = await connection.run_sync(_present)
    if present is not None and present > VERSION:
        raise NewerDatabase(f"surveys-{present}")
    if present != VERSION:
        # every change so far was one more table
        await connection.run_sync(metadata.create_all)
        await connection.execute(version.insert().values(number=VERSION))
        if _is_postgres(connection):
            still = f"ALTER TABLE {SCHEMA}.{texts.name} ALTER COLUMN text SET STATISTICS 0"
            await connection.execute(text(still))


def _present(connection: Connection) -> int | None:
    schema = SCHEMA if connection.dialect.name == "postgresql" else None
    if not inspect(connection).has_table(version.name, schema=schema):
        return None
    return connection.execute(select(func.max(version.c.number))).scalar()


def _be_secretive(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in SECRETIVE:
        cursor.execute(pragma)
    cursor.close()


def _is_postgres(connection: AsyncConnection) -> bool:
    return bool(connection.dialect.name == "postgresql")
