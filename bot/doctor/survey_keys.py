"""Checks of the key file, of the memory in which answers wait, and of who owns the surveys."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.settings.model import Surveys
from bot.sqlite_file import sqlite_file
from bot.surveys.keys import Damaged, KeyFile
from bot.surveys.mirror import mirror_of, own_folder, places_in_memory
from bot.surveys.ownership import is_owned_here
from bot.surveys.secret_file import Exposed
from storage.surveys.store import SurveyStore

KEY, MEMORY, OWNER = "survey-key", "survey-memory", "survey-owner"
_COPIES = ("backup", "copies", "dump", "snapshot", "бэкап", "копи", "резерв")
"""What folders of backups are called."""


def key_file(settings: Settings) -> list[Finding]:
    """Readable by its owner only, and not where backups take it."""
    file = settings.surveys.key_file
    return [] if file is None else [*_readable(file), *_placed(file, settings)]


def _readable(file: Path) -> Iterator[Finding]:
    named = {"file": str(file)}
    try:
        if file.is_symlink():
            yield problem(KEY, "survey-key-link", **named)
            return
        KeyFile(file).get("")
    except Exposed:
        yield problem(KEY, "survey-key-exposed", **named)
    except Damaged:
        yield problem(KEY, "survey-key-damaged", **named)
    except OSError:
        yield problem(KEY, "survey-key-denied", **named)
    else:
        yield fine(KEY, "survey-key-fine" if file.exists() else "survey-key-not-yet", **named)


def _placed(file: Path, settings: Settings) -> Iterator[Finding]:
    """A copy that a backup has taken is out of reach when the keys are to be destroyed."""
    place = file.absolute()
    around = [part.casefold() for part in place.parent.parts]
    if any(word in part for part in around for word in _COPIES):
        yield warning(KEY, "survey-key-backed-up", file=str(file))
        return
    database = sqlite_file(settings.storage.url.get_secret_value())
    data = [settings.storage.files, *([database.parent] if database else [])]
    if any(place.is_relative_to(folder.absolute()) for folder in data):
        yield warning(KEY, "survey-key-beside", file=str(file))


def memory(rules: Surveys, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Whether answers that wait to be mixed outlive a crash of the program."""
    if places_in_memory(environ):
        return [fine(MEMORY, "survey-memory-fine")]
    lost = {"clients": str(2 * rules.k_clients - 1), "staff": str(2 * rules.k_staff - 1)}
    return [warning(MEMORY, "survey-memory-none", **lost)]


def owner(file: Path, *, elsewhere: bool, running: bool) -> list[Finding]:
    """Which process has the surveys now, and whether answers wait on a machine that has not."""
    try:
        here = is_owned_here(file)
    except OSError:
        return [problem(OWNER, "survey-owner-lock", file=str(file))]
    if here:
        return [fine(OWNER, "survey-owner-here")]
    if elsewhere:
        found = [warning(OWNER, "survey-owner-elsewhere")]
    elif running:
        found = [warning(OWNER, "survey-owner-nobody")]
    else:
        found = [fine(OWNER, "survey-owner-stopped")]
    return [*found, warning(OWNER, "survey-owner-waiting")] if _is_waiting(file) else found


async def is_elsewhere(settings: Settings, file: Path) -> bool:
    """Another machine holds the database's lock; it is let go of at once when nobody does."""
    url = settings.storage.url.get_secret_value()
    try:
        if sqlite_file(url) is not None or is_owned_here(file):
            return False
    except OSError:  # told by `owner`
        return False
    store = SurveyStore.open(url)
    try:
        return not await store.leadership.leads()
    finally:
        await store.close()


def _is_waiting(file: Path) -> bool:
    mirrors = [mirror_of(file, own_folder(place)) for place in places_in_memory(os.environ)]
    return any(one is not None and one.file.exists() for one in mirrors)
