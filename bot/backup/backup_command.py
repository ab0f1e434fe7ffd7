"""`otklik backup FILE`: everything the program keeps, in one file, while it works."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.admin_words import say
from bot.backup import archive
from bot.backup.answer import Answer, Hindered, megabytes, trouble
from bot.backup.installation import attachments, url_of
from bot.settings import Settings
from storage import snapshot

_OWN = 0o600


async def backed_up(
    settings: Settings, wanted: Path, now: datetime, *, force: bool = False
) -> Answer:
    """Write the archive to `wanted`, or into that folder under a name of `now` (aware UTC).

    Its databases are as of one moment each; what comes in meanwhile is in the next backup. It is
    read back before it gets its name: what is there under that name is whole.
    """
    try:
        target = _target(settings, wanted, now, force=force)
        _has_something(settings)
        return await _made(settings, target, now)
    except Exception as error:
        return Answer(trouble(error), done=False)


async def _made(settings: Settings, target: Path, now: datetime) -> Answer:
    with tempfile.TemporaryDirectory(prefix=".otklik-backup-", dir=target.parent) as place:
        draft = Path(place) / "archive"
        databases = await snapshot.copied(url_of(settings), Path(place))
        about = await _about(settings, Path(place), now)

        def files() -> Iterator[tuple[str, Path]]:
            yield from ((file.name, file) for file in databases)
            yield from attachments(settings)

        await asyncio.to_thread(archive.pack, draft, about, files())
        manifest = await asyncio.to_thread(_checked, draft)
        draft.chmod(_OWN)
        size = draft.stat().st_size
        draft.replace(target)
        _sync(target.parent)
    kept = len(manifest.files) - len(databases)
    return Answer(say("backup-done", file=str(target), size=megabytes(size), files=str(kept)))


def _checked(draft: Path) -> archive.Manifest:
    """On the disk for good, and readable."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    try:
        return archive.read(draft)
    except archive.Damaged:
        raise Hindered("backup-not-readable") from None


async def _about(settings: Settings, copies: Path, now: datetime) -> archive.About:
    """A mistyped address must not end in an empty backup."""
    url = url_of(settings)
    kind = "sqlite" if snapshot.is_sqlite(url) else "postgresql"
    made_by = await snapshot.revision_of(url, copies)
    if not made_by:
        raise Hindered("backup-no-tables")
    return archive.About(now.astimezone(UTC).isoformat(timespec="seconds"), kind, made_by)


def _target(settings: Settings, wanted: Path, now: datetime, *, force: bool) -> Path:
    local = now.astimezone(settings.authority.timezone)
    target = wanted / f"otklik-{local:%Y-%m-%d-%H%M}.zip" if wanted.is_dir() else wanted
    if not target.parent.is_dir():
        raise Hindered("backup-no-folder", folder=str(target.parent))
    if target.absolute().resolve().is_relative_to(settings.storage.files.absolute().resolve()):
        raise Hindered("backup-among-files", folder=str(settings.storage.files))
    if target.exists() and (not force or not target.is_file()):
        raise Hindered("backup-there", file=str(target))
    return target


def _has_something(settings: Settings) -> None:
    own = snapshot.files_of(url_of(settings)).get(snapshot.FRONT_DESK)
    if own is not None and not own.exists():
        raise Hindered("backup-no-database", file=str(own))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
