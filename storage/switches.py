"""What the controller switched for the whole installation; implements `appeals.ports.Switches`.

Every switching is a row that stays; the last one of a name holds.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from appeals.model import Actor
from appeals.ports import Switching
from storage.db import Db, brief
from storage.tables import switches

LAST = brief(
    select(switches.c.value)
    .where(switches.c.name == bindparam("name"))
    .order_by(switches.c.id.desc())
    .limit(1)
)


class Switches:
    """Switches within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, name: str) -> str:
        """The present value; empty when it was never switched."""
        found: str | None = await self._db.value(LAST, {"name": name})
        return found or ""

    async def set(self, name: str, value: str, by: Actor, at: datetime) -> None:
        """Switch it, with who and when on record."""
        values = {"name": name, "value": value, "switched_by": by.id, "at": at}
        await self._db.add(switches, values)

    async def history(self, limit: int) -> Sequence[Switching]:
        """What was switched last, newest first."""
        rows = await self._db.all(select(switches).order_by(switches.c.id.desc()).limit(limit))
        return [Switching(row.name, row.value, row.switched_by, row.at) for row in rows]
