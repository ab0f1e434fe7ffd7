"""What of an installation a backup holds, and under which names.

Not in it: settings and tokens (config.toml, .env), which the administrator keeps elsewhere, and the
surveys' key file, whose copy would let a finder tell who has answered (ANONYMITY 2).
"""

import stat
from collections.abc import Iterator
from pathlib import Path

from bot.settings import Settings
from handlers.papers import FOLDER as PAPERS
from storage.snapshot import NAMES

ATTACHMENTS = "files/"
PASSING = (PAPERS, "fetched/drafts")
"""Folders among the attachments whose files last for a moment only."""


def attachments(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The kept files by their names in the archive, in order. Raises OSError."""
    folder = settings.storage.files
    secret = _secrets(settings.surveys.key_file)
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name.startswith(tuple(f"{one}/" for one in PASSING)) or file.absolute() in secret:
            continue
        if stat.S_ISREG(file.lstat().st_mode):
            yield ATTACHMENTS + name, file


def url_of(settings: Settings) -> str:
    """The database's address, password included."""
    return settings.storage.url.get_secret_value()


def belongs(name: str) -> bool:
    """Can a file of this name be put back?"""
    return name in NAMES or name.startswith(ATTACHMENTS)


def _secrets(key_file: Path | None) -> set[Path]:
    if key_file is None:
        return set()
    return {
        key_file.absolute().with_name(key_file.name + end) for end in ("", ".new", ".old", ".lock")
    }
