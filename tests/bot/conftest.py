"""A program over an empty storage of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.bot.program import MARIA, Program


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with its tables, made once for the whole session."""
    file = tmp_path_factory.mktemp("empty") / "otklik.db"
    asyncio.run(_prepare(file))
    return file


async def _prepare(file: Path) -> None:
    store = Store.open(f"sqlite+aiosqlite:///{file}")
    await store.migrate()
    async with store.begin() as unit:
        await unit.staff.seed([MARIA])
    await store.close()


@pytest.fixture
async def store(empty_database: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty storage with one employee."""
    file = tmp_path / "otklik.db"
    shutil.copy(empty_database, file)
    opened = Store.open(f"sqlite+aiosqlite:///{file}")
    yield opened
    await opened.close()


@pytest.fixture
async def program(store: Store) -> Program:
    """Worker and delivery, moved by hand."""
    return Program(store)
