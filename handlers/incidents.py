"""Many appeals about one matter, gathered by staff into an incident (decision 10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from appeals import desk, incident
from appeals.incident import Incident
from appeals.model import Appeal, Employee, Event, What
from appeals.words import Content
from handlers import incident_answers
from handlers.command import Command, appeal_here
from handlers.conversation import Button, Priority, Refresh, Reply, Words
from handlers.dates import short_moment
from handlers.incident_answers import answer
from handlers.office import Office
from handlers.people import for_staff, short_number
from handlers.press_data import PressData

GROUP = "i"
LISTED = 20
_MOST = 1000
_NAMED = 15
"""So many numbers are named in a line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command names: an incident (also one that a named appeal is in), appeals, typos."""

    incidents: tuple[Incident, ...]
    appeals: tuple[Appeal, ...]
    unknown: tuple[str, ...]


async def command(command: Command, office: Office) -> list[Reply]:
    """`/incident 12 13`, `/incident И-1 14`, `/incident leave 12`, `/incident answer …`."""
    word, *others = command.rest.split(maxsplit=1) or [""]
    rest = "".join(others).strip()
    match word.lower():
        case "leave":
            return await _leave(command, rest, office)
        case "take":
            return await _take(command, rest, office)
        case "answer":
            return await incident_answers.prepare(command, rest, office)
    return await _gather(command, office)


async def listed(command: Command, office: Office) -> list[Reply]:
    """`/incidents`: those with an open member, newest first."""
    found = await office.incidents.open(LISTED)
    if not found:
        return [answer(command, Words("incidents-none"))]
    lines = tuple([await line(one, office) for one in found])
    return [answer(command, Words("incidents", {"count": len(found)}, below=lines))]


async def line(one: Incident, office: Office) -> Words:
    """An incident in a list: number, matter, how many wait, until when, whose it is."""
    members = await of_incident(one, office)
    due = incident.deadline(members)
    executor = await office.staff.get(one.executor)
    return Words(
        "incident-line",
        {
            "number": one.number,
            "title": one.title,
            "open": sum(appeal.is_open for appeal in members),
            "all": len(members),
            "due": short_moment(due, office.desk.zone) if due else "none",
            "late": "yes" if due and due <= office.now else "no",
            "executor": executor.name if executor else one.executor,
        },
    )


async def of_incident(one: Incident, office: Office) -> Sequence[Appeal]:
    """Its appeals as they are now."""
    members = await office.incidents.members(one.id)
    return await office.appeals.many([member.appeal_id for member in members])


async def _gather(command: Command, office: Office) -> list[Reply]:
    asked = await _named(command, office)
    if asked.unknown:
        return [answer(command, Words("incident-unknown", {"numbers": ", ".join(asked.unknown)}))]
    if len(asked.incidents) > 1:
        numbers = ", ".join(one.number for one in asked.incidents)
        return [answer(command, Words("incident-two", {"numbers": numbers}))]
    known = asked.incidents[0] if asked.incidents else None
    if not asked.appeals or (known is None and len(asked.appeals) < 2):  # noqa: PLR2004 - one appeal is no incident
        return [answer(command, Words("incident-how"))]
    one, joined = await gather(known, asked.appeals, command.employee, office)
    words, buttons = await told(one, joined, office)
    return [answer(command, words, buttons), *refreshed(joined)]


async def gather(
    known: Incident | None, appeals: Sequence[Appeal], employee: Employee, office: Office
) -> tuple[Incident, Sequence[Appeal]]:
    """Into this incident, or a new one of the employee's; returns it and who joined just now."""
    one = known or await _opened(appeals, employee, office)
    joined = [
        appeal for appeal in appeals if await office.incidents.join(one.id, appeal.id, appeal.seen)
    ]
    by = desk.of_staff(employee)
    for appeal in joined:
        event = Event(What.GATHERED, office.now, by, {"incident": one.number})
        await office.appeals.record(appeal.id, event)
    return await office.incidents.get(one.id) or one, joined


async def told(
    one: Incident, joined: Sequence[Appeal], office: Office
) -> tuple[Words, tuple[tuple[Button, ...], ...]]:
    """What has come of it; after an answer was sent, the newcomers may get the same."""
    numbers = [short_number(appeal, office) for appeal in joined]
    facts: dict[str, str | int] = {
        "number": one.number,
        "joined": len(joined),
        "numbers": ", ".join(numbers[:_NAMED]),
        "more": max(len(numbers) - _NAMED, 0),
    }
    sent = await office.incidents.sent_answer(one.id) if joined else None
    buttons: tuple[tuple[Button, ...], ...] = ()
    if sent is not None:
        again = PressData(GROUP, "send", sent.id, one.version)
        caption = Words("button-incident-same", {"count": len(joined)})
        buttons = ((Button(caption, str(again)),),)
    facts["sent"] = "yes" if sent else "no"
    return Words("incident-gathered", facts, below=(await line(one, office),)), buttons


def refreshed(appeals: Sequence[Appeal]) -> list[Reply]:
    """Their cards show it, when others have been served."""
    return [Refresh(appeal.id, Priority.BULK) for appeal in appeals]


async def _opened(appeals: Sequence[Appeal], employee: Employee, office: Office) -> Incident:
    """Named for what was asked first."""
    first = min(appeals, key=lambda appeal: (appeal.published_at, appeal.id))
    title = for_staff(Content(first.subject), office.desk).text
    number = await office.incidents.next_number(office.today.year)
    return await office.incidents.add(number, title, employee.id, office.now)


async def _named(command: Command, office: Office) -> Asked:
    """The appeal in whose topic this is written is meant too."""
    here = await appeal_here(command.message, office)
    found: dict[int, Appeal] = {here.id: here} if here else {}
    incidents: dict[int, Incident] = {}
    unknown: list[str] = []
    for word in command.rest.replace(",", " ").replace("№", " ").split()[:_MOST]:
        if incident.is_number(word):
            one, appeal = await office.incidents.numbered(word), None
        else:
            one, appeal = None, await office.appeals.numbered(word)
        if one:
            incidents[one.id] = one
        elif appeal:
            found[appeal.id] = appeal
        else:
            unknown.append(word)
    for one in (await office.incidents.of_many(list(found))).values():
        incidents[one.id] = one
    return Asked(tuple(incidents.values()), tuple(found.values()), tuple(unknown))


async def _leave(command: Command, rest: str, office: Office) -> list[Reply]:
    """`/incident leave 12`, or in the appeal's topic without a number."""
    appeal = (
        await office.appeals.numbered(rest) if rest else await appeal_here(command.message, office)
    )
    one = await office.incidents.of(appeal.id) if appeal else None
    if appeal is None or one is None:
        return [answer(command, Words("incident-leave-how"))]
    await office.incidents.leave(appeal.id)
    by = desk.of_staff(command.employee)
    event = Event(What.SET_APART, office.now, by, {"incident": one.number})
    await office.appeals.record(appeal.id, event)
    facts = {"appeal": short_number(appeal, office), "number": one.number}
    return [answer(command, Words("incident-left", facts)), *refreshed([appeal])]


async def _take(command: Command, rest: str, office: Office) -> list[Reply]:
    """`/incident take И-1`: its responsible from now on."""
    one = await office.incidents.numbered(rest) if rest else None
    if one is None:
        here = await appeal_here(command.message, office)
        one = await office.incidents.of(here.id) if here and not rest else None
    if one is None:
        return [answer(command, Words("incident-take-how"))]
    await office.incidents.lead(one.id, command.employee.id)
    facts = {"number": one.number, "who": command.employee.name}
    return [answer(command, Words("incident-taken", facts))]
