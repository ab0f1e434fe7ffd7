"""The appeals and their history; implements `appeals.ports.Appeals`."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from appeals.model import Address, Appeal, Change, Event
from appeals.ports import Conflict
from storage.appeal_row import appeal_of, clock_of, values_of
from storage.column_types import is_row_id
from storage.db import AT_ONCE, Db, Params, brief
from storage.history import History
from storage.overdue import is_overdue
from storage.search import contains, sought
from storage.tables import appeals, counters, is_state, messages

FULL_NUMBER = re.compile(r"([0-9]{4})-([0-9]{1,9})")
SHORT_NUMBER = re.compile(r"[0-9]{1,9}")
COUNTER = "appeals:"
IS_OPEN = is_state(appeals.c.status, "open")

THIS = appeals.c.id == bindparam("this")
MINE = appeals.c.client_id == bindparam("client")
HERE = (
    (appeals.c.channel == bindparam("channel"))
    & (appeals.c.chat == bindparam("chat"))
    & (appeals.c.thread == bindparam("thread"))
)
GET = brief(select(appeals).where(THIS))
MANY = (
    select(appeals)
    .where(appeals.c.id.in_(bindparam("these", expanding=True)))
    .order_by(appeals.c.id)
)
ADD = brief(appeals.insert().returning(*appeals.c))
SAVE = brief(
    update(appeals).where(THIS, appeals.c.version == bindparam("before")).returning(*appeals.c)
)
THESE_OPEN = (
    select(appeals)
    .where(IS_OPEN, appeals.c.id.in_(bindparam("these", expanding=True)))
    .order_by(appeals.c.id)
    .with_for_update(key_share=True, skip_locked=True)
)
RETIME = (
    update(appeals)
    .where(THIS)
    .values(
        due_at=bindparam("due"),
        cycle=bindparam("now_in"),
        next_step_at=bindparam("next_step"),
        version=appeals.c.version + 1,
    )
)
MY_NEWEST = brief(
    select(appeals).where(MINE).order_by(appeals.c.id.desc()).limit(bindparam("most"))
)
NEWEST_HERE = brief(select(appeals).where(MINE, HERE).order_by(appeals.c.id.desc()).limit(1))
OPEN_HERE = NEWEST_HERE.where(IS_OPEN)
COUNT_MINE = brief(select(func.count()).select_from(appeals).where(MINE))
COUNT_EARLIER = COUNT_MINE.where(appeals.c.id < bindparam("before"))


class Appeals:
    """Appeals within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._history = History(db)

    async def next_number(self, year: int) -> str:
        """A number never given before: `YYYY-NNNNNN`, counted anew each year."""
        return _number(year, await self._db.counted(counters, f"{COUNTER}{year}"))

    async def add(self, change: Change) -> Appeal:
        """Store a new appeal (its `id` is ignored) with its events; returns it with its id."""
        row = await self._db.first(ADD, values_of(change.appeal))
        assert row is not None  # noqa: S101 - an INSERT that adds nothing raises
        await self._history.begin(row.id, change.events)
        return appeal_of(row)

    async def save(self, change: Change) -> Appeal:
        """Store the change with version + 1. Raises Conflict when the appeal moved on."""
        appeal = change.appeal
        values = values_of(appeal) | {"version": appeal.version + 1}
        row = await self._db.first(SAVE, {"this": appeal.id, "before": appeal.version, **values})
        if row is None:
            message = f"appeal {appeal.id} is no longer at version {appeal.version}"
            raise Conflict(message)
        await self._history.add(appeal.id, change.events)
        return appeal_of(row)

    async def record(self, appeal_id: int, event: Event) -> None:
        """Add a line to the history that changes no state (delivered, noted …)."""
        await self._db.lock(appeals, appeals.c.id == appeal_id)
        await self._history.add(appeal_id, (event,))

    async def get(self, appeal_id: int) -> Appeal | None:
        """The appeal as it is now."""
        return await self._first(GET, {"this": appeal_id}) if is_row_id(appeal_id) else None

    async def many(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """These appeals as they are now, in order of their row ids."""
        wanted = sorted(set(ids))
        return [
            appeal
            for start in range(0, len(wanted), AT_ONCE)
            for appeal in await self._all(MANY, {"these": wanted[start : start + AT_ONCE]})
        ]

    async def numbered(self, number: str) -> Appeal | None:
        """By its full number, or by the digits after the year (leading zeros may be missing).

        Digits that several years know mean the newest.
        """
        wanted = number.strip().lstrip("№#").strip()
        if full := FULL_NUMBER.fullmatch(wanted):
            exact = _number(int(full[1]), int(full[2]))
            return await self._first(_where(appeals.c.number == exact))
        if not SHORT_NUMBER.fullmatch(wanted):
            return None
        candidates = [_number(year, int(wanted)) for year in await self._years()]
        return await self._first(_newest(appeals.c.number.in_(candidates)).limit(1))

    async def open_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's open appeal in this conversation, the newest when there are several."""
        return await self._first(OPEN_HERE, _here(place, client_id))

    async def latest_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's newest appeal in this conversation, open or ended."""
        return await self._first(NEWEST_HERE, _here(place, client_id))

    async def of_client(self, client_id: int, limit: int) -> Sequence[Appeal]:
        """The client's appeals, newest first."""
        return await self._all(MY_NEWEST, {"client": client_id, "most": limit})

    async def count_of_client(self, client_id: int, before: int | None = None) -> int:
        """How many appeals this client has had in all, or before the one with this id."""
        if before is None:
            return int(await self._db.value(COUNT_MINE, {"client": client_id}))
        return int(await self._db.value(COUNT_EARLIER, {"client": client_id, "before": before}))

    async def open(self, limit: int, executor: str | None = None) -> Sequence[Appeal]:
        """Open appeals, the most urgent first; of one executor when given."""
        urgent = _where(IS_OPEN, *_by(executor)).order_by(appeals.c.due_at, appeals.c.id)
        return await self._all(urgent.limit(limit))

    async def count_open(self, executor: str | None = None) -> int:
        """How many are open; of one executor when given."""
        return await self._count(IS_OPEN, *_by(executor))

    async def open_due(self, since: datetime, until: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals with a deadline from `since` on and before `until`, the earliest first."""
        urgent = _where(*_due_within(since, until)).order_by(appeals.c.due_at, appeals.c.id)
        return await self._all(urgent.limit(limit))

    async def count_open_due(self, since: datetime, until: datetime) -> int:
        """How many of these there are."""
        return await self._count(*_due_within(since, until))

    async def overdue(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose deadline has passed, the longest overdue first."""
        late = _where(is_overdue(now)).order_by(appeals.c.due_at, appeals.c.id)
        return await self._all(late.limit(limit))

    async def count_overdue(self, now: datetime) -> int:
        """How many of these there are."""
        return await self._count(is_overdue(now))

    async def due(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose ladder has a rung due, the longest due first."""
        ready = _where(IS_OPEN, appeals.c.next_step_at <= now)
        first = ready.order_by(appeals.c.next_step_at, appeals.c.id)
        return await self._all(first.limit(limit))

    async def latest(self, limit: int) -> Sequence[Appeal]:
        """The newest appeals of all, newest first."""
        return await self._all(_newest().limit(limit))

    async def postpone(self, appeal_id: int, until: datetime) -> None:
        """Look at the appeal's ladder again at `until`; for one whose step could not be done."""
        same = appeals.c.id == appeal_id
        await self._db.run(update(appeals).where(same).values(next_step_at=until))

    async def hold(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """Of these (at most `db.AT_ONCE`) the open ones, kept from change by anybody else.

        What somebody is changing right now is left out. On SQLite the writer is alone anyway.
        """
        return await self._all(THESE_OPEN, {"these": list(ids)}) if ids else ()

    async def retime(self, changes: Sequence[Change]) -> None:
        """Of appeals that are held: store deadline, cycle and next step, with their events."""
        if not changes:
            return
        await self._db.run(RETIME, [clock_of(change.appeal) for change in changes])
        await self._history.add_all({one.appeal.id: one.events for one in changes})

    async def open_after(self, appeal_id: int, limit: int) -> Sequence[Appeal]:
        """Open appeals with a greater row id, in its order (to go through all in batches)."""
        further = _where(IS_OPEN, appeals.c.id > appeal_id).order_by(appeals.c.id)
        return await self._all(further.limit(limit))

    async def search(self, text: str, limit: int) -> Sequence[Appeal]:
        """Whose number, subject or messages contain the words (case-insensitive), newest first.

        Each word may stand in another place; ё and е are the same. No words, no appeals.
        """
        words = sought(text)
        if not words:
            return ()
        return await self._all(_newest(*map(_mentions, words)).limit(limit))

    async def history(self, appeal_id: int) -> Sequence[Event]:
        """Everything done to the appeal, oldest first (C5)."""
        return await self._history.of(appeal_id)

    async def histories(self, ids: Sequence[int]) -> Mapping[int, Sequence[Event]]:
        """The histories of these appeals (at most `db.AT_ONCE`)."""
        return await self._history.of_all(ids)

    async def _first(self, statement: Select[Any], params: Params | None = None) -> Appeal | None:
        row = await self._db.first(statement, params)
        return None if row is None else appeal_of(row)

    async def _all(self, statement: Select[Any], params: Params | None = None) -> Sequence[Appeal]:
        return [appeal_of(row) for row in await self._db.all(statement, params)]

    async def _count(self, *conditions: ColumnElement[bool]) -> int:
        statement = select(func.count()).select_from(appeals).where(*conditions)
        return int(await self._db.value(statement))

    async def _years(self) -> list[int]:
        names = await self._db.all(
            select(counters.c.name).where(counters.c.name.startswith(COUNTER))
        )
        return [int(name.removeprefix(COUNTER)) for (name,) in names]


def _number(year: int, count: int) -> str:
    return f"{year:04d}-{count:06d}"


def _where(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(appeals).where(*conditions)


def _newest(*conditions: ColumnElement[bool]) -> Select[Any]:
    return _where(*conditions).order_by(appeals.c.id.desc())


def _by(executor: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if executor is None else (appeals.c.executor == executor,)


def _here(place: Address, client_id: int) -> dict[str, Any]:
    return {
        "channel": place.channel,
        "chat": place.chat,
        "thread": place.thread,
        "client": client_id,
    }


def _due_within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (IS_OPEN, appeals.c.due_at < until, appeals.c.due_at >= since)


def _mentions(word: str) -> ColumnElement[bool]:
    said = select(messages.c.id).where(
        messages.c.appeal_id == appeals.c.id, contains(messages.c.search, word)
    )
    return contains(appeals.c.search, word) | said.exists()
