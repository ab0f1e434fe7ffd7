"""The SQLite connection is a careful one."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import engine
from storage.engine import sqlite_warning
from storage.errors import StorageError
from storage.store import Store, Unit

FILE = "sqlite+aiosqlite:///data/otklik.db"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_commits_are_durable_and_parents_are_checked(unit: Unit) -> None:
    settings = {
        name: await unit.db.value(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'new' / 'otklik.db'}")
    await store.check()
    await store.close()
    assert (tmp_path / "data" / "new" / "otklik.db").exists()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 8), (3, 51, 2)])
def test_an_sqlite_with_the_wal_reset_bug_is_warned_of(version: tuple[int, int, int]) -> None:
    warning = sqlite_warning(FILE, version)
    assert warning is not None
    assert ".".join(map(str, version)) in warning


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)])
def test_a_repaired_sqlite_is_not_warned_of(version: tuple[int, int, int]) -> None:
    assert sqlite_warning(FILE, version) is None


def test_postgresql_is_never_warned_of() -> None:
    assert sqlite_warning("postgresql+asyncpg://otklik@/otklik", (3, 40, 1)) is None


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_row_of_transactions_keeps_nobody_out(store: Store) -> None:
    """As the clock makes it: one ends, the next begins at once."""
    order: list[str] = []

    async def many() -> None:
        for _ in range(5):
            async with store.begin() as unit:
                order.append("clock")
                await unit.marks.get("any")

    async def one(name: str) -> None:
        async with store.begin():
            order.append(name)

    await asyncio.gather(many(), one("first"), one("second"))
    assert order[:4] == ["clock", "first", "second", "clock"]


async def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "QUEUE_SECONDS", 0.01)
    turns = engine.Turns()
    async with turns:
        with pytest.raises(StorageError):
            await turns.__aenter__()
    async with turns:
        pass
