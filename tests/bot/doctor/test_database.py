import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text

from appeals.model import Employee
from bot.doctor import database
from bot.doctor.finding import Finding, Level
from bot.settings import Settings
from storage.store import Store


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def settings(url: str, files: Path) -> Settings:
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "Asia/Novosibirsk"},
            "storage": {"url": url, "files": files},
            "staff": [{"id": 201, "name": "Мария"}],
        }
    )


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return settings(f"sqlite+aiosqlite:///{tmp_path}/data/otklik.db", tmp_path / "files")


def of(topic: str, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.topic == topic and "SQLite" not in finding.text]


async def test_a_database_that_is_not_there_yet_is_not_made(here: Settings, tmp_path: Path) -> None:
    (found,) = of("База данных", await database.database(here))
    assert found.level is Level.FINE
    assert list(tmp_path.iterdir()) == []


async def test_a_database_without_tables_is_told_how_to_get_them(
    here: Settings, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "otklik.db").touch()
    (found,) = of("База данных", await database.database(here))
    assert found.level is Level.WARNING
    assert "otklik migrate" in found.advice


async def test_a_database_that_is_ready_is_fine_and_rules_over_the_settings(here: Settings) -> None:
    assert [one.name for one in await database.employees(here)] == ["Мария"]
    store = Store.open(here.storage.url.get_secret_value())
    await store.migrate()
    async with store.begin() as unit:
        await unit.staff.seed([Employee("202", "Сергей")])
    await store.close()
    (found,) = of("База данных", await database.database(here))
    assert found.level is Level.FINE
    assert [one.name for one in await database.employees(here)] == ["Сергей"]


async def test_events_set_aside_are_counted(here: Settings) -> None:
    store = Store.open(here.storage.url.get_secret_value())
    await store.migrate()
    async with store.begin() as unit:
        await unit.inbox.put("telegram", "1", "telegram:1", "{}", datetime.now(UTC))
        await unit.inbox.bury(1, "ValueError")
    await store.close()
    (found,) = of("Отложенные события", await database.database(here))
    assert found.level is Level.WARNING
    assert "их 1" in found.text
    assert "otklik dead list" in found.advice


@pytest.mark.parametrize(
    ("change", "level", "advice"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", Level.PROBLEM, "Обновите программу"),
        ("DELETE FROM alembic_version", Level.WARNING, "otklik migrate"),
    ],
)
async def test_a_database_of_another_version_is_named(
    here: Settings, change: str, level: Level, advice: str
) -> None:
    store = Store.open(here.storage.url.get_secret_value())
    await store.migrate()
    async with store.begin() as unit:
        await unit.db.run(text(change))
    await store.close()
    (found,) = of("База данных", await database.database(here))
    assert found.level is level
    assert advice in found.advice


async def test_a_database_file_of_another_user_is_a_problem(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "otklik.db").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    (found,) = of("База данных", await database.database(here))
    assert found.is_problem
    assert "владельцем" in found.advice


async def test_a_file_that_is_no_database_is_a_problem(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "otklik.db").write_bytes(b"not a database" * 100)
    (found,) = of("База данных", await database.database(here))
    assert found.is_problem
    assert "storage.url" in found.advice


async def test_a_server_that_does_not_answer_is_a_problem_without_its_password(
    tmp_path: Path,
) -> None:
    silent = settings("postgresql+asyncpg://u:hunter2@127.0.0.1:1/db", tmp_path)
    (found,) = of("База данных", await database.database(silent))
    assert found.is_problem
    assert "hunter2" not in str(found)
    assert [one.name for one in await database.employees(silent)] == ["Мария"]


@pytest.mark.parametrize(
    ("free", "level"),
    [(5 << 30, Level.FINE), (500 << 20, Level.WARNING), (50 << 20, Level.PROBLEM)],
)
async def test_room_on_the_disk_is_measured(
    here: Settings, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free))
    (found,) = of("Место на диске", await database.database(here))
    assert found.level is level


async def test_a_folder_that_cannot_be_written_is_a_problem(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    found = of("Место на диске", await database.database(here))
    assert [finding.is_problem for finding in found] == [False, True, True]


def opened_to(mode: int, place: Path) -> None:
    """The folder with everything in it."""
    for one in (place, *place.rglob("*")):
        one.chmod(mode if one.is_dir() else mode & 0o666)


@pytest.mark.parametrize(("mode", "open_to_all"), [(0o755, True), (0o750, False), (0o700, False)])
async def test_what_everybody_on_the_machine_may_read_is_named(
    here: Settings, tmp_path: Path, mode: int, open_to_all: bool
) -> None:
    for folder in ("data", "files", "home"):
        (tmp_path / folder).mkdir()
    (tmp_path / "data" / "otklik.db").touch()
    env_file = tmp_path / "home" / ".env"
    env_file.touch()
    opened_to(mode, tmp_path)
    found = of("Доступ к файлам", await database.database(here, env_file))
    if not open_to_all:
        assert found == []
        return
    assert [one.level for one in found] == [Level.WARNING] * 3
    told = " ".join(one.advice for one in found)
    for place in (tmp_path / "data" / "otklik.db", tmp_path / "files", env_file):
        assert f"chmod -R go= {place}" in told


async def test_a_closed_folder_closes_what_lies_in_it(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "otklik.db").touch(0o644)
    assert of("Доступ к файлам", await database.database(here, tmp_path / ".env")) == []
