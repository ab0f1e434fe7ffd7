"""What every test may rely on."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from tests.postgres import NoPostgres, execute, fresh_database, server

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(autouse=True)
def logging_put_back() -> Iterator[None]:
    """Programs set up the logging of their process; the next test starts with pytest's own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def survey_database(postgres_server: str) -> AsyncIterator[str]:
    """One database for the surveys of the whole session; making one takes long."""
    async with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
async def emptied_surveys(survey_database: str) -> str:
    """The session's database without its surveys."""
    await execute(survey_database, "DROP SCHEMA IF EXISTS surveys CASCADE")
    return survey_database


@pytest.fixture
def survey_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database in which no survey has ever been."""
    if kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"
    return str(request.getfixturevalue("emptied_surveys"))
