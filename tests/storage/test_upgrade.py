"""From every earlier revision to this one: no row is lost or changed, and the program goes on."""

from collections.abc import AsyncIterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.migrate import configuration
from storage.store import Store
from tests.rows import ROWS, Rows, fill, read

NEWEST_FIRST = list(ScriptDirectory.from_config(configuration()).walk_revisions())
EARLIER = [script.revision for script in NEWEST_FIRST[1:]]


@pytest.fixture
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """The same database, past the program."""
    made = create_async_engine(empty_url)
    yield made
    await made.dispose()


def bring(connection: Connection, revision: str) -> None:
    """To this revision, as the version of the program did that had no later one."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest.fixture
async def before(engine: AsyncEngine, revision: str) -> Rows:
    """What every table of the earlier revision holds."""
    async with engine.begin() as connection:
        await connection.run_sync(bring, revision)
        await connection.run_sync(fill)
    async with engine.connect() as connection:
        return await connection.run_sync(read)


@pytest.mark.parametrize("revision", EARLIER)
async def test_every_row_of_every_table_survives_the_upgrade(
    empty_url: str, engine: AsyncEngine, before: Rows
) -> None:
    assert {len(rows) for rows in before.values()} == {ROWS}
    store = Store.open(empty_url)
    await store.migrate()
    await store.close()
    async with engine.connect() as connection:
        after = await connection.run_sync(read)
    assert {table: as_it_was(after[table], rows) for table, rows in before.items()} == before


def as_it_was(after: list[dict[str, object]], before: list[dict[str, object]]) -> list[object]:
    """The rows without the columns that have come since."""
    return [{name: row[name] for name in before[0]} for row in after]


@pytest.mark.parametrize("revision", EARLIER)
async def test_the_program_reads_and_goes_on_with_what_an_earlier_one_has_stored(
    empty_url: str, before: Rows
) -> None:
    store = Store.open(empty_url)
    assert (await store.revision()).pending > 0
    await store.migrate()
    async with store.begin() as unit:
        appeals = await unit.appeals.open(10)
        written = [await unit.messages.of_appeal(appeal.id) for appeal in appeals]
        assert await unit.inbox.waiting() == ROWS
        assert len(await unit.staff.all()) == len(before["staff"])
        next_number = await unit.appeals.next_number(2027)
    await store.close()
    assert len(appeals) == ROWS
    assert [one.content.text[:8] for (one,) in written] == ["Вопрос 1", "Вопрос 2", "Вопрос 3"]
    assert next_number
