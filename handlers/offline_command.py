"""/register_offline: what came by phone, post, at a reception or through ПОС (A10)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from appeals.desk import of_staff
from appeals.model import Address
from appeals.words import Content
from handlers.channels import OFFLINE
from handlers.command import Command, answer
from handlers.conversation import Person, Refresh, Reply, Words, Wrote
from handlers.dates import moment
from handlers.office import Office
from handlers.opening import Matter, opened
from handlers.registering import copy_for_staff
from handlers.when import NotAMoment, read_day
from handlers.who import department_in

LONGEST_AGO = timedelta(days=366)
_SOURCES = {
    "pos": r"пос\b",
    "hotline": r"горяч\w+ лини",
    "phone": r"телефон|звон",
    "email": r"эл\w*\.? почт|e-?mail",
    "post": r"почт|письм",
    "visit": r"(личн\w+ )?прием",
    "site": r"сайт",
    "epgu": r"епгу|госуслуг",
}
_SMALL = frozenset({"по", "через", "на", "с"})
_KINDS = {"pos": "problem"}
_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Arrived:
    """By which way, when (aware UTC), for which department (empty: nobody said), and what."""

    source: str
    when: datetime
    department: str
    text: str


async def register(command: Command, office: Office) -> list[Reply]:
    """`/register_offline канал; дата время; [отдел;] текст`, the date in the authority's zone."""
    fields = [field.strip() for field in command.rest.split(";", _FIELDS - 1)]
    if len(fields) < _FIELDS or not all(fields):
        return [answer(command, Words("offline-how"))]
    source = source_in(fields[0])
    if source is None:
        return [answer(command, Words("offline-source"))]
    when = _moment(fields[1], office)
    if isinstance(when, Words):
        return [answer(command, when)]
    department, text = await _department(fields[2], office)
    return await _registered(command, Arrived(source, when, department, text), office)


def source_in(words: str) -> str | None:
    """The way it came: «ПОС», «по телефону», «горячая линия», «приём» …"""
    plain = words.casefold().replace("ё", "е").strip(' .«»"')
    spoken = " ".join(word for word in plain.split() if word not in _SMALL)
    return next((code for code, name in _SOURCES.items() if re.match(name, spoken)), None)


def _moment(text: str, office: Office) -> datetime | Words:
    """When it reached the authority: a day and a time, not in the future, at most a year ago."""
    try:
        day = read_day(text, office.now, office.desk.zone)
    except NotAMoment:
        return Words("offline-when")
    if day.clock is None or day.rest.strip(" ."):
        return Words("offline-when")
    local = datetime.combine(day.day, day.clock, office.desk.zone)
    when = local.astimezone(UTC)
    if when > office.now:
        return Words("offline-future")
    return when if office.now - when <= LONGEST_AGO else Words("offline-long-ago")


async def _department(text: str, office: Office) -> tuple[str, str]:
    """The department when one stands before the text, and the text."""
    first, found, rest = text.partition(";")
    roster = await office.roster.load(office.now)
    named = department_in(first, roster) if found and rest.strip() else None
    if named is None or named.rest:
        return "", text
    return named.one.id, rest.strip()


async def _registered(command: Command, arrived: Arrived, office: Office) -> list[Reply]:
    """Its client is known by nothing but the message that registered it."""
    given = command.message
    person = Person(f"{arrived.source}:{given.at.chat}.{given.id}", "")
    client = await office.clients.met(OFFLINE, person.id, person.name, "")
    at, content = Address(OFFLINE, person.id), Content(arrived.text)
    asked = Wrote(at, person, arrived.when, "1", content, private=True)
    matter = Matter(_KINDS.get(arrived.source, OFFLINE), arrived.department)
    appeal, stored = await opened(asked, client, matter, office, of_staff(command.employee))
    facts = {
        "number": appeal.number,
        "due": moment(appeal.due_at, office.desk.zone),
        "zone": office.desk.zone_label,
        "late": "yes" if appeal.due_at <= office.now else "no",
    }
    return [
        answer(command, Words("offline-registered", facts)),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]
