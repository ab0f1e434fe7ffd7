"""What is to be put on the platforms: in order per lane, kept until the outcome is known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy import Row as DbRow

from handlers.conversation import Priority
from storage.codec import pack, unpack
from storage.column_types import UtcTime
from storage.db import Db, brief
from storage.tables import UNFINISHED, is_state, outbox


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be put where.

    `lane` names the queue whose order is kept. `job` is "say", "refresh", "redraw", "react" or
    "amend", `payload` its JSON-able details. `place` is "address" (then `chat` and `thread` say
    where), "topic" (of `appeal_id`) or "moderators". `key` names a delayed or collected row.
    """

    lane: str
    channel: str
    job: str
    payload: dict[str, Any]
    priority: int
    not_before: datetime
    place: str
    chat: str = ""
    thread: str = ""
    appeal_id: int | None = None
    message_id: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Order):
    """A stored order. `state`: pending, sending, unknown, sent, failed, cancelled.

    `attempts` counts the beginnings to send, `unknowns` the answers that were lost.
    """

    id: int
    state: str
    attempts: int
    unknowns: int
    created_at: datetime

    @property
    def nonce(self) -> str:
        """The same at every try to send this row, and no other row's, in no other database."""
        return f"{self.id}.{self.created_at.timestamp():.6f}"


ORDER = tuple(Order.__slots__)
NAMES = (*ORDER, "id", "state", "attempts", "unknowns", "created_at")
ROW = [outbox.c[name] for name in NAMES]
IS_UNFINISHED = is_state(outbox.c.state, *UNFINISHED)
IS_PENDING = is_state(outbox.c.state, "pending")
IS_FAILED = is_state(outbox.c.state, "failed")


def _heads(*columns: ColumnElement[Any]) -> Select[Any]:
    """The first unfinished row of each lane, unless it is being sent right now."""
    older = outbox.alias("older")
    before = select(older.c.id).where(
        is_state(older.c.state, *UNFINISHED),
        older.c.lane == outbox.c.lane,
        older.c.id < outbox.c.id,
    )
    return select(*columns).where(IS_UNFINISHED, outbox.c.state != "sending", ~before.exists())


HEADS = (
    _heads(*ROW)
    .where(outbox.c.not_before <= bindparam("now"))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
NEXT_DUE = _heads(func.min(outbox.c.not_before, type_=UtcTime))
# What may stand there already (an answer was lost) can't be changed or taken back any more.
IS_NAMED = IS_PENDING & (outbox.c.key == bindparam("named")) & (outbox.c.unknowns == 0)
WAITING = select(*ROW).where(
    outbox.c.id == bindparam("this"), is_state(outbox.c.state, "pending", "unknown")
)
PENDING = brief(select(*ROW).where(IS_NAMED).order_by(outbox.c.id).limit(1).with_for_update())
WITHDRAW = update(outbox).where(IS_NAMED, outbox.c.key != "").values(state="cancelled")
SENDING = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("these", expanding=True)))
    .values(state="sending", attempts=outbox.c.attempts + 1)
)
HURRY = brief(
    update(outbox)
    .where(
        IS_UNFINISHED,
        outbox.c.lane == bindparam("of"),
        outbox.c.priority > bindparam("urgency"),
    )
    .values(priority=bindparam("urgency"))
)
SET = brief(update(outbox).where(outbox.c.id == bindparam("this")))
SET_UNKNOWN = SET.values(state="unknown", unknowns=outbox.c.unknowns + 1)


class Outbox:
    """Orders within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, order: Order, now: datetime) -> int:
        """Store an order at the end of its lane; returns the row's id, never given twice.

        What stands before it in its lane becomes as urgent as it is: a daily line must not hold up
        the digest of a flood, nor a notice to everybody somebody's answer.
        """
        if order.priority < Priority.BULK:
            await self._hurry(order)
        return await self._db.add(outbox, _values(order, now))

    async def put_once(self, order: Order, now: datetime) -> bool:
        """Store it unless a pending row has its key; False then: that one will do for both."""
        if await self.pending(order.key) is not None:
            if order.priority < Priority.BULK:
                await self._hurry(order)
            return False
        await self.put(order, now)
        return True

    async def pending(self, key: str) -> Row | None:
        """The row of this key that surely does not stand there yet, held for this transaction."""
        row = await self._db.first(PENDING, {"named": key}) if key else None
        return None if row is None else _row(row)

    async def waiting(self, row_id: int) -> Row | None:
        """The row while it waits to be sent (again), held for this transaction; None otherwise."""
        row = await self._db.first(WAITING.with_for_update(), {"this": row_id})
        return None if row is None else _row(row)

    async def replace_payload(self, row_id: int, payload: dict[str, Any]) -> None:
        """Another content for a row that waits (the next part of an album)."""
        await self._set(row_id, payload=pack(payload))

    async def withdraw(self, key: str) -> bool:
        """Cancel the pending rows of this key; False when there was none (sent already)."""
        return bool(await self._db.run(WITHDRAW, {"named": key}))

    async def heads(
        self,
        now: datetime,
        limit: int,
        only: Collection[str] | None = None,
        *,
        channel: str = "",
        without: Collection[int] = (),
    ) -> list[Row]:
        """The first unfinished row of each lane, if it may be sent now; urgent first, then older.

        A row that is being sent or is not due yet holds back its lane. Locked for this transaction,
        which is to mark them as `sending`. `only`: of the private chats these alone, for messages
        to clients are stopped; what goes to the moderators' topics goes on. `channel`: of this one
        alone, so that each has its own `limit`; `without`: not these rows, which have to rest.
        """
        due = HEADS.where(*_allowed(only), *_of(channel), *_without(without))
        return [_row(row) for row in await self._db.all(due, {"now": now, "most": limit})]

    async def sending(self, ids: Sequence[int]) -> None:
        """About to be sent: committed before the platform hears of it."""
        if ids:
            await self._db.run(SENDING, {"these": list(ids)})

    async def sent(self, row_id: int, external_ids: Sequence[str], at: datetime) -> None:
        """It stands there now, under these message ids."""
        ids = pack(list(external_ids))
        await self._set(row_id, state="sent", external_ids=ids, finished_at=at, why="")

    async def later(self, row_id: int, at: datetime, why: str) -> None:
        """Nothing was sent; again at `at`."""
        await self._set(row_id, state="pending", not_before=at, why=why)

    async def unknown(self, row_id: int, at: datetime, why: str) -> None:
        """The answer was lost: it may stand there or not; look again at `at`."""
        await self._db.run(SET_UNKNOWN, {"this": row_id, "not_before": at, "why": why})

    async def failed(self, row_id: int, why: str, at: datetime) -> None:
        """The platform will never take it like this; its lane goes on."""
        await self._set(row_id, state="failed", why=why, finished_at=at)

    async def recover(self, at: datetime) -> int:
        """At start: what was being sent when the program died has an unknown outcome.

        Only the one process that delivers may call it. Returns how many rows that were. A crash is
        counted once: most of these rows were only about to be sent, and they must not be given up
        because the program ended some times in a row.
        """
        return await self._db.run(
            update(outbox)
            .where(IS_UNFINISHED, outbox.c.state == "sending")
            .values(
                state="unknown",
                unknowns=case((outbox.c.unknowns > 0, outbox.c.unknowns), else_=1),
                not_before=at,
                why="the program stopped while sending",
            )
        )

    async def retry_failed(self, message_id: int, now: datetime) -> int:
        """Send this stored message's failed rows again, counted anew; returns how many.

        That an answer was lost is not forgotten: it may stand there.
        """
        return await self._db.run(
            update(outbox)
            .where(IS_FAILED, outbox.c.message_id == message_id)
            .values(
                state="pending",
                attempts=0,
                unknowns=case((outbox.c.unknowns > 0, 1), else_=0),
                not_before=now,
                finished_at=None,
                why="",
            )
        )

    async def next_due(
        self, only: Collection[str] | None = None, *, channel: str = ""
    ) -> datetime | None:
        """When the next row may be sent (perhaps long ago); None when nothing waits.

        Lanes held by a row that is being sent don't count: its outcome wakes them. `only` and
        `channel` as above.
        """
        statement = NEXT_DUE.where(*_allowed(only), *_of(channel))
        due: datetime | None = await self._db.value(statement)
        return due

    async def channels(self) -> frozenset[str]:
        """For which channels something waits."""
        rows = await self._db.all(select(outbox.c.channel).where(IS_UNFINISHED).distinct())
        return frozenset(row.channel for row in rows)

    async def counts(self) -> dict[str, int]:
        """How many rows are pending, sending, unknown and failed."""
        unfinished = _counted(outbox.c.state, IS_UNFINISHED).group_by(outbox.c.state)
        failed = _counted(literal("failed"), IS_FAILED)
        rows = await self._db.all(union_all(unfinished, failed))
        return dict.fromkeys((*UNFINISHED, "failed"), 0) | {row.state: row.amount for row in rows}

    async def _hurry(self, order: Order) -> None:
        """What is less urgent holds the lane, and now somebody waits behind it."""
        await self._db.run(HURRY, {"of": order.lane, "urgency": order.priority})

    async def _set(self, row_id: int, **values: object) -> None:
        await self._db.run(SET, {"this": row_id, **values})


def _allowed(only: Collection[str] | None) -> tuple[ColumnElement[bool], ...]:
    if only is None:
        return ()
    return ((outbox.c.place != "address") | outbox.c.chat.in_(sorted(only)),)


def _of(channel: str) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.channel == channel,) if channel else ()


def _without(ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.id.not_in(list(ids)),) if ids else ()


def _counted(state: ColumnElement[str], condition: ColumnElement[bool]) -> Select[str, int]:
    return select(state, func.count().label("amount")).select_from(outbox).where(condition)


def _values(order: Order, now: datetime) -> dict[str, Any]:
    return {name: getattr(order, name) for name in ORDER} | {
        "payload": pack(order.payload),
        "state": "pending",
        "attempts": 0,
        "unknowns": 0,
        "why": "",
        "external_ids": "[]",
        "created_at": now,
    }


def _row(row: DbRow[Any]) -> Row:
    # By position: thousands wait in a flood, and looking names up would cost more than the reading.
    values = dict(zip(NAMES, row, strict=True))
    values["payload"] = unpack(values["payload"])
    return Row(**values)
