"""The history of appeals: lines are added, never changed and never taken away (C5)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from appeals.model import Actor, ActorKind, Event, What
from storage.codec import pack, unpack
from storage.db import Db
from storage.tables import events

OF = events.c.appeal_id == bindparam("appeal")
LAST = select(func.coalesce(func.max(events.c.seq), 0)).where(OF)
ALL = select(events).where(OF).order_by(events.c.seq)
ADD = events.insert()


class History:
    """Events within one unit of work; `seq` counts an appeal's lines from 1 without gaps."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, appeal_id: int, lines: Sequence[Event]) -> None:
        """Add lines; the caller holds the appeal's row, so that nobody counts at the same time."""
        if not lines:
            return
        start = int(await self._db.value(LAST, {"appeal": appeal_id})) + 1
        values = [_values(appeal_id, start + index, line) for index, line in enumerate(lines)]
        await self._db.run(ADD, values)

    async def of(self, appeal_id: int) -> Sequence[Event]:
        """All lines, oldest first."""
        return [_event(row) for row in await self._db.all(ALL, {"appeal": appeal_id})]


def _values(appeal_id: int, seq: int, line: Event) -> dict[str, Any]:
    return {
        "appeal_id": appeal_id,
        "seq": seq,
        "what": line.what.value,
        "at": line.at,
        "actor_kind": line.by.kind.value,
        "actor_id": line.by.id,
        "data": pack(dict(line.data)),
    }


def _event(row: Row[Any]) -> Event:
    by = Actor(ActorKind(row.actor_kind), row.actor_id)
    return Event(What(row.what), row.at, by, unpack(row.data))
