"""Talks of several steps; implements `appeals.ports.Dialogs`."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from appeals.model import Address
from storage.codec import pack, unpack
from storage.db import Db
from storage.tables import dialogs

KEYS = ("channel", "chat", "thread", "person")


class Dialogs:
    """Dialogs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def load(self, place: Address, person: str, now: datetime) -> tuple[str, dict[str, str]]:
        """Name and data of the present dialog; ("", {}) when there is none or it expired."""
        present = _of(place, person) & (dialogs.c.expires > now)
        row = await self._db.first(select(dialogs.c.name, dialogs.c.data).where(present))
        return ("", {}) if row is None else (row.name, unpack(row.data))

    async def save(
        self, place: Address, person: str, name: str, data: dict[str, str], expires: datetime
    ) -> None:
        """Store or replace the dialog."""
        values = {
            "channel": place.channel,
            "chat": place.chat,
            "thread": place.thread,
            "person": person,
            "name": name,
            "data": pack(data),
            "expires": expires,
        }
        await self._db.put(dialogs, KEYS, values)

    async def clear(self, place: Address, person: str) -> None:
        """End the dialog."""
        await self._db.run(delete(dialogs).where(_of(place, person)))


def _of(place: Address, person: str) -> ColumnElement[bool]:
    return (
        (dialogs.c.channel == place.channel)
        & (dialogs.c.chat == place.chat)
        & (dialogs.c.thread == place.thread)
        & (dialogs.c.person == person)
    )
