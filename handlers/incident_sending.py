"""A confirmed answer on its way to each member of an incident, and what is heard of it.

It goes out some members at a time, so that new questions are received in between. Each copy is a
stored message of its own, so that its fate is known; staff hear of all of them in one message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appeals import desk
from appeals.desk import NotAllowed
from appeals.incident import Answer, Member, Outcome
from appeals.model import (
    SYSTEM,
    Address,
    Appeal,
    Employee,
    Event,
    Fate,
    Message,
    MessageRef,
    Side,
    State,
    What,
)
from handlers import clock, incident_answers, public_refusal
from handlers.conversation import Button, Priority, Refresh, Refusal, Reply, Say, Words
from handlers.moderator_actions import answered_key
from handlers.office import Office
from handlers.people import short_number
from handlers.press_data import PressData

CHAT = "incident"
"""In place of a chat: these words were written for many and stand nowhere themselves."""
_NAMED = 15


@dataclass(frozen=True, slots=True)
class Due:
    """A member who is to be given an answer, and who sends it."""

    member: Member
    answer: Answer
    sender: Employee


async def waiting(office: Office, limit: int) -> Sequence[Due]:
    """The next members who are to be given an answer."""
    found: list[Due] = []
    answers: dict[int, tuple[Answer, Employee]] = {}
    for member in await office.incidents.waiting(limit):
        wanted = member.answer_id or 0
        if wanted not in answers and (answer := await office.incidents.answer(wanted)):
            answers[wanted] = answer, await _sender(answer, office)
        if wanted in answers:
            found.append(Due(member, *answers[wanted]))
    return found


async def give(due: Due, office: Office) -> list[Reply]:
    """Looked at once more: somebody may have added something, or been answered, since the press.

    Raises Conflict when the appeal has moved on; the member is waiting still.
    """
    member, answer = due.member, due.answer
    appeal = await office.appeals.get(member.appeal_id)
    if appeal is None:
        return []
    if why := await incident_answers.left_out(appeal, member, office):
        await office.incidents.settle(appeal.id, why)
        return await _told_at_the_end(answer, office)
    stored = await _kept(answer, appeal, office)
    change = desk.speak(appeal, due.sender, stored.id, office.now)
    await office.appeals.save(change)
    await office.incidents.settle(appeal.id, Outcome.QUEUED, stored.id)
    return [
        Say(
            appeal.place,
            content=answer.content,
            reply_to=appeal.question.id,
            appeal_id=appeal.id,
            message_id=stored.id,
            priority=Priority.GATHERED,
            aside=appeal.spot.is_public,
        )
    ]


async def give_up(due: Due, office: Office) -> list[Reply]:
    """It could not even be prepared: told with what could not be delivered."""
    await office.incidents.settle(due.member.appeal_id, Outcome.FAILED)
    return await _told_at_the_end(due.answer, office)


async def _kept(answer: Answer, appeal: Appeal, office: Office) -> Message:
    home = Address(office.desk.moderator_chat.channel, CHAT)
    return await office.messages.add(
        appeal_id=appeal.id,
        side=Side.STAFF,
        author=answer.by,
        ref=MessageRef(home, f"{answer.id}.{appeal.id}"),
        content=answer.content,
        at=office.now,
        fate=Fate.QUEUED,
    )


async def _sender(answer: Answer, office: Office) -> Employee:
    """Who pressed; may have left since."""
    return await office.staff.get(answer.by) or Employee(answer.by, "")


def is_gathered(message: Message) -> bool:
    """One of many copies of an incident's answer."""
    return message.side is Side.STAFF and message.ref.at.chat == CHAT


async def arrived(message: Message, office: Office) -> list[Reply]:
    """A member's own copy is there: answered, unless its client has added something meanwhile."""
    found = await _found(message, office)
    if found is None:
        return []
    replies = await _answered(message, *found, office)
    return [*replies, *await _told_at_the_end(found[2], office)]


async def _answered(
    message: Message, appeal: Appeal, member: Member, answer: Answer, office: Office
) -> list[Reply]:
    delivered = Event(What.DELIVERED, office.now, SYSTEM, {"message": message.id})
    known = await incident_answers.as_known(member, appeal, office)
    try:
        change = desk.answer(appeal, await _sender(answer, office), known.seen, office.now)
        change = replace(change, events=(delivered, *change.events))
    except NotAllowed:
        await office.appeals.record(appeal.id, delivered)
        outcome = Outcome.ADDED if appeal.is_open else Outcome.ANSWERED
        await office.incidents.settle(appeal.id, outcome)
        return [Refresh(appeal.id, Priority.BULK)]
    saved = await office.appeals.save(await clock.timed(change, office))
    await office.incidents.settle(appeal.id, Outcome.ANSWERED)
    return [*_whether_it_helped(saved), Refresh(saved.id, Priority.BULK)]


def _whether_it_helped(appeal: Appeal) -> list[Reply]:
    """Asked in private only, as after any answer, when everybody has got theirs."""
    if appeal.spot.is_public:
        return []
    buttons = tuple(
        Button(Words(f"button-{word}"), str(PressData("c", word, appeal.id)))
        for word in ("solved", "unsolved")
    )
    words = Words("client-answered", {"number": appeal.number})
    key = answered_key(appeal)
    return [
        Say(
            appeal.place,
            words,
            buttons=(buttons,),
            appeal_id=appeal.id,
            key=key,
            priority=Priority.HOUSEKEEPING,
        )
    ]


async def failed(message: Message, reason: Refusal, office: Office) -> list[Reply]:
    """A copy could not be delivered: on record, and told with the others'."""
    found = await _found(message, office)
    if found is None:
        return []
    appeal, _, answer = found
    data: dict[str, str | int] = {"message": message.id, "reason": reason.value}
    await office.appeals.record(appeal.id, Event(What.NOT_DELIVERED, office.now, SYSTEM, data))
    replies: list[Reply] = []
    if appeal.state is State.ANSWERED:
        # Somebody pressed «Ответ дан» before the only answer failed.
        back = desk.unanswer(appeal, office.now)
        await office.appeals.save(await clock.timed(back, office))
        replies.append(Refresh(appeal.id, Priority.BULK))
    gone = appeal.spot.is_public and reason in public_refusal.NEVER_AGAIN
    await office.incidents.settle(appeal.id, Outcome.GONE if gone else Outcome.FAILED)
    return [*replies, *await _told_at_the_end(answer, office)]


async def _found(message: Message, office: Office) -> tuple[Appeal, Member, Answer] | None:
    appeal = await office.appeals.get(message.appeal_id or 0)
    given = await office.incidents.given(appeal.id) if appeal else None
    if appeal is None or given is None or given[0].message_id != message.id:
        return None
    return appeal, *given


async def _told_at_the_end(answer: Answer, office: Office) -> list[Reply]:
    """One message for all of them, once nothing is under way any more."""
    if await office.incidents.under_way(answer.id):
        return []
    one = await office.incidents.get(answer.incident_id)
    outcomes = await office.incidents.outcomes(answer.id)
    apart = await _left_out(answer, office)
    lost, gone = (len(outcomes.get(what, ())) for what in (Outcome.FAILED, Outcome.GONE))
    facts: dict[str, str | int] = {
        "number": one.number if one else "",
        "answered": len(outcomes.get(Outcome.ANSWERED, ())),
        "failed": lost + gone,
    }
    again = Button(Words("button-retry"), str(PressData("i", "retry", answer.id)))
    return [
        Say(
            answer.at,
            Words("incident-done", facts, below=await _lines(outcomes, apart, office)),
            buttons=((again,),) if lost else (),
            reply_to=answer.reply_to,
            priority=Priority.ACKNOWLEDGEMENT,
        )
    ]


async def _left_out(answer: Answer, office: Office) -> Mapping[Outcome, Sequence[int]]:
    """Who has been left out from the beginning and still waits for an answer, by reason."""
    members = await office.incidents.members(answer.incident_id)
    others = {one.appeal_id: one for one in members if one.answer_id != answer.id}
    apart: dict[Outcome, list[int]] = {}
    for appeal in await office.appeals.many(list(others)):
        why = await incident_answers.left_out(appeal, others[appeal.id], office)
        if why is not None and why is not Outcome.ENDED:
            apart.setdefault(why, []).append(appeal.id)
    return apart


async def _lines(
    outcomes: Mapping[Outcome, Sequence[int]],
    apart: Mapping[Outcome, Sequence[int]],
    office: Office,
) -> tuple[Words, ...]:
    """Who was not answered, by reason."""
    reasons = dict.fromkeys([*outcomes, *apart])
    reasons.pop(Outcome.ANSWERED, None)
    lines: list[Words] = []
    for what in reasons:
        ids = [*outcomes.get(what, ()), *apart.get(what, ())]
        appeals = await office.appeals.many(ids[:_NAMED])
        numbers = ", ".join(short_number(appeal, office) for appeal in appeals)
        more = max(len(ids) - _NAMED, 0)
        facts: dict[str, str | int] = {
            "why": what.value,
            "count": len(ids),
            "numbers": numbers,
            "more": more,
        }
        lines.append(Words("incident-out", facts))
    return tuple(lines)
