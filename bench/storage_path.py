"""How many events a second the storage takes in and works off, beside the bare driver.

Batches of 20 events, each of another conversation; one commit stores a batch, a second one claims
it and marks each event done within a savepoint. The bare driver runs the same statements on the
same tables with the same durability (SQLite: WAL, synchronous=FULL) and as many commits.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types

from bench.figures import Figure, ratios
from bench.side_by_side import BATCH, Batch, Rates, compare
from bench.sizes import Sizes
from storage.store import Store
from tests.postgres import NoPostgres, fresh_database, server

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
RAW = '{"update_id": 1, "message": {"text": "Здравствуйте, какая квота на 2026 год?"}}' * 4
SQLITE_LEAST, POSTGRES_LEAST = 0.06, 0.2

PUT = """INSERT INTO inbox (channel, event_id, conversation, raw, received_at, state, attempts,
due_at, error) VALUES ({0}, {1}, {2}, {3}, {4}, 'new', 0, {4}, '')
ON CONFLICT DO NOTHING RETURNING id"""
CLAIM = """SELECT id, channel, event_id, conversation, raw, received_at, attempts FROM inbox
WHERE state = 'new' AND NOT EXISTS (SELECT older.id FROM inbox AS older WHERE older.state = 'new'
AND older.conversation = inbox.conversation AND older.id < inbox.id) AND due_at <= {0}
ORDER BY id LIMIT 20"""
DONE = "UPDATE inbox SET state = 'done', error = '' WHERE id = {0}"


def product(store: Store) -> Batch:
    """A batch through the storage's own classes."""

    async def run(name: str) -> None:
        async with store.begin() as unit:
            for number in range(BATCH):
                await unit.inbox.put("bench", f"{name}-{number}", f"chat:{number}", RAW, NOW)
        async with store.begin() as unit:
            for event in await unit.inbox.claim(BATCH, NOW):
                async with unit.savepoint():
                    await unit.inbox.done(event.id)

    return run


def bare_sqlite(connection: sqlite3.Connection) -> Batch:
    """The same batch through the standard library's driver."""
    moment = int(NOW.timestamp() * 1_000_000)
    put, claim, done = (sql.format(*["?1", "?2", "?3", "?4", "?5"]) for sql in (PUT, CLAIM, DONE))

    async def run(name: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for number in range(BATCH):
            values = ("bench", f"{name}-{number}", f"chat:{number}", RAW, moment)
            connection.execute(put, values).fetchall()
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        for row in connection.execute(claim, (moment,)).fetchall():
            connection.execute("SAVEPOINT s")
            connection.execute(done, (row[0],))
            connection.execute("RELEASE SAVEPOINT s")
        connection.execute("COMMIT")

    return run


def bare_postgres(connection: asyncpg.Connection) -> Batch:
    """The same batch through asyncpg."""
    put, claim, done = (sql.format(*["$1", "$2", "$3", "$4", "$5"]) for sql in (PUT, CLAIM, DONE))
    claim += " FOR UPDATE SKIP LOCKED"

    async def run(name: str) -> None:
        async with connection.transaction():
            for number in range(BATCH):
                await connection.fetch(put, "bare", f"{name}-{number}", f"chat:{number}", RAW, NOW)
        async with connection.transaction():
            for row in await connection.fetch(claim, NOW):
                async with connection.transaction():
                    await connection.execute(done, row["id"])

    return run


async def sqlite(folder: Path, sizes: Sizes) -> list[Figure]:
    """Both in files of the same folder, so on the same disk."""
    for name in ("ours", "bare"):
        made = Store.open(f"sqlite+aiosqlite:///{folder / name}.db")
        await made.migrate()
        await made.close()
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'ours'}.db")
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        rates = await compare(
            product(store), bare_sqlite(connection), sizes.storage_rounds, sizes.storage_seconds
        )
    await store.close()
    return _figures("SQLite", "sqlite3", rates, SQLITE_LEAST)


async def postgres(sizes: Sizes) -> list[Figure]:
    """Both in databases of one test server (see `tests.postgres`); none when there is no server."""
    try:
        with server(durable=True) as at:
            async with fresh_database(at) as ours, fresh_database(at) as bare:
                rates = await _on_postgres(ours, bare, sizes)
    except NoPostgres as why:
        print(f"PostgreSQL not measured: {why}")
        return []
    return _figures("PostgreSQL", "asyncpg", rates, POSTGRES_LEAST)


async def _on_postgres(ours: str, bare: str, sizes: Sizes) -> Rates:
    for url in (bare, ours):
        store = Store.open(url)
        await store.migrate()
        if url == bare:
            await store.close()
    connection = await asyncpg.connect(bare.replace("+asyncpg", "", 1))
    try:
        return await compare(
            product(store), bare_postgres(connection), sizes.storage_rounds, sizes.storage_seconds
        )
    finally:
        await connection.close()
        await store.close()


def _figures(database: str, driver: str, rates: Rates, least: float) -> list[Figure]:
    ours, bare = rates
    return [
        Figure(f"storage, {database}", tuple(ours), "events/s"),
        Figure(f"  bare {driver}, same statements and commits", tuple(bare), "events/s"),
        ratios(f"  storage : bare {driver}", ours, bare, at_least=least),
    ]
