"""`otklik migrate`: what of the tables changes with this version of the program, and changing it.

There is no way back but a backup, so that is said before.
"""

from bot.admin_words import say
from bot.backup.answer import Answer
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from storage.errors import NewerDatabase, StorageError
from storage.migrate import Changes, Revision
from storage.store import Store


async def migrated(settings: Settings, *, only_look: bool = False) -> Answer:
    """Say what changes, and change it unless `only_look`."""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    if only_look and file is not None and not file.exists():  # looking would make it
        none = say("migrate-no-file", file=str(file))
        return Answer("\n".join([none, say("migrate-only-looked")]))
    return await _migrated(Store.open(url), only_look=only_look)


async def _migrated(store: Store, *, only_look: bool) -> Answer:
    try:
        revision = await store.revision()
        if revision.newer:
            return Answer(say("migrate-newer"), done=False)
        if revision.present is not None and not revision.pending:
            return Answer(say("migrate-nothing"))
        told = _told(revision, await store.changes())
        if only_look:
            return Answer("\n".join([*told, say("migrate-only-looked")]))
        await store.migrate()
        return Answer("\n".join([*told, say("cli-migrated")]))
    except NewerDatabase:
        return Answer(say("migrate-newer"), done=False)
    except StorageError as trouble:
        return Answer(say("migrate-failed", why=str(trouble)), done=False)
    finally:
        await store.close()


def _told(revision: Revision, changes: Changes) -> list[str]:
    if revision.present is None:
        return [say("migrate-first", tables=str(len(changes.tables)))]
    lines = [say("migrate-from", revision=revision.present, steps=str(revision.pending))]
    if changes.tables:
        lines.append(say("migrate-tables", names=", ".join(changes.tables)))
    if changes.columns:
        lines.append(say("migrate-columns", names=", ".join(changes.columns)))
    if changes.others:
        lines.append(say("migrate-others", number=str(changes.others)))
    return [*lines, say("migrate-no-way-back")]
