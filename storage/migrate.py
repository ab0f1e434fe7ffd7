"""Bringing the tables to this version of the program, at every start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import NewerDatabase, StorageError
from storage.tables import metadata

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x07_7A_1B_12
"""Any number no other program locks: who migrates a PostgreSQL database holds it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """How a database stands to this version of the program.

    `present` names its last migration, None while there are no tables; `pending` counts those that
    the next start will make. `newer`: it was made by a newer version, which alone may use it.
    """

    present: str | None
    pending: int
    newer: bool


async def revision(connection: AsyncConnection) -> Revision:
    """Looked up, not changed."""
    async with connection.begin():
        return await connection.run_sync(_revision)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the next start will change in the tables: their names, "table.column", and the rest.

    `others` counts what is neither: indexes, and what a later version has no more.
    """

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    others: int


async def changes(connection: AsyncConnection) -> Changes:
    """Found by comparing the tables with those of the program; nothing is changed."""
    async with connection.begin():
        return await connection.run_sync(_changes)


async def migrate(connection: AsyncConnection) -> None:
    """To the newest tables, in one transaction: all of it or nothing.

    Two processes may call it at once: on PostgreSQL the second waits for an advisory lock, on
    SQLite for the writer's. Raises NewerDatabase.
    """
    if connection.dialect.name == "sqlite":
        await _without_foreign_keys(connection)
        return
    async with connection.begin():
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        await connection.run_sync(_upgrade)


async def _without_foreign_keys(connection: AsyncConnection) -> None:
    """Remaking a table would delete its children's rows; so nobody looks until the end."""
    await _pragma(connection, "OFF")
    try:
        async with connection.begin():
            await connection.run_sync(_upgrade)
            if (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                message = "the migration would leave rows without their parents"
                raise StorageError(message)
    finally:
        await _pragma(connection, "ON")


async def _pragma(connection: AsyncConnection, setting: str) -> None:
    """Outside of any transaction, where alone it has an effect."""
    raw: Any = (await connection.get_raw_connection()).driver_connection
    await raw.execute_fetchall(f"PRAGMA foreign_keys = {setting}")


def _revision(connection: Connection) -> Revision:
    config = configuration()
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and not _is_known(config, present):
        return Revision(present, 0, newer=True)
    scripts = ScriptDirectory.from_config(config)
    missing = scripts.iterate_revisions("head", present or "base")
    return Revision(present, len(list(missing)), newer=False)


def _changes(connection: Connection) -> Changes:
    found: list[Any] = []
    for one in compare_metadata(MigrationContext.configure(connection), metadata):
        found += one if isinstance(one, list) else [one]
    tables = [one[1].name for one in found if one[0] == "add_table"]
    columns = [f"{one[2]}.{one[3].name}" for one in found if one[0] == "add_column"]
    new = [one for one in found if one[0] == "add_index" and one[1].table.name in tables]
    others = len(found) - len(tables) - len(columns) - len(new)
    return Changes(tuple(sorted(tables)), tuple(sorted(columns)), others)


def _upgrade(connection: Connection) -> None:
    config = configuration()
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and not _is_known(config, present):
        raise NewerDatabase(present)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def configuration() -> Config:
    """Alembic's settings: the folder of versions beside this file, no ini file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def is_known(revision: str) -> bool:
    """Does this version of the program know this revision of the tables?"""
    return bool(revision) and _is_known(configuration(), revision)


def _is_known(config: Config, revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(config).get_revision(revision) is not None
    except CommandError:
        return False
