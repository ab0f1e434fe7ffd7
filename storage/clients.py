"""Those who ask; implements `appeals.ports.Clients`."""

import secrets
from typing import Any

from sqlalchemy import Executable, Row, bindparam, select, update

from appeals.model import Client
from storage.column_types import is_row_id
from storage.db import Db, Params, brief
from storage.tables import clients

SIGNS = "23456789DFJNRVWY"
"""Signs that nobody mistakes for another one, neither Latin nor Cyrillic nor a digit."""
SHORTEST = 4
TRIES_PER_LENGTH = 4

THIS = clients.c.id == bindparam("this")
GET = brief(select(clients).where(THIS))
KNOWN = brief(
    select(clients).where(
        clients.c.channel == bindparam("channel"), clients.c.external_id == bindparam("external_id")
    )
)
SET = brief(update(clients).where(THIS))


class Clients:
    """Clients within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def met(self, channel: str, external_id: str, name: str, username: str) -> Client:
        """The client with this platform id, stored or with the name refreshed."""
        client = await self.known(channel, external_id)
        attempt = 0
        while client is None:
            added = await self._added(channel, external_id, name, username, new_code(attempt))
            client = added or await self.known(channel, external_id)
            attempt += 1
        if (client.name, client.username) == (name, username):
            return client
        await self._set(client.id, name=name, username=username)
        renamed = await self.get(client.id)
        return renamed or client

    async def get(self, client_id: int) -> Client | None:
        """By row id."""
        return await self._first(GET, {"this": client_id}) if is_row_id(client_id) else None

    async def known(self, channel: str, external_id: str) -> Client | None:
        """By platform id, without storing anything."""
        return await self._first(KNOWN, {"channel": channel, "external_id": external_id})

    async def set_banned(self, client_id: int, banned: bool) -> None:
        """Ban or unban."""
        await self._set(client_id, banned=banned)

    async def set_reachable(self, client_id: int, reachable: bool) -> None:
        """Whether messages can reach the client (false: blocked the bot)."""
        await self._set(client_id, reachable=reachable)

    async def _added(
        self, channel: str, external_id: str, name: str, username: str, code: str
    ) -> Client | None:
        """None when the code is taken, or the client is met elsewhere right now."""
        values = {
            "channel": channel,
            "external_id": external_id,
            "code": code,
            "name": name,
            "username": username,
            "banned": False,
            "reachable": True,
        }
        row = await self._db.add_new_row(clients, values)
        return None if row is None else _client(row)

    async def _set(self, client_id: int, **values: object) -> None:
        await self._db.run(SET, {"this": client_id, **values})

    async def _first(self, statement: Executable, params: Params) -> Client | None:
        row = await self._db.first(statement, params)
        return None if row is None else _client(row)


def new_code(attempt: int = 0) -> str:
    """A random name for one who may not be named, like «К-7F3R»; longer after many attempts."""
    length = SHORTEST + attempt // TRIES_PER_LENGTH
    return "К-" + "".join(secrets.choice(SIGNS) for _ in range(length))


def _client(row: Row[Any]) -> Client:
    return Client(
        id=row.id,
        channel=row.channel,
        external_id=row.external_id,
        code=row.code,
        name=row.name,
        username=row.username,
        banned=row.banned,
        reachable=row.reachable,
    )
