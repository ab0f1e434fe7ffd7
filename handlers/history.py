"""The history of an appeal as staff read it: who, what, when (C5; SVERD 11)."""

from datetime import datetime

from appeals.model import ActorKind, Appeal, Event, What
from handlers import telling
from handlers.conversation import Words
from handlers.dates import log_moment, moment, short_moment
from handlers.office import Office
from handlers.people import client_label, for_staff, state_of

_EXCERPT = 80
_TO_ANOTHER = frozenset({What.SPLIT, What.MERGED, What.TOOK_IN})
_TOLD = frozenset({What.INTERIM, What.EXTENDED, What.HANDED_OVER, What.HANDOVER_ASKED, What.CAUSE})

SHOWN = 60
"""Events told at once: more would fill a moderator chat for minutes."""


async def told(appeal: Appeal, office: Office) -> Words:
    """A leading line with where the appeal stands, and one line an event, the latest ones last."""
    events = await office.appeals.history(appeal.id)
    return Words(
        "staff-history",
        {
            "number": appeal.number,
            "state": state_of(appeal),
            "due": moment(appeal.due_at, office.desk.zone),
            "count": len(events),
            "shown": min(len(events), SHOWN),
            "more": "yes" if len(events) > SHOWN else "no",
        },
        below=tuple([await _line(appeal, event, office) for event in events[-SHOWN:]]),
    )


async def _line(appeal: Appeal, event: Event, office: Office) -> Words:
    return Words(
        "history-line",
        {
            "when": log_moment(event.at, office.desk.zone),
            "actor": event.by.kind.value,
            "who": await doer(appeal, event, office),
            "what": event.what.value,
            "cause": str(event.data.get("cause", "")),
            "where": str(event.data.get("where", "")),
            "words": await _words(event, office),
        },
    )


async def doer(appeal: Appeal, event: Event, office: Office) -> str:
    """Who did it, as staff may read it: a name or a client's code; empty for the program.

    Who is none of the staff is called as the event says: an employee in VK's own interface.
    """
    by = event.by
    if by.kind is ActorKind.SYSTEM:
        return ""
    if by.kind is ActorKind.CLIENT:
        client = await office.clients.get(appeal.client_id)
        return client_label(client, office.desk) if client else ""
    employee = await office.staff.get(by.id)
    return employee.name if employee else str(event.data.get("name") or by.id)


async def _words(event: Event, office: Office) -> str:
    """An excerpt of the message an event speaks of, masked as everywhere staff read."""
    if event.what in _TOLD:
        return await _told_words(event, office)
    if "incident" in event.data:
        return str(event.data["incident"])
    number = event.data.get("message")
    message = await office.messages.get(int(number)) if number else None
    if message is None:
        return f"№ {event.data['number']}" if event.what in _TO_ANOTHER else ""
    return _excerpt(for_staff(message.content, office.desk).text)


def _excerpt(words: str) -> str:
    text = " ".join(words.split())
    short = f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
    return f"«{short}»" if short else ""


async def _told_words(event: Event, office: Office) -> str:
    """What an event says by itself: the new time, who got the appeal, and why."""
    data = event.data
    if until := data.get("until"):
        where = short_moment(datetime.fromisoformat(str(until)), office.desk.zone)
    elif to := str(data.get("to", "")):
        where = await telling.names_of([to], office)
    else:
        roster = await office.roster.load(office.now)
        home = roster.department(str(data.get("department", "")))
        where = home.name if home else ""
    reason = _excerpt(str(data.get("reason") or data.get("text") or ""))
    return " ".join(filter(None, (where and f"→ {where}", reason)))
