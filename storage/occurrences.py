"""When each regular job runs next, and that it ran; implements `appeals.ports.Occurrences`."""

from datetime import datetime

from sqlalchemy import select

from storage.db import Db
from storage.tables import occurrences, occurrences_done


class Occurrences:
    """Regular jobs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def next_at(self, name: str) -> datetime | None:
        """The next time; None for a job that was never planned."""
        found: datetime | None = await self._db.value(
            select(occurrences.c.next_at).where(occurrences.c.name == name)
        )
        return found

    async def set(self, name: str, next_at: datetime) -> None:
        """Plan the next time."""
        await self._db.put(occurrences, ("name",), {"name": name, "next_at": next_at})

    async def done(self, name: str, due_at: datetime, at: datetime) -> bool:
        """Record that the job due then ran; False when it had run before."""
        statement = (
            self._db.insert(occurrences_done)
            .values(name=name, due_at=due_at, at=at)
            .on_conflict_do_nothing()
        )
        return bool(await self._db.run(statement))
