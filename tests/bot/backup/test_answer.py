"""What an administrator is told when PostgreSQL's own tools are missing, old, or fail."""

import asyncio
from pathlib import Path

import pytest

from bot.backup.answer import trouble
from storage import postgres_dump
from storage.errors import StorageError
from tests.bot.typed import otklik

SECRET = "geheim-5f3c"
OLD = """\
pg_dump: error: aborting because of server version mismatch
pg_dump: detail: server version: 18.1 (Debian 18.1-1.pgdg13+2); pg_dump version: 15.14 (Debian)
"""


def told_on_postgres(folder: Path, *command: str) -> str:
    """What the command says where only the tools of this folder are on the PATH."""
    ended = otklik(
        folder,
        *command,
        PATH=str(folder / "bin"),
        OTKLIK_PRESET="nso-quota",
        OTKLIK_STORAGE__URL=f"postgresql+asyncpg://otklik:{SECRET}@127.0.0.1:1/otklik",
        OTKLIK_STORAGE__FILES=str(folder / "files"),
    )
    assert ended.returncode == 1
    assert not (folder / "x.zip").exists()
    assert SECRET not in ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def tool(folder: Path, name: str, complaint: str) -> None:
    """A tool of PostgreSQL's that complains of this."""
    (folder / "bin").mkdir(exist_ok=True)
    script = folder / "bin" / name
    script.write_text(f"#!/bin/sh\nprintf '%s' '{complaint}' >&2\nexit 1\n", encoding="utf-8")
    script.chmod(0o700)


async def test_an_administrator_without_the_tool_reads_which_package_and_what_then(
    tmp_path: Path,
) -> None:
    told = await asyncio.to_thread(told_on_postgres, tmp_path, "backup", "x.zip")
    assert "Нет программы pg_dump" in told
    assert "sudo apt install postgresql-client" in told
    assert "Затем повторите команду" in told
    assert "PATH" in told


async def test_an_administrator_with_an_older_tool_reads_both_versions_and_the_package(
    tmp_path: Path,
) -> None:
    tool(tmp_path, "pg_dump", OLD)
    told = await asyncio.to_thread(told_on_postgres, tmp_path, "backup", "x.zip")
    assert "pg_dump версии 15 старше сервера PostgreSQL версии 18" in told
    assert "sudo apt install postgresql-client-18" in told
    assert "Затем повторите команду" in told


def test_a_tool_older_than_the_file_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool(tmp_path, "pg_restore", "pg_restore: error: unsupported version (1.16) in file header")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(postgres_dump.OldTool) as old:
        postgres_dump.check(tmp_path / "dump")
    told = trouble(old.value)
    assert "pg_restore старше той, которой сделана копия" in told
    assert "postgresql-client новее" in told


def test_any_other_trouble_of_the_tool_is_told_by_its_first_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool(tmp_path, "pg_dump", "pg_dump: error: connection to server failed: no such host")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(StorageError, match="connection to server failed"):
        postgres_dump.dump("postgresql+asyncpg://a:b@host/c", tmp_path / "dump")


def test_the_tools_answer_in_the_language_that_is_read_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    monkeypatch.setenv("LANGUAGE", "ru")
    tool(tmp_path, "pg_dump", "pg_dump: error: '$LC_ALL'/'$LANGUAGE'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(StorageError, match=r"C/$"):
        postgres_dump.dump("postgresql+asyncpg://a:b@host/c", tmp_path / "dump")
