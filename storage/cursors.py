"""How far each channel has been read; moved in the transaction that stores what was read."""

from sqlalchemy import bindparam, select

from storage.db import Db
from storage.tables import cursors

GET = select(cursors.c.value).where(cursors.c.channel == bindparam("channel"))


class Cursors:
    """Cursors within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, channel: str) -> str | None:
        """Where to go on reading; None before the first time."""
        found: str | None = await self._db.value(GET, {"channel": channel})
        return found

    async def set(self, channel: str, value: str) -> None:
        """Everything before this is stored."""
        await self._db.put(cursors, ("channel",), {"channel": channel, "value": value})
