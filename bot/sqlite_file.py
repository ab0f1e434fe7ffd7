"""Where the database lies when it is a file."""

from pathlib import Path

_SQLITE = "sqlite+aiosqlite:///"


def sqlite_file(url: str) -> Path | None:
    """The database's file, None for a database server."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None
