"""Which rungs of the ladder have been climbed; implements `appeals.ports.Steps`."""

from datetime import datetime

from sqlalchemy import select

from storage.db import Db
from storage.tables import steps


class Steps:
    """Rungs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def taken(self, appeal_id: int, cycle: int) -> frozenset[str]:
        """Keys of the rungs climbed in this cycle."""
        same = (steps.c.appeal_id == appeal_id) & (steps.c.cycle == cycle)
        return frozenset(key for (key,) in await self._db.all(select(steps.c.key).where(same)))

    async def take(self, appeal_id: int, cycle: int, key: str, at: datetime, late: bool) -> bool:
        """Climb a rung; False when it was climbed before."""
        statement = (
            self._db.insert(steps)
            .values(appeal_id=appeal_id, cycle=cycle, key=key, at=at, late=late)
            .on_conflict_do_nothing()
        )
        return bool(await self._db.run(statement))
