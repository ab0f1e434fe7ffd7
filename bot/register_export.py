"""From the storage to a file: page by page, each in a short unit of work of its own.

So that neither a long register nor a slow disk keeps anybody from writing to the database.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from appeals.register import Entry, Question
from storage.store import Store

PAGE = 500


class Sheet(Protocol):
    """A file of some format, being written."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Write these too."""

    def close(self) -> None:
        """Write what is left."""


async def pages(store: Store, question: Question) -> AsyncIterator[Sequence[Entry]]:
    """All entries, in order of registration. Raises StorageError when the storage fails."""
    after = 0
    while True:
        async with store.begin() as unit:
            page = await unit.register.page(question, after, PAGE)
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1].appeal_id


async def departments(store: Store, now: datetime) -> dict[str, str]:
    """Their names by id, as the database knows them. Raises StorageError."""
    async with store.begin() as unit:
        roster = await unit.roster.load(now)
    return {one.id: one.name or one.id for one in roster.departments}


async def export(
    store: Store, question: Question, file: Path, sheet: Callable[[Path], Sheet]
) -> int:
    """Write the register to `file`, whole or not at all; returns how many entries it has.

    What stood there is replaced; only the owner may read it. Raises StorageError, OSError.
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".register-") as folder:
        draft = Path(folder) / "draft"
        count = await _write(store, question, sheet(draft))
        draft.chmod(0o600)
        draft.replace(file)
    return count


async def _write(store: Store, question: Question, sheet: Sheet) -> int:
    count = 0
    async for page in pages(store, question):
        await asyncio.to_thread(sheet.add, page)
        count += len(page)
    await asyncio.to_thread(sheet.close)
    return count
