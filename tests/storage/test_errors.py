"""Whose fault a failure is decides what the program does about it."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.errors import RowRefused, StorageError, StorageFull, translated, unreachable
from storage.store import Store, Unit
from tests.storage.given import an_appeal, put_event


class PostgresTrouble(Exception):
    """As the driver tells it: a code, and a text that quotes the row."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("DETAIL: Failing row contains (Иван, +79130000000)")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [
        ("53100", StorageFull),
        ("40P01", StorageError),
        ("57P01", StorageError),
        ("42P01", StorageError),
        ("22003", RowRefused),
        ("23505", RowRefused),
    ],
)
def test_postgresql_tells_by_its_code_whose_fault_it_is(
    sqlstate: str, expected: type[Exception]
) -> None:
    trouble = translated(DBAPIError("INSERT …", {"name": "Иван"}, PostgresTrouble(sqlstate)))
    assert type(trouble) is expected
    assert sqlstate in str(trouble)
    assert "Иван" not in str(trouble)


def test_a_full_sqlite_is_told_from_a_broken_one() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    broken = sqlite3.OperationalError("disk I/O error")
    assert type(translated(OperationalError("INSERT", {}, full))) is StorageFull
    assert type(translated(OperationalError("INSERT", {}, broken))) is StorageError


def test_of_an_unreachable_server_only_the_kind_of_trouble_is_told() -> None:
    told = unreachable(ConnectionRefusedError("postgresql://otklik:secret@db"))
    assert str(told) == "ConnectionRefusedError"


async def test_a_missing_table_is_no_events_fault(unit: Unit) -> None:
    with pytest.raises(StorageError):
        await unit.db.run(text("INSERT INTO nowhere VALUES (1)"))
    unit.db.lost = None


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_a_number_that_does_not_fit_is_refused_and_spoils_nothing_else(store: Store) -> None:
    async with store.begin() as unit:
        with pytest.raises(RowRefused):
            await _too_many_messages(unit)
        await put_event(unit, "1")
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def _too_many_messages(unit: Unit) -> None:
    async with unit.savepoint():
        await an_appeal(unit, seen=2**40)
