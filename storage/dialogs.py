"""Talks of several steps; implements `appeals.ports.Dialogs`."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from appeals.model import Address
from storage.codec import pack, unpack
from storage.db import Db, brief
from storage.tables import dialogs

KEYS = ("channel", "chat", "thread", "person")
OF = [dialogs.c[name] == bindparam(name) for name in KEYS]
LOAD = brief(
    select(dialogs.c.name, dialogs.c.data).where(*OF, dialogs.c.expires > bindparam("now"))
)
CLEAR = brief(delete(dialogs).where(*OF))


class Dialogs:
    """Dialogs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def load(self, place: Address, person: str, now: datetime) -> tuple[str, dict[str, str]]:
        """Name and data of the present dialog; ("", {}) when there is none or it expired."""
        row = await self._db.first(LOAD, {**_keys(place, person), "now": now})
        return ("", {}) if row is None else (row.name, unpack(row.data))

    async def save(
        self, place: Address, person: str, name: str, data: dict[str, str], expires: datetime
    ) -> None:
        """Store or replace the dialog."""
        values = {"name": name, "data": pack(data), "expires": expires}
        await self._db.put(dialogs, KEYS, _keys(place, person) | values)

    async def clear(self, place: Address, person: str) -> None:
        """End the dialog."""
        await self._db.run(CLEAR, _keys(place, person))


def _keys(place: Address, person: str) -> dict[str, Any]:
    return {
        "channel": place.channel,
        "chat": place.chat,
        "thread": place.thread,
        "person": person,
    }
