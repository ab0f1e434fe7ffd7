"""Every storage test runs on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from storage.store import Store, Unit
from storage.tables import metadata
from tests.postgres import execute, fresh_database

TABLES = ", ".join(table.name for table in metadata.sorted_tables)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_tables(postgres_server: str) -> AsyncIterator[str]:
    """A database with its tables, made once for the whole session."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(fresh_database(postgres_server))
        await _migrate(url)
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with its tables, made once for the whole session."""
    folder = tmp_path_factory.mktemp("tables")
    await _migrate(_file(folder))
    return folder


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with empty tables."""
    if kind == "postgresql":
        yield request.getfixturevalue("emptied_postgres")
        return
    shutil.copytree(request.getfixturevalue("sqlite_tables"), tmp_path, dirs_exist_ok=True)
    yield _file(tmp_path)


@pytest.fixture
async def emptied_postgres(postgres_tables: str) -> str:
    """The session's database with nothing in it."""
    await execute(postgres_tables, f"TRUNCATE {TABLES} RESTART IDENTITY")
    return postgres_tables


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An empty storage, ready for use."""
    opened = Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def unit(store: Store) -> AsyncIterator[Unit]:
    """One unit of work for the whole test."""
    async with store.begin() as begun:
        yield begun


def _file(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'otklik.db'}"


async def _migrate(url: str) -> None:
    store = Store.open(url)
    await store.migrate()
    await store.close()
