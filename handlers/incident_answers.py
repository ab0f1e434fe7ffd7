"""One prepared answer for an incident: shown back with who gets it where, sent when confirmed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from appeals import incident
from appeals.incident import Answer, Incident, Member, Outcome
from appeals.model import Appeal, Employee, MessageRef, Side
from appeals.seen import is_all
from appeals.words import Content
from handlers import public_hold
from handlers.channels import is_offline
from handlers.command import Command, appeal_here
from handlers.command import answer as answered
from handlers.conversation import (
    Button,
    Buttons,
    Pressed,
    Priority,
    Redraw,
    Reply,
    Retry,
    Say,
    Toast,
    Words,
)
from handlers.office import Office
from handlers.people import short_number
from handlers.press_data import PressData

_GROUP = "i"
_NAMED = 15


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets an answer now, and who is left out and why."""

    get: tuple[Appeal, ...]
    out: tuple[tuple[Appeal, Outcome], ...]


def answer(command: Command, lead: Words, buttons: Buttons = ()) -> Say:
    """Said to staff before the topics of those hundreds whom an incident is about."""
    said = answered(command, lead, buttons)
    return replace(said, priority=Priority.ACKNOWLEDGEMENT)


async def prepare(command: Command, given: str, office: Office) -> list[Reply]:
    """`/incident answer текст`, or as a reply to a note: shown back, nothing is sent yet."""
    one, text = await _meant(command, given, office)
    if one is None:
        return [answer(command, Words("incident-answer-how"))]
    content = await _content(command, text, office)
    if content.is_empty:
        return [answer(command, Words("incident-answer-how"))]
    members = await office.incidents.members(one.id)
    appeals = await office.appeals.many([member.appeal_id for member in members])
    message = command.message
    draft = Answer(0, one.id, content, command.employee.id, message.at, message.id, office.now)
    seen = {appeal.id: appeal.seen for appeal in appeals if appeal.is_open}
    prepared = await office.incidents.prepare(draft, seen)
    words, buttons = await _shown(prepared, office)
    return [replace(answer(command, words, buttons), content=content)]


async def _meant(command: Command, given: str, office: Office) -> tuple[Incident | None, str]:
    """The incident named first in the words, or the one whose topic this is."""
    word, *rest = given.split(maxsplit=1)[:2] or [""]
    if incident.is_number(word):
        return await office.incidents.numbered(word), "".join(rest).strip()
    here = await appeal_here(command.message, office)
    return (await office.incidents.of(here.id) if here else None), given


async def _content(command: Command, text: str, office: Office) -> Content:
    """The words after the command, or the message that it replies to, without a note's prefix."""
    message = command.message
    if text or not message.reply_to:
        return Content(text)
    stored = await office.messages.at(MessageRef(message.at, message.reply_to))
    if stored is None or stored.side is Side.CLIENT:
        return Content()
    words = stored.content.text.lstrip()
    if stored.side is Side.NOTE:
        return stored.content.with_text(words.removeprefix(office.desk.note_prefix).strip())
    return stored.content


async def recipients(prepared: Answer, office: Office) -> Recipients:
    """As things stand now; who has this answer already is neither."""
    members = await office.incidents.members(prepared.incident_id)
    by_id = {member.appeal_id: member for member in members}
    get, out = [], []
    for appeal in await office.appeals.many(list(by_id)):
        member = by_id[appeal.id]
        if incident.has_it(member, prepared):
            continue
        why = await left_out(appeal, member, office)
        if why is None:
            get.append(appeal)
        else:
            out.append((appeal, why))
    return Recipients(tuple(get), tuple(out))


async def left_out(appeal: Appeal, member: Member, office: Office) -> Outcome | None:
    """Why it gets no answer now; what came by phone or post can only be answered by hand."""
    if appeal.is_open and is_offline(appeal.place):
        return Outcome.BY_HAND
    return incident.left_out(
        appeal, await as_known(member, appeal, office), await office.clients.get(appeal.client_id)
    )


async def as_known(member: Member, appeal: Appeal, office: Office) -> Member:
    """The member for whom what was split off since holds nobody up."""
    if member.seen == appeal.seen:
        return member
    history = await office.appeals.history(appeal.id)
    return replace(member, seen=appeal.seen) if is_all(member.seen, appeal, history) else member


async def _shown(prepared: Answer, office: Office) -> tuple[Words, Buttons]:
    """What stands above the answer's words, and the buttons under them."""
    one = await office.incidents.get(prepared.incident_id)
    who = await recipients(prepared, office)
    number, version = (one.number, one.version) if one else ("", 0)
    count = len(who.get)
    facts: dict[str, str | int] = {"number": number, "count": count}
    warned = await _unfit(prepared.content, who.get, office)
    below = (
        *_places(who.get),
        *out_lines(who.out, office),
        *((Words("incident-unfit"),) if warned else ()),
        Words("incident-answer-below"),
    )
    send = Button(
        Words("button-incident-send", {"count": count}),
        str(PressData(_GROUP, "send", prepared.id, version)),
    )
    drop = Button(Words("button-incident-drop"), str(PressData(_GROUP, "drop", prepared.id)))
    return Words("incident-answer", facts, below=below), ((send, drop),) if count else ((drop,),)


def _places(appeals: Sequence[Appeal]) -> list[Words]:
    places = Counter((appeal.place.channel, appeal.spot.scene.value) for appeal in appeals)
    return [
        Words("incident-place", {"channel": channel, "scene": scene, "count": count})
        for (channel, scene), count in sorted(places.items())
    ]


def out_lines(out: Sequence[tuple[Appeal, Outcome]], office: Office) -> list[Words]:
    """Who is left out, by reason, with their numbers."""
    by_reason: dict[Outcome, list[str]] = {}
    for appeal, why in out:
        by_reason.setdefault(why, []).append(short_number(appeal, office))
    return [
        Words(
            "incident-out",
            {
                "why": why.value,
                "count": len(numbers),
                "numbers": ", ".join(numbers[:_NAMED]),
                "more": max(len(numbers) - _NAMED, 0),
            },
        )
        for why, numbers in by_reason.items()
    ]


async def _unfit(content: Content, to: Sequence[Appeal], office: Office) -> bool:
    """Somewhere strangers read along what they should not: phones, e-mails, numbers, names."""
    for appeal in to:
        if await public_hold.unsafe(content, appeal, office):
            return True
    return False


async def send(press: Pressed, data: PressData, employee: Employee, office: Office) -> list[Reply]:
    """«Отправить всем»: once; what has changed since it was shown is shown anew first."""
    prepared = await office.incidents.answer(data.id)
    one = await office.incidents.get(prepared.incident_id) if prepared else None
    if prepared is None or one is None:
        return [Toast(press.press_id, Words("press-stale"))]
    ref = MessageRef(press.at, press.id)
    who = await recipients(prepared, office)
    if not who.get:
        return [Toast(press.press_id, Words("toast-incident-nobody"), alert=True)]
    if one.version != data.seen:
        words, buttons = await _shown(prepared, office)
        changed = Toast(press.press_id, Words("toast-incident-changed"), alert=True)
        return [changed, Redraw(ref, words, prepared.content, buttons)]
    chosen = replace(prepared, by=employee.id, sent_at=office.now)
    await office.incidents.choose(chosen, [appeal.id for appeal in who.get])
    below = tuple(out_lines(who.out, office))
    facts: dict[str, str | int] = {
        "number": one.number,
        "count": len(who.get),
        "who": employee.name,
    }
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(ref, Words("incident-sending", facts, below=below), prepared.content),
    ]


async def drop(press: Pressed, data: PressData, office: Office) -> list[Reply]:
    """Not sent after all, by nobody: a colleague's screen may still show the button.

    What was sent cannot be dropped.
    """
    prepared = await office.incidents.answer(data.id)
    if prepared is None or prepared.sent_at is not None:
        return [Toast(press.press_id, Words("press-stale"))]
    await office.incidents.discard(prepared.id)
    ref = MessageRef(press.at, press.id)
    return [Toast(press.press_id, Words("empty")), Redraw(ref, Words("incident-dropped"))]


async def retry(press: Pressed, data: PressData, office: Office) -> list[Reply]:
    """Once more to all whose copy could not be delivered; told again when all is known."""
    outcomes = await office.incidents.outcomes(data.id)
    failed = outcomes.get(Outcome.FAILED, ())
    if not failed:
        return [Toast(press.press_id, Words("press-stale"))]
    replies: list[Reply] = []
    for appeal_id in failed:
        member = await office.incidents.member(appeal_id)
        if member is not None and member.message_id is not None:
            await office.incidents.settle(appeal_id, Outcome.QUEUED)
            replies.append(Retry(member.message_id))
    ref = MessageRef(press.at, press.id)
    again = Words("incident-retrying", {"count": len(replies)})
    return [Toast(press.press_id, Words("toast-retry")), Redraw(ref, again), *replies]
