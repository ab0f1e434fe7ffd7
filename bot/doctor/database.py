"""Checks of the storage. Nothing is written into the database."""

import os
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from appeals.model import Employee
from bot.desk_settings import employees_of
from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from storage.engine import sqlite_warning
from storage.errors import RowRefused, StorageError
from storage.store import Store

_ENOUGH = 1 << 30
_LEAST = 100 << 20
_ANYBODY = 0o007


async def database(settings: Settings, env_file: Path = Path(".env")) -> list[Finding]:
    """Is the database there, does it answer, is there room, may it be written, and by whom read?"""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    found = await _tables(url, file)
    if sqlite_warning(url):
        found.append(warning("database", "database-old-sqlite"))
    if file is not None:
        found += [*_room(file.parent), *_writable(file.parent)]
    found += _writable(settings.storage.files)
    known = [file, settings.storage.files, env_file]
    return [*found, *(one for place in known if place for one in _open_to_all(place))]


async def employees(settings: Settings) -> Sequence[Employee]:
    """Those who may answer: the database rules once it knows somebody, else the settings."""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    named = employees_of(settings)
    if file is not None and not is_there(file):
        return named
    try:
        async with opened(url) as store, store.begin() as unit:
            return await unit.staff.all() or named
    except (StorageError, RowRefused):
        return named


def is_there(path: Path) -> bool:
    """Does it exist, as far as this user may know?"""
    try:
        return path.exists()
    except OSError:
        return False


async def _tables(url: str, file: Path | None) -> list[Finding]:
    if file is not None and not is_there(file):
        return [fine("database", "database-not-yet", file=str(file))]
    if file is not None and not os.access(file, os.R_OK | os.W_OK):
        return [problem("database", "database-read-only", file=str(file))]
    try:
        async with opened(url) as store:
            return await _contents(store)
    except (StorageError, RowRefused) as trouble:
        return [problem("database", "database-silent", why=str(trouble))]


async def _contents(store: Store) -> list[Finding]:
    revision = await store.revision()
    if revision.newer:
        return [problem("database", "database-newer")]
    if revision.present is None:
        return [warning("database", "database-no-tables")]
    if revision.pending:
        return [warning("database", "database-older", steps=str(revision.pending))]
    async with store.begin() as unit:
        dead = await unit.inbox.count_dead()
    found = [fine("database", "database-fine")]
    return [*found, warning("dead", "dead-events", number=str(dead))] if dead else found


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The store, let go of afterwards."""
    store = Store.open(url)
    try:
        yield store
    finally:
        await store.close()


def _open_to_all(place: Path) -> list[Finding]:
    """Everybody on this machine could read people's words, or the tokens."""
    try:
        modes = [one.stat().st_mode for one in (place, place.absolute().parent)]
    except OSError:
        return []
    if not all(stat.S_IMODE(mode) & _ANYBODY for mode in modes):
        return []
    return [warning("access", "access-open", place=str(place))]


def _room(folder: Path) -> list[Finding]:
    free = shutil.disk_usage(_existing(folder)).free
    room = str(free >> 20)
    if free < _LEAST:
        return [problem("disk", "disk-full", room=room)]
    if free < _ENOUGH:
        return [warning("disk", "disk-low", room=room)]
    return [fine("disk", "disk-fine", room=room)]


def _writable(folder: Path) -> list[Finding]:
    """A file can be made where the data goes; the folder itself is not made."""
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)) as file:
            file.write(b"otklik")
            file.flush()
    except OSError:
        return [problem("disk", "disk-read-only", folder=str(folder))]
    return []


def _existing(folder: Path) -> Path:
    whole = folder.absolute()
    return next(place for place in (whole, *whole.parents) if is_there(place))
