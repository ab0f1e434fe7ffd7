"""A file with its tables, made once for a whole run of tests and copied for each of them."""

import asyncio
import functools
import shutil
import tempfile
from pathlib import Path

from storage.store import Store

NAME = "otklik.db"
_KEPT = tempfile.TemporaryDirectory(prefix="otklik-tables-")
"""Gone when the run ends."""


async def fresh_file(folder: Path) -> str:
    """Put an empty database into `folder`; returns its URL."""
    made = await asyncio.to_thread(_template)
    await asyncio.to_thread(shutil.copyfile, made, folder / NAME)
    return url_of(folder)


def url_of(folder: Path) -> str:
    """The URL of the database in this folder."""
    return f"sqlite+aiosqlite:///{folder / NAME}"


@functools.cache
def _template() -> Path:
    """Made in a thread with an event loop of its own, for a loop may be running here."""
    folder = Path(_KEPT.name)
    asyncio.run(_migrate(folder))
    return folder / NAME


async def _migrate(folder: Path) -> None:
    store = Store.open(url_of(folder))
    await store.migrate()
    await store.close()
