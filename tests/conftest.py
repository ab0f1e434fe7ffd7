"""What every test may rely on."""

import functools
import gc
import logging
import os
import ssl
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio
import structlog
from playwright.async_api import Browser, expect

from tests import measured
from tests.compiled_once import share_what_is_compiled
from tests.postgres import NoPostgres, execute, fresh_database, server
from tests.routes_once import look_through_routes_once
from tests.sandbox.browser import PATIENCE, launched_browser

share_what_is_compiled()
look_through_routes_once()
# No test ends well or badly by the time it took.
hypothesis.settings.register_profile("otklik", deadline=None)
hypothesis.settings.load_profile("otklik")
# Every client of aiogram's reads the machine's certificates anew, though tests never use TLS.
ssl.create_default_context = functools.cache(ssl.create_default_context)  # type: ignore[assignment] # the same call

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """What a test has measured goes with its report."""
    try:
        return (yield)
    finally:
        measured.keep_with(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """All that was measured, in one place."""
    reports = [
        report
        for kind in ("passed", "failed")
        for report in terminalreporter.stats.get(kind, [])
        if isinstance(report, pytest.TestReport)
    ]
    if lines := measured.lines(reports):
        terminalreporter.section("измерено")
        terminalreporter.write_line("\n".join(lines))


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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for the whole session, for starting it takes seconds; each page is a stranger to others.

    A busy machine gets time to answer. Tests that use it run in the session's loop.
    """
    expect.set_options(timeout=PATIENCE)
    async with launched_browser() as launched:
        yield launched
    expect.set_options()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays to the end: no use looking for garbage among it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
