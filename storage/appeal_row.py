"""An appeal as a row of its table, and back."""

from typing import Any

from sqlalchemy import Row

from appeals.model import Address, Appeal, MessageRef, Reason, Scene, Spot, State
from storage.codec import pack_names, unpack_names
from storage.search import folded


def clock_of(appeal: Appeal) -> dict[str, Any]:
    """What of it a changed calendar or policy moves; for a statement with these parameters."""
    return {
        "this": appeal.id,
        "due": appeal.due_at,
        "now_in": appeal.cycle,
        "next_step": appeal.next_step_at,
    }


def values_of(appeal: Appeal) -> dict[str, Any]:
    """Everything but its id; also what is looked for by, made of the rest."""
    question = appeal.question
    return {
        "number": appeal.number,
        "kind": appeal.kind,
        "channel": appeal.place.channel,
        "chat": appeal.place.chat,
        "thread": appeal.place.thread,
        "client_id": appeal.client_id,
        "state": appeal.state.value,
        "status": "open" if appeal.is_open else "ended",
        "subject": appeal.subject,
        "search": folded(f"{appeal.number} {appeal.subject}"),
        "published_at": appeal.published_at,
        "registered_at": appeal.registered_at,
        "due_at": appeal.due_at,
        "question_channel": question.at.channel,
        "question_chat": question.at.chat,
        "question_thread": question.at.thread,
        "question_id": question.id,
        "executor": appeal.executor,
        "reason": appeal.reason.value if appeal.reason else None,
        "seen": appeal.seen,
        "spoken": appeal.spoken,
        "speakers": pack_names(appeal.speakers),
        "follows": appeal.follows,
        "ended_at": appeal.ended_at,
        "version": appeal.version,
        "cycle": appeal.cycle,
        "transfers": appeal.transfers,
        "department": appeal.department,
        "next_step_at": appeal.next_step_at,
        "scene": appeal.spot.scene.value,
        "link": appeal.spot.link,
        "by_hand": appeal.spot.by_hand,
    }


def appeal_of(row: Row[Any]) -> Appeal:
    """The appeal in a whole row of the table."""
    asked_at = Address(row.question_channel, row.question_chat, row.question_thread)
    return Appeal(
        id=row.id,
        number=row.number,
        kind=row.kind,
        place=Address(row.channel, row.chat, row.thread),
        client_id=row.client_id,
        state=State(row.state),
        subject=row.subject,
        published_at=row.published_at,
        registered_at=row.registered_at,
        due_at=row.due_at,
        question=MessageRef(asked_at, row.question_id),
        executor=row.executor,
        reason=Reason(row.reason) if row.reason else None,
        seen=row.seen,
        spoken=row.spoken,
        speakers=unpack_names(row.speakers),
        follows=row.follows,
        ended_at=row.ended_at,
        version=row.version,
        cycle=row.cycle,
        transfers=row.transfers,
        department=row.department,
        next_step_at=row.next_step_at,
        spot=Spot(Scene(row.scene), row.link, row.by_hand),
    )
