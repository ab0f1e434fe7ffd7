"""Who agreed to be written to first, by topic; implements `appeals.ports.Consents`.

Every yes and every no is a row that stays; the last one of a client and a topic holds.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from appeals.model import Address
from appeals.ports import Consent
from storage.db import Db
from storage.tables import clients, consents


class Consents:
    """Consents within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def given(self, client_id: int, topic: str) -> bool | None:
        """Does the client want it now? None: never said anything of it."""
        own = (consents.c.client_id == client_id) & (consents.c.topic == topic)
        last = select(consents.c.given).where(own).order_by(consents.c.id.desc()).limit(1)
        found: bool | None = await self._db.value(last)
        return None if found is None else bool(found)

    async def say(self, client_id: int, topic: str, given: bool, at: datetime) -> bool:
        """Put it on record; False when it stood so already.

        A no that no yes came before is kept too: employees are invited without having agreed.
        """
        if await self.given(client_id, topic) is given:
            return False
        values = {"client_id": client_id, "topic": topic, "given": given, "at": at}
        await self._db.add(consents, values)
        return True

    async def subscribers(self, topic: str) -> Sequence[Address]:
        """Where those who want it can be written to: neither banned nor out of reach."""
        latest = select(func.max(consents.c.id)).where(consents.c.topic == topic)
        wanting = (
            select(clients.c.channel, clients.c.external_id)
            .join(consents, consents.c.client_id == clients.c.id)
            .where(consents.c.id.in_(latest.group_by(consents.c.client_id)))
            .where(consents.c.given, ~clients.c.banned, clients.c.reachable)
        )
        rows = await self._db.all(wanting.order_by(clients.c.id))
        return [Address(row.channel, row.external_id) for row in rows]

    async def history(self, client_id: int) -> Sequence[Consent]:
        """Everything the client said, oldest first."""
        own = select(consents).where(consents.c.client_id == client_id).order_by(consents.c.id)
        return [Consent(row.topic, row.given, row.at) for row in await self._db.all(own)]
