"""Very many appeals, made by the database itself: one statement for each table.

They were asked evenly; the newest are open. The history of each has the line of its registration.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

ASKED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""When the last of them was asked, unless something else is said."""
EXECUTOR = "201"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

CLIENT = """INSERT INTO clients (channel, external_id, code, name, username, banned, reachable)
VALUES ('telegram', '900', 'К-900', 'Работодатель', '', {no}, {yes})"""
APPEALS = """INSERT INTO appeals (number, kind, channel, chat, thread, client_id, state, status,
subject, search, published_at, registered_at, due_at, question_channel, question_chat,
question_thread, question_id, executor, seen, spoken, speakers, ended_at, version, cycle,
transfers, department, next_step_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {total})
SELECT '2026-' || i, 'consultation', 'telegram', '900', '', (SELECT max(id) FROM clients),
CASE WHEN i > {ended} THEN 'taken' ELSE 'answered' END,
CASE WHEN i > {ended} THEN 'open' ELSE 'ended' END, 'Вопрос о квоте', '2026-' || i || ' вопрос',
{asked}, {asked}, {due}, 'telegram', '900', '', CAST(i AS text), '{executor}', 1, 0, '[]',
CASE WHEN i > {ended} THEN NULL ELSE {due} END, 1, 1, 0, '',
CASE WHEN i > {ended} THEN {next_step} ELSE NULL END FROM n"""
EVENTS = """INSERT INTO events (appeal_id, seq, what, at, actor_kind, actor_id, data)
SELECT id, 1, 'registered', registered_at, 'system', '', '{{}}' FROM appeals"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many appeals, how many of them open, and how long after the question each is due.

    `last`: when the last of them was asked (aware UTC); `every`: how long after the one before.
    """

    total: int
    open: int
    last: datetime = ASKED
    due: timedelta = timedelta(hours=24)
    next_step: timedelta = timedelta(hours=20)
    every: timedelta = timedelta(seconds=1)
    with_history: bool = True


async def fill(url: str, crowd: Crowd) -> None:
    """Into empty tables."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await _insert(connection, crowd)
    if engine.dialect.name == "postgresql":
        # What autovacuum does within a minute, and what plans rest on.
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    await engine.dispose()


async def _insert(connection: AsyncConnection, crowd: Crowd) -> None:
    postgres = connection.dialect.name == "postgresql"
    asked = _moment(crowd, timedelta(0), postgres)
    values = {
        "total": crowd.total,
        "ended": crowd.total - crowd.open,
        "asked": asked,
        "due": _moment(crowd, crowd.due, postgres),
        "next_step": _moment(crowd, crowd.next_step, postgres),
        "executor": EXECUTOR,
        "yes": "true" if postgres else "1",
        "no": "false" if postgres else "0",
    }
    for sql in (CLIENT, APPEALS, EVENTS) if crowd.with_history else (CLIENT, APPEALS):
        await connection.exec_driver_sql(sql.format(**values))


def _moment(crowd: Crowd, later: timedelta, postgres: bool) -> str:
    """SQL for a time counted from when the appeal `i` was asked."""
    first = crowd.last + later - crowd.total * crowd.every
    if postgres:
        step = f"interval '{crowd.every.total_seconds()} seconds'"
        return f"(timestamptz '{first.isoformat()}' + i * {step})"
    micros = timedelta(microseconds=1)
    return f"({(first - _EPOCH) // micros} + i * {crowd.every // micros})"
