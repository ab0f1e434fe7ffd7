"""The history of appeals: lines are added, never changed and never taken away (C5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from appeals.model import Actor, ActorKind, Event, What
from storage.codec import pack, unpack
from storage.db import Db, brief
from storage.tables import events

OF = events.c.appeal_id == bindparam("appeal")
LAST = brief(select(func.coalesce(func.max(events.c.seq), 0)).where(OF))
ALL = brief(select(events).where(OF).order_by(events.c.seq))
ADD = brief(events.insert())
THESE = events.c.appeal_id.in_(bindparam("appeals", expanding=True))
ALL_OF_THESE = select(events).where(THESE).order_by(events.c.appeal_id, events.c.seq)
LAST_OF_THESE = (
    select(events.c.appeal_id, func.max(events.c.seq).label("last"))
    .where(THESE)
    .group_by(events.c.appeal_id)
)


class History:
    """Events within one unit of work; `seq` counts an appeal's lines from 1 without gaps."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, appeal_id: int, lines: Sequence[Event]) -> None:
        """Add lines; the caller holds the appeal's row, so that nobody counts at the same time."""
        if lines:
            last = int(await self._db.value(LAST, {"appeal": appeal_id}))
            await self._put(appeal_id, lines, last)

    async def begin(self, appeal_id: int, lines: Sequence[Event]) -> None:
        """The first lines of an appeal that was made in this very transaction."""
        if lines:
            await self._put(appeal_id, lines, 0)

    async def _put(self, appeal_id: int, lines: Sequence[Event], last: int) -> None:
        values = [_values(appeal_id, seq, line) for seq, line in enumerate(lines, last + 1)]
        if len(values) == 1:
            await self._db.run(ADD, values[0])
        else:
            await self._db.run(ADD, values)

    async def add_all(self, lines: Mapping[int, Sequence[Event]]) -> None:
        """Like `add` for several appeals at once; at most `db.AT_ONCE` of them."""
        ids = [appeal_id for appeal_id, own in lines.items() if own]
        if not ids:
            return
        found = await self._db.all(LAST_OF_THESE, {"appeals": ids})
        last = {row.appeal_id: row.last for row in found}
        values = [
            _values(appeal_id, seq, line)
            for appeal_id in ids
            for seq, line in enumerate(lines[appeal_id], last.get(appeal_id, 0) + 1)
        ]
        await self._db.run(ADD, values)

    async def of(self, appeal_id: int) -> Sequence[Event]:
        """All lines, oldest first."""
        return [_event(row) for row in await self._db.all(ALL, {"appeal": appeal_id})]

    async def of_all(self, ids: Sequence[int]) -> Mapping[int, Sequence[Event]]:
        """All lines of these appeals (at most `db.AT_ONCE`), oldest first."""
        found: dict[int, list[Event]] = {appeal_id: [] for appeal_id in ids}
        for row in await self._db.all(ALL_OF_THESE, {"appeals": list(found)}) if found else ():
            found[row.appeal_id].append(_event(row))
        return found


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
