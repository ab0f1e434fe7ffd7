"""The tick's query among a million appeals, beside the bare driver using the index by hand.

Twenty queries in a transaction; most ticks find nothing due, a busy one fills a batch. On SQLite
the bare query names its index, so that the ratio falls when ours should no longer use it.
"""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types

from bench.crowd import ASKED, Crowd, fill
from bench.figures import Figure, ratios
from bench.side_by_side import BATCH, Batch, compare
from bench.sizes import Sizes
from scheduler import APPEALS_AT_ONCE
from storage.store import Store
from tests.postgres import NoPostgres, fresh_database, server

IDLE, BUSY = ASKED - timedelta(days=30), ASKED + timedelta(days=30)
CASES = (
    ("nothing due", IDLE, 0, 0.002),
    (f"{APPEALS_AT_ONCE} due", BUSY, APPEALS_AT_ONCE, 0.03),
)
"""What is asked, as of when, how many are found, and the floor of the ratio on SQLite."""
POSTGRES_LEAST = 0.1

BARE = """SELECT * FROM appeals {hint} WHERE status = 'open' AND next_step_at <= {now}
ORDER BY next_step_at, id LIMIT {most}"""


def product(store: Store, now: datetime, expected: int) -> Batch:
    """As the timetable asks."""

    async def run(_name: str) -> None:
        async with store.begin() as unit:
            for _ in range(BATCH):
                _found(len(await unit.appeals.due(now, APPEALS_AT_ONCE)), expected)

    return run


def bare_sqlite(connection: sqlite3.Connection, now: datetime, expected: int) -> Batch:
    """Through the standard library's driver."""
    hint = "INDEXED BY ix_appeals_next_step"
    sql = BARE.format(hint=hint, now="?1", most=APPEALS_AT_ONCE)
    moment = int(now.timestamp() * 1_000_000)

    async def run(_name: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(BATCH):
            _found(len(connection.execute(sql, (moment,)).fetchall()), expected)
        connection.execute("COMMIT")

    return run


def bare_postgres(connection: asyncpg.Connection, now: datetime, expected: int) -> Batch:
    """Through asyncpg."""
    sql = BARE.format(hint="", now="$1", most=APPEALS_AT_ONCE)

    async def run(_name: str) -> None:
        async with connection.transaction():
            for _ in range(BATCH):
                _found(len(await connection.fetch(sql, now)), expected)

    return run


async def sqlite(folder: Path, sizes: Sizes) -> list[Figure]:
    """Ours and the bare driver read the same file."""
    store = await _filled(f"sqlite+aiosqlite:///{folder / 'tick.db'}", sizes)
    figures = []
    with closing(sqlite3.connect(folder / "tick.db", isolation_level=None)) as connection:
        for what, now, expected, least in CASES:
            ours, bare = product(store, now, expected), bare_sqlite(connection, now, expected)
            figures += await _compared(f"SQLite, {what}", ours, bare, least, sizes)
    await store.close()
    return figures


async def postgres(sizes: Sizes) -> list[Figure]:
    """Ours and the bare driver read the same database; none when there is no server."""
    try:
        with server(durable=True) as at:
            async with fresh_database(at) as url:
                return await _on_postgres(url, sizes)
    except NoPostgres as why:
        print(f"PostgreSQL not measured: {why}")
        return []


async def _on_postgres(url: str, sizes: Sizes) -> list[Figure]:
    store = await _filled(url, sizes)
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    figures = []
    try:
        for what, now, expected, _ in CASES:
            ours, bare = product(store, now, expected), bare_postgres(connection, now, expected)
            name = f"PostgreSQL, {what}"
            figures += await _compared(name, ours, bare, POSTGRES_LEAST, sizes)
    finally:
        await connection.close()
        await store.close()
    return figures


async def _filled(url: str, sizes: Sizes) -> Store:
    store = Store.open(url)
    await store.migrate()
    await fill(url, Crowd(sizes.appeals, sizes.open_appeals, with_history=False))
    return store


async def _compared(
    what: str, ours: Batch, bare: Batch, least: float, sizes: Sizes
) -> list[Figure]:
    mine, theirs = await compare(ours, bare, sizes.tick_rounds, sizes.tick_seconds)
    driver = "sqlite3" if "SQLite" in what else "asyncpg"
    return [
        Figure(f"tick's query, {what}", _milliseconds(mine), "ms"),
        Figure(f"  bare {driver} by the index", _milliseconds(theirs), "ms"),
        ratios(f"  queries a second, ours : bare {driver}", mine, theirs, at_least=least),
    ]


def _milliseconds(rates: list[float]) -> tuple[float, ...]:
    return tuple(1000 / rate for rate in rates)


def _found(count: int, expected: int) -> None:
    """Raises RuntimeError when there is something else to measure than was said."""
    if count != expected:
        raise RuntimeError(f"{count} appeals due instead of {expected}")
