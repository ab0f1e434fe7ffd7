"""How many events a second the storage takes in and works off, beside the bare driver.

`python -m bench.storage_path [--postgres]`: batches of 20 events, each of another conversation; one
commit stores a batch, a second one claims it and marks each event done within a savepoint.
The bare driver runs the same statements on the same tables with the same durability
(SQLite: WAL, synchronous=FULL). Batches alternate, so that a busy machine slows both.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types

from storage.store import Store
from tests.postgres import fresh_database, server

BATCH = 20
ROUNDS = 5
SECONDS = 1.5
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
RAW = '{"update_id": 1, "message": {"text": "Здравствуйте, какая квота на 2026 год?"}}' * 4

PUT = """INSERT INTO inbox (channel, event_id, conversation, raw, received_at, state, attempts,
due_at, error) VALUES ({0}, {1}, {2}, {3}, {4}, 'new', 0, {4}, '')
ON CONFLICT DO NOTHING RETURNING id"""
CLAIM = """SELECT id, channel, event_id, conversation, raw, received_at, attempts FROM inbox
WHERE state = 'new' AND NOT EXISTS (SELECT older.id FROM inbox AS older WHERE older.state = 'new'
AND older.conversation = inbox.conversation AND older.id < inbox.id) AND due_at <= {0}
ORDER BY id LIMIT 20"""
DONE = "UPDATE inbox SET state = 'done', error = '' WHERE id = {0}"

Batch = Callable[[str], Awaitable[None]]


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


async def measure(ours: Batch, bare: Batch, name: str) -> tuple[float, float]:
    """Events per second of both in one round; batch by batch, so that both meet equal troubles."""
    spent, batches = [0.0, 0.0], 0
    while sum(spent) < SECONDS:
        for index, batch in enumerate((ours, bare)):
            started = time.perf_counter()
            await batch(f"{name}-{batches}")
            spent[index] += time.perf_counter() - started
        batches += 1
    return batches * BATCH / spent[0], batches * BATCH / spent[1]


async def compare(title: str, ours: Batch, bare: Batch) -> None:
    """Several rounds, printed with their medians and the ratio of these."""
    await measure(ours, bare, "warm")
    rates = [await measure(ours, bare, str(number)) for number in range(ROUNDS)]
    for number, (mine, floor) in enumerate(rates, 1):
        print(f"{title}  round {number}: {mine:8.0f} events/s, bare {floor:8.0f}")
    mine, floor = median(pair[0] for pair in rates), median(pair[1] for pair in rates)
    print(f"{title}  median:  {mine:8.0f} events/s, bare {floor:8.0f}, ratio {mine / floor:.3f}")


async def on_sqlite(folder: Path) -> None:
    """Both in files of the same folder, so on the same disk."""
    ours, bare = folder / "ours.db", folder / "bare.db"
    store = Store.open(f"sqlite+aiosqlite:///{ours}")
    await store.migrate()
    made = Store.open(f"sqlite+aiosqlite:///{bare}")
    await made.migrate()
    await made.close()
    connection = sqlite3.connect(bare, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    await compare("sqlite    ", product(store), bare_sqlite(connection))
    connection.close()
    await store.close()


async def on_postgres() -> None:
    """Both in a database of a test server (see `tests.postgres`), with its own durability."""
    with server(durable=True) as at:
        async with fresh_database(at) as url:
            store = Store.open(url)
            await store.migrate()
            connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
            await compare("postgresql", product(store), bare_postgres(connection))
            await connection.close()
            await store.close()


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


async def main(postgres: bool) -> None:
    """SQLite, and PostgreSQL when asked for."""
    with tempfile.TemporaryDirectory() as folder:
        await on_sqlite(Path(folder))
    if postgres:
        await on_postgres()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--postgres", action="store_true", help="also PostgreSQL beside asyncpg")
    asyncio.run(main(parser.parse_args().postgres))
