"""`otklik restore FILE`: an installation's data from a backup, into a place where there is none."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from bot.admin_words import say
from bot.backup import archive
from bot.backup.answer import Answer, Hindered, megabytes, trouble
from bot.backup.installation import ATTACHMENTS, belongs, url_of
from bot.doctor import machine
from bot.settings import Settings
from bot.surveys.ownership import OwnedElsewhere, owned
from storage import snapshot
from storage.errors import StorageError
from storage.migrate import is_known
from storage.store import Store

_PREFIX = ".otklik-restore-"
_MOST_NAMED = 5


async def restored(settings: Settings, source: Path) -> Answer:
    """Put everything of the archive in place, or nothing.

    Hindered while a program works on this installation, and where any database or attachment is:
    nothing is ever overwritten. The archive is checked whole before anything is put in place.
    """
    try:
        with ExitStack() as stack:
            await _nobody_works(settings, stack)
            await _is_empty(settings)
            manifest = await asyncio.to_thread(_fitting, settings, source)
            await _put_back(settings, source, stack)
        return Answer(await _report(settings, manifest))
    except archive.NewerArchive:
        return Answer(say("restore-newer"), done=False)
    except archive.Damaged:
        return Answer(say("restore-damaged", file=str(source)), done=False)
    except Exception as error:
        return Answer(trouble(error), done=False)


async def _nobody_works(settings: Settings, stack: ExitStack) -> None:
    """Also not a moment later: the surveys are ours until we are done."""
    if await machine.is_running(settings):
        raise Hindered("restore-stop-first")
    if settings.surveys.key_file is not None:
        try:
            stack.enter_context(owned(settings.surveys.key_file))
        except OwnedElsewhere:
            raise Hindered("restore-stop-first") from None


async def _is_empty(settings: Settings) -> None:
    there = list(await snapshot.occupied(url_of(settings)))
    folder = settings.storage.files
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        there.append(str(folder))
    if there:
        more = [] if len(there) <= _MOST_NAMED else ["…"]
        raise Hindered("restore-not-empty", there=", ".join([*there[:_MOST_NAMED], *more]))


def _fitting(settings: Settings, source: Path) -> archive.Manifest:
    """What is in the archive, when this version and these settings can take it."""
    manifest = archive.read(source)
    about, url = manifest.about, url_of(settings)
    if not all(map(belongs, manifest.files)):
        raise archive.Damaged("files of nobody")
    if (about.database == "sqlite") is not snapshot.is_sqlite(url):
        raise Hindered("restore-other-database", kind=about.database)
    needed = snapshot.FRONT_DESK if snapshot.is_sqlite(url) else snapshot.DUMP
    if needed not in manifest.files:
        raise archive.Damaged("no database")
    if not is_known(about.revision):
        raise archive.NewerArchive
    for folder in _homes(settings):
        if shutil.disk_usage(folder).free < manifest.size:
            raise Hindered("restore-no-room", size=megabytes(manifest.size))
    return manifest


def _homes(settings: Settings) -> tuple[Path, Path]:
    """The folders in which the database and the folder of attachments lie; made when missing."""
    own = snapshot.files_of(url_of(settings)).get(snapshot.FRONT_DESK)
    files = settings.storage.files.absolute()
    homes = (own.absolute().parent if own else files.parent, files.parent)
    for home in homes:
        home.mkdir(parents=True, exist_ok=True)
    return homes


async def _put_back(settings: Settings, source: Path, stack: ExitStack) -> None:
    """Written and checked beside its place, then renamed: the database last."""
    databases, files = (
        Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_PREFIX, dir=home)))
        for home in _homes(settings)
    )
    kept = files / "kept"
    kept.mkdir(mode=0o700)
    await asyncio.to_thread(archive.unpack, source, _places(databases, kept))
    try:
        await snapshot.examined(url_of(settings), databases)
    except StorageError:
        raise archive.Damaged("the database") from None
    if settings.storage.files.exists():
        settings.storage.files.rmdir()
    kept.rename(settings.storage.files)
    try:
        await snapshot.put_back(url_of(settings), databases)
    except BaseException:
        settings.storage.files.rename(kept)
        raise


def _places(databases: Path, kept: Path) -> Callable[[str], Path]:
    def place(name: str) -> Path:
        if name.startswith(ATTACHMENTS):
            return kept / name.removeprefix(ATTACHMENTS)
        return databases / name

    return place


async def _report(settings: Settings, manifest: archive.Manifest) -> str:
    """What is here now, and what the administrator has to know of it."""
    waiting = await _waiting(url_of(settings))
    made = datetime.fromisoformat(manifest.about.made_at).astimezone(settings.authority.timezone)
    files = sum(name.startswith(ATTACHMENTS) for name in manifest.files)
    return say(
        "restore-done", made=f"{made:%d.%m.%Y %H:%M}", files=str(files), waiting=str(waiting)
    )


async def _waiting(url: str) -> int:
    """How many messages the program will send when it starts; 0 where it has to migrate first."""
    store = Store.open(url)
    try:
        if (await store.revision()).pending:
            return 0
        async with store.begin() as unit:
            counted = await unit.outbox.counts()
        return counted["pending"] + counted["sending"]
    finally:
        await store.close()
