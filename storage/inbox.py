"""Raw events: stored before they are acknowledged, worked on in order per conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, update

from storage.column_types import AnyText, RowId, UtcTime
from storage.db import Db, brief
from storage.tables import inbox, is_state


@dataclass(frozen=True, slots=True)
class RawEvent:
    """What a platform delivered, word for word. `attempts` counts the failed ones."""

    id: int
    channel: str
    event_id: str
    conversation: str
    raw: str
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class DeadEvent(RawEvent):
    """An event that was set aside, and `why`, for the administrator: no one's words in it."""

    why: str


def _heads(*columns: ColumnElement[Any]) -> Select[Any]:
    """The oldest unprocessed event of each conversation."""
    older = inbox.alias("older")
    before = select(older.c.id).where(
        is_state(older.c.state, "new"),
        older.c.conversation == inbox.c.conversation,
        older.c.id < inbox.c.id,
    )
    return select(*columns).where(is_state(inbox.c.state, "new"), ~before.exists())


EVENT = [inbox.c[name] for name in RawEvent.__slots__]
CLAIM = (
    _heads(*EVENT)
    .where(inbox.c.due_at <= bindparam("now", type_=UtcTime))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
NEXT_DUE = _heads(func.min(inbox.c.due_at, type_=UtcTime))
WAITING = select(func.count()).select_from(inbox).where(is_state(inbox.c.state, "new"))
IS_DEAD = is_state(inbox.c.state, "dead")
DEAD = select(*EVENT, inbox.c.error.label("why")).where(IS_DEAD).order_by(inbox.c.id)
COUNT_DEAD = select(func.count()).select_from(inbox).where(IS_DEAD)
THIS = inbox.c.id == bindparam("this", type_=RowId)
DONE = brief(update(inbox).where(THIS).values(state="done", error=""))
AGAIN = (
    update(inbox)
    .where(THIS)
    .values(
        attempts=inbox.c.attempts + 1,
        due_at=bindparam("at", type_=UtcTime),
        error=bindparam("why", type_=AnyText),
    )
)
PUT_OFF = (
    update(inbox)
    .where(THIS)
    .values(due_at=bindparam("at", type_=UtcTime), error=bindparam("why", type_=AnyText))
)
BURY = (
    update(inbox)
    .where(THIS)
    .values(state="dead", attempts=inbox.c.attempts + 1, error=bindparam("why", type_=AnyText))
)
REVIVE = (
    update(inbox).where(THIS, IS_DEAD).values(state="new", attempts=0, due_at=inbox.c.received_at)
)


class Inbox:
    """Raw events within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(
        self, channel: str, event_id: str, conversation: str, raw: str, received_at: datetime
    ) -> bool:
        """Store an event; False when the platform has delivered it before."""
        values = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "raw": raw,
            "received_at": received_at,
            "state": "new",
            "attempts": 0,
            "due_at": received_at,
            "error": "",
        }
        return await self._db.add_new(inbox, values) is not None

    async def claim(self, limit: int, now: datetime) -> list[RawEvent]:
        """The oldest unprocessed event of up to `limit` conversations, due now, oldest first.

        They are this transaction's own until it ends: another process is given other conversations.
        An event that waits for its retry holds back its own conversation only.
        """
        return _events(await self._db.all(CLAIM, {"now": now, "most": limit}))

    async def done(self, event_id: int) -> None:
        """Worked on; committed together with everything that followed from it."""
        await self._db.run(DONE, {"this": event_id})

    async def retry(self, event_id: int, at: datetime, error: str) -> None:
        """It failed; try again at `at`. `error` is for the administrator: no one's words in it."""
        await self._db.run(AGAIN, {"this": event_id, "at": at, "why": error})

    async def put_off(self, event_id: int, at: datetime, why: str) -> None:
        """Nobody is there to work on it: look again at `at`; no failure, so it is not counted."""
        await self._db.run(PUT_OFF, {"this": event_id, "at": at, "why": why})

    async def bury(self, event_id: int, error: str) -> None:
        """It fails for good: set aside, so that its conversation goes on."""
        await self._db.run(BURY, {"this": event_id, "why": error})

    async def waiting(self) -> int:
        """How many events are not worked on yet."""
        return int(await self._db.value(WAITING))

    async def next_due(self) -> datetime | None:
        """When the next event may be claimed (perhaps long ago); None when nothing waits."""
        due: datetime | None = await self._db.value(NEXT_DUE)
        return due

    async def dead(self, limit: int) -> list[DeadEvent]:
        """Events set aside, oldest first."""
        rows = await self._db.all(DEAD.limit(limit))
        return [DeadEvent(**row._mapping) for row in rows]

    async def count_dead(self) -> int:
        """How many events are set aside."""
        return int(await self._db.value(COUNT_DEAD))

    async def revive(self, event_id: int) -> bool:
        """Give a dead event a new life, due at once; False when there is no such dead event."""
        return bool(await self._db.run(REVIVE, {"this": event_id}))


def _events(rows: Sequence[Row[Any]]) -> list[RawEvent]:
    return [RawEvent(**row._mapping) for row in rows]
