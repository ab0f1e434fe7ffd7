"""What the commands write is their user's alone, whatever the machine's usual permissions are."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.typed import otklik

COMMANDS = (
    ("migrate",),
    ("survey", "keygen", "data/analyst.key"),
    ("backup", "data/copy.zip"),
    ("export", "appeals", "--out", "data/register.csv"),
)


@pytest.fixture
def usual_permissions() -> Iterator[None]:
    """As they are where nobody has changed them: everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_permissions")
async def test_files_and_folders_of_every_command_are_closed_to_others(tmp_path: Path) -> None:
    environment = {
        "OTKLIK_PRESET": "nso-quota",
        "OTKLIK_STORAGE__URL": "sqlite+aiosqlite:///data/otklik.db",
        "OTKLIK_STORAGE__FILES": "data/files",
        "OTKLIK_SURVEYS__KEY_FILE": "data/keys/surveys.key",
    }
    for command in COMMANDS:
        ended = await asyncio.to_thread(otklik, tmp_path, *command, **environment)
        assert ended.returncode == 0, (command, ended.stdout, ended.stderr)
    made = {file: stat.S_IMODE(file.lstat().st_mode) for file in (tmp_path / "data").rglob("*")}
    assert {file.name for file in made} >= {"otklik.db", "copy.zip", "register.csv", "analyst.key"}
    assert {str(file): oct(mode) for file, mode in made.items() if mode & 0o077} == {}
