"""A copy of an SQLite database while the program writes it, and whether such a copy is whole.

The file is opened for reading only: such a connection makes no checkpoint, so it can't meet the
fault that `storage.engine.sqlite_warning` tells of.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import StorageError, StorageFull

BUSY_SECONDS = 30.0


def copy(file: Path, target: Path) -> None:
    """Write what the database holds now into the new file `target`; nobody has to wait meanwhile.

    Raises StorageError (StorageFull when there is no room).
    """
    try:
        with closing(_opened(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise _in_our_words(error) from None


def check(file: Path) -> None:
    """Is every page and every reference of this copy in order? Raises StorageError when not."""
    try:
        with closing(_opened(file)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise _in_our_words(error) from None
    if verdict != "ok" or orphan is not None:
        raise StorageError("the database file is damaged")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def _in_our_words(error: sqlite3.Error) -> StorageError:
    """SQLite's texts name columns and files, never values."""
    kind = StorageFull if "disk is full" in str(error) else StorageError
    return kind(f"{type(error).__name__} {error}")
