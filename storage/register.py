"""The register of appeals, page by page; implements `appeals.ports.Register`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select

from appeals.model import State, What
from appeals.register import MISSED_STEP, Entry, Question, Standing, Which
from storage.codec import unpack
from storage.db import Db
from storage.overdue import IS_OPEN, WAITS, is_overdue
from storage.tables import (
    appeals,
    clients,
    events,
    incident_members,
    incidents,
    is_state,
    staff,
    steps,
)

TOLD = (What.STAFF_WROTE.value, What.CAUSE.value)

Cause = tuple[str, str]
"""The code of a cause, and the controller's words."""
_NO_CAUSE: Cause = ("", "")


class Register:
    """The register within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def page(self, question: Question, after: int, limit: int) -> Sequence[Entry]:
        """The next entries behind the appeal with the row id `after`, in order of registration."""
        wanted = _ENTRY.where(appeals.c.id > after, *_asked(question))
        rows = await self._db.all(wanted.order_by(appeals.c.id).limit(limit))
        return await self._entries(rows)

    async def urgent(self, question: Question, limit: int) -> Sequence[Entry]:
        """At most `limit` entries, the earliest deadline first."""
        wanted = _ENTRY.where(*_asked(question)).order_by(appeals.c.due_at, appeals.c.id)
        return await self._entries(await self._db.all(wanted.limit(limit)))

    async def standing(self, now: datetime) -> Standing:
        """How many are open and overdue, and when the next deadline is."""
        counted = select(func.count()).select_from(appeals)
        following = select(func.min(appeals.c.due_at)).where(IS_OPEN, appeals.c.due_at >= now)
        return Standing(
            int(await self._db.value(counted.where(IS_OPEN))),
            int(await self._db.value(counted.where(is_overdue(now)))),
            await self._db.value(following),
        )

    async def _entries(self, rows: Sequence[Row[Any]]) -> Sequence[Entry]:
        replies, causes = await self._told([row.id for row in rows])
        return [_entry(row, replies.get(row.id), causes.get(row.id, _NO_CAUSE)) for row in rows]

    async def _told(self, ids: Sequence[int]) -> tuple[dict[int, datetime], dict[int, Cause]]:
        """When staff first wrote, and the cause of a breach as it was last recorded."""
        replies: dict[int, datetime] = {}
        causes: dict[int, Cause] = {}
        if not ids:
            return replies, causes
        found = await self._db.all(
            select(events.c.appeal_id, events.c.what, events.c.at, events.c.data)
            .where(events.c.appeal_id.in_(ids), events.c.what.in_(TOLD))
            .order_by(events.c.appeal_id, events.c.seq)
        )
        for line in found:
            if line.what == What.CAUSE.value:
                causes[line.appeal_id] = _cause(unpack(line.data))
            else:
                replies.setdefault(line.appeal_id, line.at)
        return replies, causes


_HOME = func.coalesce(func.nullif(appeals.c.department, ""), staff.c.department, "")
"""Where an appeal belongs: as it was said, else where its executor works, else nowhere yet."""

_MISSED_BEFORE = (
    (steps.c.appeal_id == appeals.c.id)
    & (steps.c.key == MISSED_STEP)
    & (steps.c.cycle < appeals.c.cycle)
)
"""A deadline that was missed before the present one was set."""

_ENTRY: Select[Any] = (
    select(
        appeals.c.id,
        appeals.c.number,
        appeals.c.kind,
        appeals.c.channel,
        appeals.c.scene,
        appeals.c.subject,
        appeals.c.published_at,
        appeals.c.due_at,
        appeals.c.state,
        appeals.c.reason,
        appeals.c.executor,
        _HOME.label("department"),
        appeals.c.cycle,
        appeals.c.transfers,
        appeals.c.ended_at,
        WAITS.label("waits"),
        clients.c.code.label("client_code"),
        clients.c.name.label("client_name"),
        staff.c.name.label("executor_name"),
        select(func.min(steps.c.at))
        .where(_MISSED_BEFORE)
        .correlate(appeals)
        .scalar_subquery()
        .label("missed_at"),
        select(incidents.c.number)
        .join(incident_members, incident_members.c.incident_id == incidents.c.id)
        .where(incident_members.c.appeal_id == appeals.c.id)
        .correlate(appeals)
        .scalar_subquery()
        .label("incident"),
    )
    .join(clients, clients.c.id == appeals.c.client_id)
    .join(staff, staff.c.id == appeals.c.executor, isouter=True)
)


def _asked(question: Question) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if question.department:
        conditions.append(_HOME.in_((question.department, "")))
    match question.which:
        case Which.DUE:
            conditions.append(IS_OPEN)
            if question.until is not None:
                conditions.append(appeals.c.due_at < question.until)
            return conditions
        case Which.MISSED:
            return [*conditions, _missed(question)]
        case Which.OPEN:
            conditions.append(IS_OPEN)
    if question.since is not None:
        conditions.append(appeals.c.published_at >= question.since)
    if question.until is not None:
        conditions.append(appeals.c.published_at < question.until)
    return conditions


def _missed(question: Question) -> ColumnElement[bool]:
    """Overdue now, or since the beginning put off or answered after a deadline had passed."""
    overdue = is_overdue(question.now)
    before, put_off = exists().where(_MISSED_BEFORE), exists().where(_MISSED_BEFORE)
    late = is_state(appeals.c.state, State.ANSWERED.value)
    if question.since is not None:
        late &= appeals.c.ended_at >= question.since
        put_off = put_off.where(steps.c.at >= question.since)
    late &= (appeals.c.ended_at > appeals.c.due_at) | before.correlate(appeals)
    return overdue | late | (IS_OPEN & put_off.correlate(appeals))


def _cause(data: dict[str, Any]) -> Cause:
    return str(data.get("cause") or ""), str(data.get("text") or "")


def _entry(row: Row[Any], first_reply_at: datetime | None, cause: Cause) -> Entry:
    return Entry(
        appeal_id=row.id,
        number=row.number,
        kind=row.kind,
        channel=row.channel,
        scene=row.scene,
        client_code=row.client_code,
        client_name=row.client_name,
        subject=row.subject,
        received_at=row.published_at,
        due_at=row.due_at,
        state=State(row.state),
        reason=row.reason or "",
        executor=row.executor,
        executor_name=row.executor_name or row.executor,
        department=row.department,
        cycle=row.cycle,
        transfers=row.transfers,
        first_reply_at=first_reply_at,
        ended_at=row.ended_at,
        waits=bool(row.waits),
        cause=cause[0],
        cause_text=cause[1],
        missed_at=row.missed_at,
        incident=row.incident or "",
    )
