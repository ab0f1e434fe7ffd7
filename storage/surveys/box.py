"""The box of a wave: sealed sheets, and the tags of those who gave them, without any link."""

from collections.abc import AsyncIterator, Collection

from sqlalchemy import func, select, text
from sqlalchemy.schema import CreateTable, DropTable

from storage.db import Db
from storage.surveys.tables import SCHEMA, box_of, tags_of
from surveys.pool import Flush

START = 32
"""Bytes of a sealed sheet that are random and its own: the key it was sealed with."""

BATCH = 500


class Box:
    """Works inside one transaction. `wave` is a wave's id."""

    def __init__(self, db: Db, *, postgres: bool) -> None:
        self._db, self._postgres = db, postgres

    async def make(self, wave: str) -> None:
        """An empty box for a wave that opens."""
        for table, columns in ((box_of(wave), ("start", "rest")), (tags_of(wave), ("tag",))):
            await self._db.run(CreateTable(table))
            if self._postgres:
                await without_statistics(self._db, table.name, columns)

    async def put(self, wave: str, flush: Flush) -> None:
        """Everything of one flush, in its order. Raises RowRefused for what is there already."""
        tags = [{"tag": tag} for tag in flush.tags]
        sheets = [{"start": sheet[:START], "rest": sheet[START:]} for sheet in flush.sheets]
        for table, rows in ((tags_of(wave), tags), (box_of(wave), sheets)):
            if rows:
                await self._db.run(table.insert(), rows)

    async def known(self, wave: str, tags: Collection[bytes]) -> set[bytes]:
        """Which of these tags are in the box."""
        column = tags_of(wave).c.tag
        rows = await self._db.all(select(column).where(column.in_(tags))) if tags else []
        return {bytes(row[0]) for row in rows}

    async def people(self, wave: str) -> int:
        """How many tags there are."""
        return int(await self._db.value(select(func.count()).select_from(tags_of(wave))))

    async def count(self, wave: str) -> int:
        """How many sheets there are."""
        return int(await self._db.value(select(func.count()).select_from(box_of(wave))))

    async def sheets(self, wave: str) -> AsyncIterator[list[bytes]]:
        """All sealed sheets, some at a time: they may be more than memory holds."""
        box = box_of(wave)
        page = select(box).order_by(box.c.start).limit(BATCH)
        last = b""
        while rows := await self._db.all(page.where(box.c.start > last)):
            last = bytes(rows[-1].start)
            yield [bytes(row.start) + bytes(row.rest) for row in rows]

    async def drop_tags(self, wave: str) -> None:
        """Forget who has answered."""
        await self._db.run(DropTable(tags_of(wave), if_exists=True))

    async def drop(self, wave: str) -> None:
        """Forget the sheets, and who has answered."""
        await self.drop_tags(wave)
        await self._db.run(DropTable(box_of(wave), if_exists=True))


async def without_statistics(db: Db, table: str, columns: Collection[str]) -> None:
    """PostgreSQL keeps samples of values where a dropped table would leave them for a while."""
    name = f"{SCHEMA}.{table}"
    for column in columns:
        await db.run(text(f"ALTER TABLE {name} ALTER COLUMN {column} SET STATISTICS 0"))
    await db.run(text(f"ALTER TABLE {name} SET (autovacuum_enabled = false)"))
