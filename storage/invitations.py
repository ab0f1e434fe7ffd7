"""One-time ways into the staff; implements `appeals.ports.Invitations`.

The token is known to the one who was given it; here stands only its hash.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from appeals.model import Role
from appeals.roster import Invitation
from storage.codec import pack_names, unpack_names
from storage.db import Db
from storage.tables import invitations

TOKEN_BYTES = 24


class Invitations:
    """Invitations within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def issue(
        self, roles: Collection[Role], department: str, by: str, expires: datetime, now: datetime
    ) -> str:
        """A new invitation; returns its token (32 signs of A–Z, a–z, 0–9, «-», «_»)."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {
            "token_hash": hashed(token),
            "roles": pack_names(roles),
            "department": department,
            "created_by": by,
            "created_at": now,
            "expires": expires,
            "used_by": "",
        }
        await self._db.add(invitations, values)
        return token

    async def find(self, token: str) -> Invitation | None:
        """The invitation behind a token, used or not; None for a forged one."""
        same = select(invitations).where(invitations.c.token_hash == hashed(token))
        row = await self._db.first(same)
        return None if row is None else _invitation(row)

    async def use(self, invitation_id: int, by: str, now: datetime) -> bool:
        """Take it for somebody; False when it was taken before, or its time is over."""
        free = (
            (invitations.c.id == invitation_id)
            & invitations.c.used_at.is_(None)
            & (invitations.c.expires > now)
        )
        return bool(
            await self._db.run(update(invitations).where(free).values(used_by=by, used_at=now))
        )


def hashed(token: str) -> str:
    """What is kept of a token: it has 192 random bits, so a plain hash can't be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _invitation(row: Row[Any]) -> Invitation:
    roles = frozenset(Role(name) for name in unpack_names(row.roles))
    return Invitation(
        row.id, roles, row.department, row.created_by, row.expires, used_at=row.used_at
    )
