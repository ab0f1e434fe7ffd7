"""Backups as an attacker reads them: whoever finds the archives, and nothing else of the machine.

SQLite only: for a server an archive holds what `pg_dump` reads, which an attacker reads directly.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.backup import archive
from bot.backup.backup_command import backed_up
from bot.settings import Settings
from bot.surveys.mirror import SHARED
from storage.snapshot import FRONT_DESK, SURVEYS
from tests.crowd.disk import SqliteFrontDesk, looked_at
from tests.surveys.linkage import Look


class Backups:
    """Archives beside a town's folder; `None` instead of settings: none are made."""

    def __init__(self, settings: Settings | None, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self._made = 0

    async def make(self) -> tuple[Look, list[str]] | None:
        """One more, while the program works; the surveys' tables and the rows of the front desk."""
        if self._settings is None:
            return None
        self._made += 1
        target = self._folder.with_name(f"{self._folder.name}-{self._made}.zip")
        answer = await backed_up(self._settings, target, datetime.now(UTC))
        assert answer.done, answer.text
        with tempfile.TemporaryDirectory(prefix="otklik-backup-", dir=SHARED) as place:
            archive.unpack(target, lambda name: Path(place) / name)
            look = await looked_at(Path(place) / SURVEYS, offsets=True)
            rows = await SqliteFrontDesk(Path(place) / FRONT_DESK).rows()
        assert look is not None
        return look, rows
