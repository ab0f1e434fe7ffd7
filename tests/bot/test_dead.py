"""Events set aside are shown and put back, and nobody's words are."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import dead
from bot.settings import Settings
from storage.engine import sqlite_warning
from storage.store import Store
from tests.bot.typed import otklik
from tests.sandbox_server import running_sandbox

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
WORDS = "у меня в штате один инвалид"


def settings(file: Path, port: int = 1) -> Settings:
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "Asia/Novosibirsk"},
            "storage": {"url": f"sqlite+aiosqlite:///{file}", "files": file.parent / "files"},
            "web": {"port": port},
        }
    )


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    del store
    return tmp_path / "otklik.db"


async def set_aside(store: Store, number: int) -> None:
    async with store.begin() as unit:
        at = NOON + timedelta(minutes=number)
        await unit.inbox.put("telegram", str(number), f"telegram:{number}", WORDS, at)
        await unit.inbox.bury(number, "ValueError at handlers/edits.py:42")


async def test_events_are_listed_by_number_time_channel_and_reason(
    store: Store, file: Path
) -> None:
    await set_aside(store, 1)
    await set_aside(store, 2)
    shown = await dead.listed(settings(file))
    assert shown.done
    heading, _, first, second = shown.text.splitlines()
    assert heading.startswith("Отложенных событий: 2.")
    assert first.split() == [
        "№", "1", "получено", "02.03.2026", "12:01", "telegram",
        "причина:", "ValueError", "at", "handlers/edits.py:42",
    ]  # fmt: skip
    assert second.startswith("№ 2 ")
    assert WORDS not in shown.text


async def test_of_very_many_the_oldest_are_listed_and_the_others_counted(
    store: Store, file: Path
) -> None:
    for number in range(1, dead.MOST + 3):
        await set_aside(store, number)
    lines = (await dead.listed(settings(file))).text.splitlines()
    assert len(lines) == dead.MOST + 3
    assert lines[-1] == "… и ещё 2"


async def test_an_event_is_put_back_once(store: Store, file: Path) -> None:
    await set_aside(store, 1)
    back = await dead.put_back(settings(file), 1)
    assert (back.done, "№ 1 возвращено" in back.text) == (True, True)
    async with store.begin() as unit:
        assert [event.id for event in await unit.inbox.claim(9, datetime.now(UTC))] == [1]
    again = await dead.put_back(settings(file), 1)
    assert (again.done, "нет события № 1" in again.text) == (False, True)
    assert (await dead.listed(settings(file))).text == "Отложенных событий нет."


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "Обновите программу"),
        ("DELETE FROM alembic_version", "otklik migrate"),
    ],
)
async def test_a_database_of_another_version_is_left_alone(
    store: Store, file: Path, change: str, advice: str
) -> None:
    async with store.begin() as unit:
        await unit.db.run(text(change))
    answer = await dead.listed(settings(file))
    assert (answer.done, advice in answer.text) == (False, True)


async def test_beside_a_running_program_a_faulty_sqlite_is_not_written(
    store: Store, file: Path
) -> None:
    await set_aside(store, 1)
    async with running_sandbox() as program:
        port = int(program.url.rpartition(":")[2])
        answer = await dead.put_back(settings(file, port), 1)
    faulty = bool(sqlite_warning(f"sqlite+aiosqlite:///{file}"))
    assert answer.done is not faulty
    assert ("остановите программу" in answer.text) is faulty


async def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    answer = await dead.listed(settings(tmp_path / "none" / "otklik.db"))
    assert (answer.done, "ещё нет" in answer.text) == (False, True)
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_no_database_is_said_to_be_silent(tmp_path: Path) -> None:
    (tmp_path / "otklik.db").write_bytes(b"letters" * 1000)
    answer = await dead.put_back(settings(tmp_path / "otklik.db"), 1)
    assert (answer.done, "otklik doctor" in answer.text) == (False, True)


def test_from_the_command_line(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return otklik(tmp_path, *words, OTKLIK_PRESET="nso-quota", OTKLIK_WEB__PORT="1")

    early = run("dead", "list")
    assert (early.returncode, "ещё нет" in early.stderr) == (1, True)
    assert run("migrate").returncode == 0
    listed = run("dead", "list")
    assert (listed.returncode, listed.stdout.strip()) == (0, "Отложенных событий нет.")
    unknown = run("dead", "retry", "7")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "нет события № 7" in unknown.stderr
