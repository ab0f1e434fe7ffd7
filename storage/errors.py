"""What can go wrong with the storage, in words free of any driver and of anybody's data.

A driver's own text may quote the row it refused, so it never gets into these exceptions.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

PG_DISK_FULL = "53100"
PG_BAD_ROW = ("22", "23")
"""Classes of PostgreSQL's codes: data exception, constraint violation."""


class StorageError(Exception):
    """The storage can't work now; the whole unit of work is lost, nothing of it was saved.

    It is nobody's fault among the events of a batch: let it pass and try the batch again later.
    """


class StorageFull(StorageError):
    """There is no room left on the disk (or no room is allowed)."""


class RowRefused(Exception):
    """The database refused one row: a duplicate, a missing parent, a value out of range."""


class NewerDatabase(Exception):
    """The database was made by a newer version of the program; this one must not touch it."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the database is at revision {revision}, unknown to this version")
        self.revision = revision


def translated(error: SQLAlchemyError) -> Exception:
    """The same trouble without the driver's words."""
    if not isinstance(error, DBAPIError):
        return StorageError(type(error).__name__)
    cause = _summary(error)
    if _refuses_a_row(error):
        return RowRefused(cause)
    return StorageFull(cause) if _is_full(error) else StorageError(cause)


def unreachable(error: Exception) -> StorageError:
    """No connection: of the system's and the drivers' many exceptions only the kind is told."""
    trouble = translated(error) if isinstance(error, SQLAlchemyError) else None
    return trouble if isinstance(trouble, StorageError) else StorageError(type(error).__name__)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Inside, the driver's exceptions become ours."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from None


def _summary(error: DBAPIError) -> str:
    """Kind, code and statement; never the parameters. SQLite's texts name columns, not values."""
    code = getattr(error.orig, "sqlstate", None)
    if isinstance(error.orig, sqlite3.Error):
        code = str(error.orig)
    return f"{type(error).__name__} {code or ''} in: {error.statement or '-'}"


def _refuses_a_row(error: DBAPIError) -> bool:
    """Missing tables and rights are no row's fault; a value that asyncpg can't encode is."""
    code = getattr(error.orig, "sqlstate", None) or ""
    unfit = isinstance(getattr(error.orig, "__cause__", None), ValueError)
    return isinstance(error, IntegrityError | DataError) or code[:2] in PG_BAD_ROW or unfit


def _is_full(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlstate", None)
    return code == PG_DISK_FULL or "disk is full" in str(error.orig)
