"""Rows in every table of a database, made from what its tables say of themselves, and read back.

So whatever revision a database has, and whatever tables later ones bring, none of them is empty.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    insert,
    select,
)

ROWS = 3
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CONTENT = '{{"text":"Вопрос {n}: «ё», 😀, = + - @"}}'
WORDS = {
    ("appeals", "state"): "taken",
    ("appeals", "status"): "open",
    ("appeals", "speakers"): "[]",
    ("appeals", "reason"): None,
    ("events", "what"): "registered",
    ("events", "actor_kind"): "system",
    ("events", "data"): "{{}}",
    ("messages", "side"): "client",
    ("messages", "fate"): "kept",
    ("messages", "content"): CONTENT,
    ("versions", "content"): CONTENT,
    ("dialogs", "data"): "{{}}",
    ("inbox", "state"): "new",
    ("outbox", "state"): "pending",
    ("outbox", "job"): "say",
    ("outbox", "payload"): "{{}}",
    ("outbox", "external_ids"): "[]",
    ("staff", "left_at"): None,
    ("staff", "roles"): '["moderator"]',
    ("departments", "duty"): "[]",
    ("invitations", "roles"): '["moderator"]',
    ("staff_events", "data"): "{{}}",
}
"""What the program gives a meaning; `{n}` is the row's number. Any other text is any text."""

_VALUES: dict[Any, Callable[[int], object]] = {
    Boolean: lambda number: bool(number % 2),
    (Integer, BigInteger): lambda number: number,
    DateTime: lambda number: MOMENT + timedelta(hours=number),
    Date: lambda number: date(2026, 11, number),
    LargeBinary: lambda number: bytes([number]) * 16,
}

Rows = dict[str, list[dict[str, Any]]]
"""The rows of each table, in the order of their contents."""


def tables(connection: Connection, schema: str | None = None) -> list[Table]:
    """All tables there are, parents first."""
    metadata = MetaData()
    metadata.reflect(connection, schema)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection, schema: str | None = None) -> None:
    """Three rows into every table; each refers to the row of the same number of its parent."""
    for table in tables(connection, schema):
        for number in range(1, ROWS + 1):
            row = {
                column.name: _value(table, column, number)
                for column in table.columns
                if not _counts_itself(column)
            }
            connection.execute(insert(table).values(row))


def read(connection: Connection, schema: str | None = None) -> Rows:
    """Every row of every table."""
    return {table.name: _rows(connection, table) for table in tables(connection, schema)}


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    found = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def _counts_itself(column: Column[Any]) -> bool:
    """An id that the database gives: 1, 2, 3 in an empty table."""
    return column.name == "id" and isinstance(column.type, Integer | BigInteger)


def _value(table: Table, column: Column[Any], number: int) -> object:
    """Of the column's type, different in each row; the same in each column that means a row."""
    kind = column.type
    if (table.name, column.name) in WORDS and WORDS[table.name, column.name] is None:
        return None
    for types, value in _VALUES.items():
        if isinstance(kind, types):
            return value(number)
    text = WORDS.get((table.name, column.name)) or f"{table.name} {column.name} {{n}} «ё»"
    return text.format(n=number)
