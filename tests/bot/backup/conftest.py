import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.backup.house import furnish, settings_of
from tests.postgres import fresh_database, tools


@dataclass
class TwoPlaces:
    """An installation with data, and another place where there is none yet."""

    old: Settings
    new: Settings
    archive: Path


@pytest.fixture
async def places(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TwoPlaces]:
    for name in ("old", "new", "kept"):
        (tmp_path / name).mkdir()
    archive = tmp_path / "kept" / "копия.zip"
    if kind == "sqlite":
        urls = [f"sqlite+aiosqlite:///{tmp_path / name / 'otklik.db'}" for name in ("old", "new")]
        yield await furnished(tmp_path, urls, archive)
        return
    if folder := tools():
        monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    server = request.getfixturevalue("postgres_server")
    async with fresh_database(server) as old, fresh_database(server) as new:
        yield await furnished(tmp_path, [old, new], archive)


async def furnished(folder: Path, urls: list[str], archive: Path) -> TwoPlaces:
    """The first one has everything that an installation can have."""
    old, new = urls
    misplaced = {"key_file": str(folder / "old" / "files" / "surveys.key")}
    first = settings_of(old, folder / "old", surveys=misplaced)
    found = TwoPlaces(first, settings_of(new, folder / "new"), archive)
    await furnish(found.old)
    return found
