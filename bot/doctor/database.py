"""Checks of the storage. Nothing is written into the database."""

import shutil
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


async def database(settings: Settings) -> list[Finding]:
    """Is the database there, does it answer, is there room, may it be written?"""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    found = [await _tables(url) if file is None or file.exists() else _not_yet(file)]
    if sqlite_warning(url):
        found.append(warning("database", "database-old-sqlite"))
    if file is not None:
        found += [*_room(file.parent), *_writable(file.parent)]
    found += _writable(settings.storage.files)
    return found


async def employees(settings: Settings) -> Sequence[Employee]:
    """Those who may answer: the database rules once it knows somebody, else the settings."""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    named = employees_of(settings)
    if file is not None and not file.exists():
        return named
    try:
        async with _store(url) as store, store.begin() as unit:
            return await unit.staff.all() or named
    except (StorageError, RowRefused):
        return named


async def _tables(url: str) -> Finding:
    try:
        async with _store(url) as store:
            await store.check()
            return await _first_table(store)
    except StorageError as trouble:
        return problem("database", "database-silent", why=str(trouble))


async def _first_table(store: Store) -> Finding:
    try:
        async with store.begin() as unit:
            await unit.staff.all()
    except (StorageError, RowRefused):
        return warning("database", "database-no-tables")
    return fine("database", "database-fine")


@asynccontextmanager
async def _store(url: str) -> AsyncIterator[Store]:
    store = Store.open(url)
    try:
        yield store
    finally:
        await store.close()


def _not_yet(file: Path) -> Finding:
    return fine("database", "database-not-yet", file=str(file))


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
    return next(place for place in (whole, *whole.parents) if place.exists())
