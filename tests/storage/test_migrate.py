"""The tables come to this version of the program at every start, and never backwards."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.errors import NewerDatabase, StorageError
from storage.migrate import Revision
from storage.store import Store
from storage.tables import metadata
from tests.storage.given import put_event


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Store]:
    store = Store.open(empty_url)
    yield store
    await store.close()


async def test_the_migrations_make_exactly_the_tables_of_the_program(url: str) -> None:
    def differs(context: MigrationContext, _c: object, _m: object, made: Any, meant: Any) -> bool:
        dialect = context.dialect
        return bool(made.compile(dialect) != meant.compile(dialect))

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": differs})
        return list(compare_metadata(context, metadata))

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_second_start_changes_nothing(empty: Store) -> None:
    await empty.migrate()
    async with empty.begin() as unit:
        await put_event(unit, "1")
    await empty.migrate()
    async with empty.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def test_the_revision_is_told_without_changing_anything(empty: Store) -> None:
    before = await empty.revision()
    assert (before.present, before.newer) == (None, False)
    assert before.pending > 0
    assert await empty.revision() == before
    await empty.migrate()
    after = await empty.revision()
    assert (after.pending, after.newer) == (0, False)
    assert after.present is not None


async def test_two_programs_may_start_at_once(empty_url: str) -> None:
    stores = [Store.open(empty_url) for _ in range(3)]
    await asyncio.gather(*(store.migrate() for store in stores))
    async with stores[0].begin() as unit:
        assert await unit.inbox.waiting() == 0
    for store in stores:
        await store.close()


async def test_a_database_of_a_newer_program_is_not_touched(store: Store) -> None:
    async with store.begin() as unit:
        await unit.db.run(text("UPDATE alembic_version SET version_num = '9999'"))
    assert await store.revision() == Revision("9999", 0, newer=True)
    with pytest.raises(NewerDatabase) as newer:
        await store.migrate()
    assert newer.value.revision == "9999"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_rows_without_parents_stop_the_migration_and_keys_are_checked_again(
    empty: Store, tmp_path: Path
) -> None:
    """Such as an old program with the check switched off may have left."""
    await empty.migrate()
    with sqlite3.connect(tmp_path / "otklik.db") as other:
        other.execute("INSERT INTO versions VALUES (404, 2, '{}', 0)")
    other.close()
    with pytest.raises(StorageError, match="parents"):
        await empty.migrate()
    async with empty.begin() as unit:
        assert await unit.db.value(text("PRAGMA foreign_keys")) == 1
