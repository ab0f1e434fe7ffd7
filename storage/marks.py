"""Single facts that outlive the process; implements `appeals.ports.Marks`."""

from sqlalchemy import select

from storage.db import Db
from storage.tables import marks


class Marks:
    """Marks within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, name: str) -> str:
        """The fact; empty before anybody noted it."""
        found: str | None = await self._db.value(select(marks.c.value).where(marks.c.name == name))
        return found or ""

    async def set(self, name: str, value: str) -> None:
        """Note the fact, replacing the one before."""
        await self._db.put(marks, ("name",), {"name": name, "value": value})
