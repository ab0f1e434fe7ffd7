"""What employees are to be told; implements `appeals.ports.Notices`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, update

from appeals.ports import Notice, Told
from storage.db import AT_ONCE, Db
from storage.tables import notices

_ADD = notices.insert()
_UNSAID = notices.c.said_at.is_(None)


class Notices:
    """Notices within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(
        self, recipient: str, appeal_id: int, step: str, late: bool, at: datetime
    ) -> None:
        """Remember what is to be said."""
        await self._db.add(notices, _values(Told(recipient, appeal_id, step, late), at))

    async def add_all(self, told: Sequence[Told], at: datetime) -> None:
        """Remember all of these."""
        if told:
            await self._db.run(_ADD, [_values(one, at) for one in told])

    async def gather(self, limit: int) -> Mapping[str, Sequence[Notice]]:
        """All that is not yet said to at most `limit` recipients, oldest first.

        What another process is saying right now is left out.
        """
        waiting = (
            select(notices.c.recipient)
            .where(_UNSAID)
            .group_by(notices.c.recipient)
            .order_by(notices.c.recipient)
            .limit(limit)
        )
        recipients = [recipient for (recipient,) in await self._db.all(waiting)]
        if not recipients:
            return {}
        unsaid = _UNSAID & notices.c.recipient.in_(recipients)
        rows = await self._db.all(
            select(notices)
            .where(unsaid)
            .order_by(notices.c.recipient, notices.c.id)
            .with_for_update(skip_locked=True)
        )
        found = map(_notice, rows)
        return {name: list(own) for name, own in groupby(found, key=lambda one: one.recipient)}

    async def said(self, ids: Sequence[int], at: datetime) -> None:
        """These need not be said again."""
        for start in range(0, len(ids), AT_ONCE):
            some = notices.c.id.in_(ids[start : start + AT_ONCE])
            await self._db.run(update(notices).where(some).values(said_at=at))

    async def of(self, recipient: str, said_at: datetime) -> Sequence[Notice]:
        """What was said to the recipient at this moment, oldest first."""
        together = (notices.c.recipient == recipient) & (notices.c.said_at == said_at)
        rows = await self._db.all(select(notices).where(together).order_by(notices.c.id))
        return list(map(_notice, rows))

    async def unsaid(self, recipient: str, said_at: datetime) -> None:
        """What was said to the recipient at this moment did not arrive: gather it once more."""
        lost = (notices.c.recipient == recipient) & (notices.c.said_at == said_at)
        await self._db.run(update(notices).where(lost).values(said_at=None))


def _values(one: Told, at: datetime) -> dict[str, Any]:
    return {
        "recipient": one.recipient,
        "appeal_id": one.appeal_id,
        "step": one.step,
        "late": one.late,
        "at": at,
        "said_at": None,
    }


def _notice(row: Row[Any]) -> Notice:
    return Notice(row.id, row.recipient, row.appeal_id, row.step, row.late, row.at)
