"""Incidents, their members and prepared answers; implements `appeals.ports.Incidents`."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, literal, select, update

from appeals.incident import UNSETTLED, Answer, Incident, Member, Outcome, number_of
from appeals.model import Address
from storage.codec import pack_content, unpack_content
from storage.column_types import is_row_id
from storage.db import AT_ONCE, Db, brief
from storage.tables import (
    appeals,
    counters,
    incident_answers,
    incident_hints,
    incident_members,
    incidents,
    is_state,
    messages,
)

_COUNTER = "incidents:"
_FULL = re.compile(r"(?:[ИиIi]-)?([0-9]{4})-([0-9]{1,9})")
_SHORT = re.compile(r"(?:[ИиIi]-)?([0-9]{1,9})")
_OPEN = is_state(appeals.c.status, "open")
_MEMBERS = incident_members.c
_THIS = incidents.c.id == bindparam("this")
_OF_APPEAL = _MEMBERS.appeal_id == bindparam("appeal")
_GET = select(incidents).where(_THIS)
_CHANGED = update(incidents).where(_THIS).values(version=incidents.c.version + 1)
_OF = select(incidents).join(incident_members, _MEMBERS.incident_id == incidents.c.id)
_OF_ONE = brief(_OF.where(_OF_APPEAL))
_OF_THESE = _OF.add_columns(_MEMBERS.appeal_id).where(
    _MEMBERS.appeal_id.in_(bindparam("appeals", expanding=True))
)
_ONE_MEMBER = select(incident_members).where(_OF_APPEAL)
_GIVEN = (
    select(
        incident_members,
        *(column for column in incident_answers.c if column.name not in {"id", "incident_id"}),
        incident_answers.c.id.label("of_answer"),
    )
    .join(incident_answers, incident_answers.c.id == _MEMBERS.answer_id)
    .where(_OF_APPEAL)
)
_WAITING = (
    select(incident_members)
    .where(is_state(_MEMBERS.outcome, Outcome.WAITING.value))
    .order_by(_MEMBERS.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_SAW = update(incident_members).where(_OF_APPEAL).values(seen=bindparam("known"))
_HINT = brief(
    select(incident_hints.c.like_id).where(incident_hints.c.appeal_id == bindparam("appeal"))
)
_QUESTIONS = (
    select(appeals.c.id, messages.c.content, appeals.c.registered_at)
    .join(
        messages,
        (messages.c.channel == appeals.c.question_channel)
        & (messages.c.chat == appeals.c.question_chat)
        & (messages.c.external_id == appeals.c.question_id),
    )
    .where(_OPEN, appeals.c.id > bindparam("after"), appeals.c.registered_at >= bindparam("since"))
    .order_by(appeals.c.id)
    .limit(bindparam("most"))
)


class Incidents:
    """Incidents within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def next_number(self, year: int) -> str:
        """A number never given before: `И-YYYY-NNNN`, counted anew each year."""
        return number_of(year, await self._db.counted(counters, f"{_COUNTER}{year}"))

    async def add(self, number: str, title: str, executor: str, at: datetime) -> Incident:
        """A new incident without members."""
        values = {"number": number, "title": title, "executor": executor, "made_at": at}
        row_id = await self._db.add(incidents, values | {"version": 1})
        return Incident(row_id, number, title, executor, at)

    async def get(self, incident_id: int) -> Incident | None:
        """By row id."""
        if not is_row_id(incident_id):
            return None
        row = await self._db.first(_GET, {"this": incident_id})
        return None if row is None else _incident(row)

    async def numbered(self, number: str) -> Incident | None:
        """By its number, in which «И-», the year and leading zeros may be missing."""
        if full := _FULL.fullmatch(number):
            wanted = incidents.c.number == number_of(int(full[1]), int(full[2]))
        elif short := _SHORT.fullmatch(number):
            wanted = incidents.c.number.like(f"%-{int(short[1]):04d}")
        else:
            return None
        newest = select(incidents).where(wanted).order_by(incidents.c.id.desc()).limit(1)
        row = await self._db.first(newest)
        return None if row is None else _incident(row)

    async def of(self, appeal_id: int) -> Incident | None:
        """The incident that the appeal is in."""
        row = await self._db.first(_OF_ONE, {"appeal": appeal_id})
        return None if row is None else _incident(row)

    async def of_many(self, ids: Sequence[int]) -> Mapping[int, Incident]:
        """The incidents of these appeals, by their row ids."""
        found: dict[int, Incident] = {}
        for start in range(0, len(ids), AT_ONCE):
            rows = await self._db.all(_OF_THESE, {"appeals": ids[start : start + AT_ONCE]})
            found |= {row.appeal_id: _incident(row) for row in rows}
        return found

    async def open(self, limit: int) -> Sequence[Incident]:
        """Incidents with an open member, newest first."""
        has_open = (
            select(literal(1))
            .select_from(incident_members.join(appeals, appeals.c.id == _MEMBERS.appeal_id))
            .where(_MEMBERS.incident_id == incidents.c.id, _OPEN)
            .exists()
        )
        newest = select(incidents).where(has_open).order_by(incidents.c.id.desc()).limit(limit)
        return [_incident(row) for row in await self._db.all(newest)]

    async def join(self, incident_id: int, appeal_id: int, seen: int) -> bool:
        """The appeal belongs to it from now on; False when it was in one already."""
        values = {
            "incident_id": incident_id,
            "appeal_id": appeal_id,
            "seen": seen,
            "answer_id": None,
            "outcome": Outcome.NONE.value,
            "message_id": None,
        }
        if await self._db.add_new(incident_members, values) is None:
            return False
        await self._db.run(_CHANGED, {"this": incident_id})
        return True

    async def leave(self, appeal_id: int) -> bool:
        """The appeal is in no incident any more; False when it was in none."""
        incident = await self.of(appeal_id)
        if incident is None:
            return False
        own = _MEMBERS.appeal_id == appeal_id
        await self._db.run(incident_members.delete().where(own))
        await self._db.run(_CHANGED, {"this": incident.id})
        return True

    async def lead(self, incident_id: int, executor: str) -> None:
        """Who is responsible from now on."""
        this = incidents.c.id == incident_id
        await self._db.run(update(incidents).where(this).values(executor=executor))

    async def members(self, incident_id: int) -> Sequence[Member]:
        """Who is in it, in order of joining."""
        own = select(incident_members).where(_MEMBERS.incident_id == incident_id)
        return [_member(row) for row in await self._db.all(own.order_by(_MEMBERS.id))]

    async def member(self, appeal_id: int) -> Member | None:
        """The appeal as a member."""
        row = await self._db.first(_ONE_MEMBER, {"appeal": appeal_id})
        return None if row is None else _member(row)

    async def given(self, appeal_id: int) -> tuple[Member, Answer] | None:
        """The appeal as a member, with the answer that it was given last."""
        row = await self._db.first(_GIVEN, {"appeal": appeal_id})
        return None if row is None else (_member(row), _answer(row, row.of_answer))

    async def prepare(self, answer: Answer, seen: Mapping[int, int]) -> Answer:
        """Store an answer (its `id` is ignored); `seen` tells what staff know of each appeal."""
        row_id = await self._db.add(
            incident_answers,
            {
                "incident_id": answer.incident_id,
                "content": pack_content(answer.content),
                "prepared_by": answer.by,
                "channel": answer.at.channel,
                "chat": answer.at.chat,
                "thread": answer.at.thread,
                "reply_to": answer.reply_to,
                "made_at": answer.made_at,
                "sent_at": None,
            },
        )
        if seen:
            known = [{"appeal": appeal_id, "known": count} for appeal_id, count in seen.items()]
            await self._db.run(_SAW, known)
        await self._db.run(_CHANGED, {"this": answer.incident_id})
        stored = await self.answer(row_id)
        assert stored is not None  # noqa: S101 - it was stored just now
        return stored

    async def answer(self, answer_id: int) -> Answer | None:
        """A prepared answer."""
        if not is_row_id(answer_id):
            return None
        return await self._answer(_answers().where(incident_answers.c.id == answer_id))

    async def discard(self, answer_id: int) -> None:
        """A prepared answer that was not sent is gone."""
        this = (incident_answers.c.id == answer_id) & incident_answers.c.sent_at.is_(None)
        await self._db.run(incident_answers.delete().where(this))

    async def sent_answer(self, incident_id: int) -> Answer | None:
        """What was last sent to its members."""
        own = incident_answers.c.incident_id == incident_id
        sent = _answers().where(own, incident_answers.c.sent_at.is_not(None))
        return await self._answer(sent.order_by(incident_answers.c.id.desc()).limit(1))

    async def choose(self, answer: Answer, ids: Sequence[int]) -> None:
        """These appeals are to be given the answer, `answer.by` sends it at `answer.sent_at`."""
        this = incident_answers.c.id == answer.id
        values = {"prepared_by": answer.by, "sent_at": answer.sent_at}
        await self._db.run(update(incident_answers).where(this).values(values))
        for start in range(0, len(ids), AT_ONCE):
            some = _MEMBERS.appeal_id.in_(ids[start : start + AT_ONCE])
            chosen = update(incident_members).where(some)
            waiting = Outcome.WAITING.value
            await self._db.run(chosen.values(answer_id=answer.id, outcome=waiting, message_id=None))

    async def waiting(self, limit: int) -> Sequence[Member]:
        """Who was chosen and has not been dealt with, in order."""
        return [_member(row) for row in await self._db.all(_WAITING, {"most": limit})]

    async def settle(self, appeal_id: int, outcome: Outcome, message_id: int | None = None) -> None:
        """What became of the answer for this member; `message_id` stays when not given."""
        words = {} if message_id is None else {"message_id": message_id}
        own = update(incident_members).where(_MEMBERS.appeal_id == appeal_id)
        await self._db.run(own.values(outcome=outcome.value, **words))

    async def outcomes(self, answer_id: int) -> Mapping[Outcome, Sequence[int]]:
        """What became of an answer: ids of appeals by outcome."""
        given = select(_MEMBERS.outcome, _MEMBERS.appeal_id).where(_given(answer_id))
        found: dict[Outcome, list[int]] = defaultdict(list)
        for row in await self._db.all(given.order_by(_MEMBERS.id)):
            found[Outcome(row.outcome)].append(row.appeal_id)
        return found

    async def under_way(self, answer_id: int) -> bool:
        """Some member is still waiting for it."""
        coming = _MEMBERS.outcome.in_([one.value for one in UNSETTLED])
        some = select(_MEMBERS.id).where(_given(answer_id), coming).limit(1)
        return await self._db.value(some) is not None

    async def hint(self, appeal_id: int) -> int | None:
        """The appeal that this one resembles."""
        found: int | None = await self._db.value(_HINT, {"appeal": appeal_id})
        return found

    async def set_hint(self, appeal_id: int, like_id: int) -> None:
        """Remember which one it resembles."""
        values = {"appeal_id": appeal_id, "like_id": like_id}
        await self._db.put(incident_hints, ("appeal_id",), values)

    async def questions_after(
        self, appeal_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[int, str, datetime]]:
        """Open appeals with a greater row id, registered since: id, question's words, when."""
        known = {"after": appeal_id, "since": since, "most": limit}
        rows = await self._db.all(_QUESTIONS, known)
        return [(row.id, unpack_content(row.content).text, row.registered_at) for row in rows]

    async def _answer(self, statement: Select[Any]) -> Answer | None:
        row = await self._db.first(statement)
        return None if row is None else _answer(row, row.id)


def _answer(row: Row[Any], answer_id: int) -> Answer:
    return Answer(
        answer_id,
        row.incident_id,
        unpack_content(row.content),
        row.prepared_by,
        Address(row.channel, row.chat, row.thread),
        row.reply_to,
        row.made_at,
        row.sent_at,
    )


def _given(answer_id: int) -> ColumnElement[bool]:
    """Members who were given this answer; by the incident, which has an index."""
    of_incident = select(incident_answers.c.incident_id).where(incident_answers.c.id == answer_id)
    own = _MEMBERS.incident_id == of_incident.scalar_subquery()
    return own & (_MEMBERS.answer_id == answer_id)


def _answers() -> Select[Any]:
    return select(incident_answers)


def _incident(row: Row[Any]) -> Incident:
    return Incident(row.id, row.number, row.title, row.executor, row.made_at, row.version)


def _member(row: Row[Any]) -> Member:
    return Member(
        row.incident_id,
        row.appeal_id,
        row.seen,
        row.answer_id,
        Outcome(row.outcome),
        row.message_id,
    )
