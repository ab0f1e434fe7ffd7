"""Every storage test runs on SQLite and on a real PostgreSQL."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from storage.store import Store, Unit
from tests.postgres import NoPostgres, execute, fresh_database, server

TEMPLATE = "otklik_template"
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One server for the whole session; without any, skipped with the reason (in CI: failed)."""
    try:
        with server() as url:
            yield url
    except NoPostgres as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
async def empty_url(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A database without tables."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"
        return
    async with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
async def url(
    kind: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """A database with its tables: a copy of one that was migrated once in this session."""
    if kind == "sqlite":
        pattern = tmp_path_factory.getbasetemp() / "template.db"
        if not pattern.exists():
            await _migrated(f"sqlite+aiosqlite:///{pattern}")
        shutil.copy(pattern, tmp_path / "otklik.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"
        return
    at = request.getfixturevalue("postgres_server")
    template = await _postgres_template(at, request.session)
    async with fresh_database(at, template) as url:
        yield url


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


MADE = pytest.StashKey[str]()


async def _postgres_template(at: str, session: pytest.Session) -> str:
    if MADE not in session.stash:
        name = f"{TEMPLATE}_{os.getpid()}"
        await execute(at, f"DROP DATABASE IF EXISTS {name}")
        await execute(at, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        await _migrated(make_url(at).set(database=name).render_as_string(hide_password=False))
        session.stash[MADE] = name
    return session.stash[MADE]


async def _migrated(url: str) -> None:
    made = Store.open(url)
    await made.migrate()
    await made.close()
