"""Installations with something in every table and among the attachments, and what they hold."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.settings import Settings
from storage.store import Store
from storage.surveys.store import beside
from storage.surveys.tables import SCHEMA
from tests.bot.surveys.station import station
from tests.endtoend.desk import free_port
from tests.rows import Rows, fill, read

PEOPLE = 17
FILES = {
    "fetched/ab/abcd": bytes(range(256)) * 5000,
    "fetched/known/12/1234": b"abcd 1280000",
    "fetched/cd/empty": b"",
    "Справка с пробелами.pdf": b"%PDF-1.4",
}
PASSING = {"register/x/1.xlsx": b"draft", "fetched/drafts/7f": b"half"}


def settings_of(url: str, folder: Path, **sections: Any) -> Settings:
    """An installation whose files lie in `folder`."""
    given: dict[str, Any] = {
        "authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"},
        "storage": {"url": url, "files": str(folder / "files")},
        "surveys": {"key_file": str(folder / "secret" / "surveys.key")},
        "web": {"port": free_port()},
    }
    return Settings.model_validate(given | sections)


async def furnish(settings: Settings) -> None:
    """Rows in every table of both databases, a survey under way, and attachments."""
    url = settings.storage.url.get_secret_value()
    folder = settings.storage.files
    store = Store.open(url)
    await store.migrate()
    await store.close()
    async with _engine(url) as engine, engine.begin() as connection:
        await connection.run_sync(fill)
    await _survey(url, folder.parent)
    for name, content in {**FILES, **PASSING, "surveys.key": b"secret"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


async def _survey(url: str, folder: Path) -> None:
    """Seventeen people have answered: some of it is in the box, some waits in memory."""
    async with station(url, folder / "elsewhere") as polls:
        await polls.open()
        await polls.answered(PEOPLE)


async def rows(url: str) -> dict[str, Rows]:
    """Everything both databases hold."""
    async with _engine(url) as engine, engine.connect() as connection:
        front = await connection.run_sync(read)
        if engine.dialect.name == "postgresql":
            return {"front": front, "surveys": await connection.run_sync(read, SCHEMA)}
    async with _engine(beside(url)) as engine, engine.connect() as connection:
        return {"front": front, "surveys": await connection.run_sync(read)}


async def plan(url: str) -> list[object]:
    """How the SQLite tables and indexes were made, and the numbers that are never given twice."""
    async with _engine(url) as engine, engine.connect() as connection:
        made = await connection.execute(text("SELECT name, sql FROM sqlite_master ORDER BY name"))
        given = await connection.execute(text("SELECT * FROM sqlite_sequence ORDER BY name"))
        return [*made.all(), *given.all()]


def attachments(settings: Settings) -> dict[str, bytes]:
    """Every file among the attachments."""
    folder = settings.storage.files
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def everything_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: to see that nothing was touched."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(url)
    yield engine
    await engine.dispose()
