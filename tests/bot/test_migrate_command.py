"""Before anything changes in the tables it is said what; afterwards there is no way back."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.migrate_command import migrated
from bot.settings import Settings
from storage.migrate import configuration
from tests.bot.backup.house import settings_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}", tmp_path)


def of_version(folder: Path, revision: str) -> None:
    """A database as an earlier version of the program has left it."""
    engine = create_engine(f"sqlite:///{folder / 'otklik.db'}")
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


async def test_new_tables_and_columns_are_named_and_then_made(
    settings: Settings, tmp_path: Path
) -> None:
    of_version(tmp_path, "0001")
    looked = await migrated(settings, only_look=True)
    assert "версии 0001" in looked.text
    assert "marks, " in looked.text
    assert "appeals.next_step_at" in looked.text
    assert "резервной копии" in looked.text
    assert "Ничего не изменено" in looked.text
    assert await migrated(settings, only_look=True) == looked
    done = await migrated(settings)
    assert "appeals.next_step_at" in done.text
    assert "готова" in done.text
    assert "менять нечего" in (await migrated(settings)).text


async def test_looking_makes_no_database(settings: Settings, tmp_path: Path) -> None:
    looked = await migrated(settings, only_look=True)
    assert "otklik.db ещё нет" in looked.text
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_database_is_told_from_an_old_one(settings: Settings) -> None:
    assert "пуста" in (await migrated(settings)).text


async def test_a_database_of_a_newer_program_is_left_as_it_is(
    settings: Settings, tmp_path: Path
) -> None:
    await migrated(settings)
    with sqlite3.connect(tmp_path / "otklik.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    answer = await migrated(settings)
    assert not answer.done
    assert "Обновите программу" in answer.text


def test_no_migration_offers_a_way_back() -> None:
    scripts = list(ScriptDirectory.from_config(configuration()).walk_revisions())
    assert [one.revision for one in scripts if hasattr(one.module, "downgrade")] == []
