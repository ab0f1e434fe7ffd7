"""Which topic of the moderator chat shows which appeal; implements `appeals.ports.Topics`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row, bindparam, delete, select

from appeals.model import Address, Topic
from storage.db import Db, Params, brief
from storage.tables import UNFINISHED, appeals, is_state, outbox, topics

OF = topics.c.appeal_id == bindparam("appeal")
GET = brief(select(topics).where(OF))
FORGET = delete(topics).where(OF)
AT = brief(
    select(topics).where(
        topics.c.channel == bindparam("channel"),
        topics.c.chat == bindparam("chat"),
        topics.c.thread == bindparam("thread"),
    )
)
AWAITED = (
    select(outbox.c.appeal_id)
    .join(appeals, appeals.c.id == outbox.c.appeal_id)
    .where(
        is_state(outbox.c.state, *UNFINISHED),
        outbox.c.job == "refresh",
        outbox.c.appeal_id > bindparam("after"),
        appeals.c.registered_at <= bindparam("before"),
        ~select(topics.c.appeal_id).where(topics.c.appeal_id == outbox.c.appeal_id).exists(),
    )
    .distinct()
    .order_by(outbox.c.appeal_id)
    .limit(bindparam("most"))
)


class Topics:
    """Topics within one unit of work: one per appeal and one appeal per topic."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, appeal_id: int) -> Topic | None:
        """The appeal's topic, None before it was made or after it was found deleted."""
        return await self._first(GET, {"appeal": appeal_id})

    async def at(self, place: Address) -> Topic | None:
        """The topic that stands here."""
        where = {"channel": place.channel, "chat": place.chat, "thread": place.thread}
        return await self._first(AT, where)

    async def put(self, topic: Topic) -> None:
        """Store or replace the appeal's topic. RowRefused when another appeal's stands there."""
        values = {
            "appeal_id": topic.appeal_id,
            "channel": topic.at.channel,
            "chat": topic.at.chat,
            "thread": topic.at.thread,
            "card": topic.card,
            "name": topic.name,
            "drawn": topic.drawn,
        }
        await self._db.put(topics, ("appeal_id",), values)

    async def forget(self, appeal_id: int) -> None:
        """The topic is gone from the platform."""
        await self._db.run(FORGET, {"appeal": appeal_id})

    async def awaited(self, before: datetime, after: int, limit: int) -> Sequence[int]:
        """Appeals registered by `before` that stand in the queue for a topic, oldest first.

        Only those with a row id above `after`.
        """
        rows = await self._db.all(AWAITED, {"before": before, "after": after, "most": limit})
        return [row.appeal_id for row in rows]

    async def _first(self, statement: Executable, params: Params) -> Topic | None:
        row = await self._db.first(statement, params)
        return None if row is None else _topic(row)


def _topic(row: Row[Any]) -> Topic:
    at = Address(row.channel, row.chat, row.thread)
    return Topic(row.appeal_id, at, row.card, row.name, row.drawn)
