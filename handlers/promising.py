"""/interim and /extend: the client is told honestly of a new time and why (APPEALS 24, 30; B12)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from appeals import escalation, promises
from appeals.desk import NotAllowed
from appeals.model import Appeal, Change, Employee, What
from appeals.words import Content
from handlers import clock, public_hold, stopping
from handlers.channels import takes_words
from handlers.command import Command, answer, appeal_here
from handlers.conversation import Priority, Refresh, Reply, Say, TopicOf, Words, Wrote
from handlers.dates import moment
from handlers.office import Office
from handlers.refusals import refused
from handlers.when import NotAMoment, read_moment

_PATIENCE = timedelta(minutes=15)
_NEVER_MIND = frozenset({"отмена", "отменить", "не надо", "cancel"})

Promise = Callable[[Appeal, Employee, datetime, str, datetime], Change]
_PROMISES: dict[str, Promise] = {"interim": promises.interim, "extend": promises.extend}


async def interim(command: Command, office: Office) -> list[Reply]:
    """`/interim 25.11 18:00 причина`; without words the next message in the topic is asked for."""
    return await _given("interim", command, office)


async def extend(command: Command, office: Office) -> list[Reply]:
    """`/extend 25.11 причина`: only the head or who stands in for one, and only in time."""
    return await _given("extend", command, office)


async def _given(verb: str, command: Command, office: Office) -> list[Reply]:
    appeal = await appeal_here(command.message, office)
    if appeal is None:
        return [answer(command, Words("staff-only-in-topic"))]
    if command.rest:
        return await _promise(verb, command.rest, command, appeal, office)
    at, person = command.message.at, command.employee
    await office.dialogs.save(at, person.id, verb, {}, office.now + _PATIENCE)
    return [answer(command, Words(f"people-write-{verb}", {"who": person.name}))]


async def awaited(message: Wrote, employee: Employee, office: Office) -> str:
    """Which promise the employee was asked to word here; empty when none."""
    name, _ = await office.dialogs.load(message.at, employee.id, office.now)
    return name if name in _PROMISES else ""


async def worded(
    verb: str, message: Wrote, appeal: Appeal, employee: Employee, office: Office
) -> list[Reply]:
    """The message that was asked for. What can't be read is asked for again, and sent to nobody."""
    text = message.content.text.strip()
    command = Command(message, employee, text)
    if text.lower().rstrip(".!") in _NEVER_MIND:
        await office.dialogs.clear(message.at, employee.id)
        return [answer(command, Words("people-promise-cancelled"))]
    if message.content.attachments:
        return [answer(command, Words("people-promise-words"))]
    return await _promise(verb, text, command, appeal, office)


async def _promise(
    verb: str, text: str, command: Command, appeal: Appeal, office: Office
) -> list[Reply]:
    try:
        until, reason = read_moment(text, office.now, office.desk.zone)
    except NotAMoment as refusal:
        return [answer(command, Words(f"people-when-{refusal.why.value}"))]
    if found := await public_hold.unsafe(Content(reason), appeal, office):
        return [answer(command, public_hold.explained(found, "public-reason"))]
    try:
        if verb == "extend":
            promises.must_lead(appeal, command.employee, await office.roster.load(office.now))
        change = _PROMISES[verb](appeal, command.employee, until, reason, office.now)
    except NotAllowed as refusal:
        return [answer(command, await refused(refusal, appeal, office))]
    await office.dialogs.clear(command.message.at, command.employee.id)
    await _note_missed(appeal, office)
    promised = await office.appeals.save(await clock.timed(change, office))
    return await _said(verb, promised, until, reason, office)


async def _note_missed(appeal: Appeal, office: Office) -> None:
    """What has passed stays on record as missed, even if no tick has seen it yet (APPEALS 24)."""
    stands = await clock.standing(Change(appeal, ()), office)
    for rung in stands.rungs:
        if rung.key == escalation.OVERDUE and rung.at < office.now:
            late = escalation.is_late(rung, office.now)
            await office.steps.take(appeal.id, stands.due.cycle, rung.key, office.now, late)


async def _said(
    verb: str, appeal: Appeal, until: datetime, reason: str, office: Office
) -> list[Reply]:
    """The same facts to the client, as a reply to the question, and to the topic."""
    facts: dict[str, str | int] = {
        "number": appeal.number,
        "due": moment(until, office.desk.zone),
        "zone": office.desk.zone_label,
        "reason": reason,
        "told": "yes" if takes_words(appeal) else "no",
    }
    told = Words(f"people-{verb}-sent", facts, below=await stopping.waits(office))
    to_client = Say(
        appeal.place,
        Words(f"client-{verb}", facts),
        reply_to=appeal.question.id,
        appeal_id=appeal.id,
        priority=Priority.ANSWER,
    )
    return [
        *([to_client] if takes_words(appeal) else []),
        Say(TopicOf(appeal.id), told, priority=Priority.COPY),
        Refresh(appeal.id),
    ]


async def promise_line(key: str, appeal: Appeal, office: Office) -> tuple[Words, ...]:
    """A line with the new time and its reason, once the client was told of one."""
    last = promises.last_promise(await office.appeals.history(appeal.id))
    if last is None:
        return ()
    kind = "extended" if last.what is What.EXTENDED else "interim"
    facts = {
        "kind": kind,
        "due": moment(last.until, office.desk.zone),
        "zone": office.desk.zone_label,
        "reason": last.reason,
    }
    return (Words(key, facts),)
