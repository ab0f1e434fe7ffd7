"""/duty, /absent, /back: who is on duty, who is away and who stands in (F5)."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from appeals.model import Employee, Role
from appeals.roster import Absence, Deed, Department, Roster, StaffEvent
from handlers import telling
from handlers.command import Command, answer
from handlers.conversation import Reply, Words
from handlers.dates import moment
from handlers.office import Office
from handlers.when import FARTHEST, NotAMoment, WhyNot, read_day
from handlers.who import Found, department_in, employee_in

NONE = "none"
"""What texts choose by where there is no such name or time."""

RULERS = frozenset({Role.HEAD, Role.CONTROLLER, Role.ADMIN})

_CHANGE = re.compile(r"(?P<where>[^@+−–-]*?)\s*(?P<sign>[+−–-])\s*(?P<who>\S.*)", re.DOTALL)
_FOR = re.compile(r"(?:для|за)\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:со?|from)\s+", re.IGNORECASE)
_TO = re.compile(r"(?:до|по|to)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"^[\s,;—–-]+")


async def duty(command: Command, office: Office) -> list[Reply]:
    """`/duty` shows the list; `/duty [отдел] +кто` and `-кто` change it (heads and above)."""
    roster = await office.roster.load(office.now)
    if not command.rest:
        return [answer(command, await _duty_list(roster, office))]
    if not command.employee.roles & RULERS:
        return [answer(command, Words("people-no-role", {"who": "rulers"}))]
    change = _CHANGE.fullmatch(command.rest)
    found = await employee_in(change["who"], office) if change else None
    if change is None or found is None:
        return [answer(command, Words("people-duty-how"))]
    department = _department(change["where"], found.one, command.employee, roster)
    if department is None:
        return [answer(command, Words("people-no-department"))]
    return await _change_duty(command, department, found.one, change["sign"] == "+", office)


async def _change_duty(
    command: Command, department: Department, who: Employee, on: bool, office: Office
) -> list[Reply]:
    if not _rules(command.employee, department):
        return [answer(command, Words("people-not-your-department"))]
    if on and not who.may(Role.MODERATOR):
        return [answer(command, Words("people-handover-no-moderator", {"who": who.name}))]
    before = department.duty
    after = tuple(one for one in before if one != who.id) + ((who.id,) if on else ())
    if on == (who.id in before):
        return [answer(command, Words("people-duty-same", {"on": "yes" if on else "no"}))]
    await office.roster.set_duty(department.id, after)
    deed = Deed.ON_DUTY if on else Deed.OFF_DUTY
    data = {"department": department.id}
    await office.roster.record(StaffEvent(deed, office.now, who.id, command.employee.id, data))
    roster = await office.roster.load(office.now)
    words = Words("people-on-duty" if on else "people-off-duty", {"who": who.name})
    return [
        answer(command, await _duty_list(roster, office)),
        *(await telling.tell([who.id], words, office) if who != command.employee else []),
    ]


def _department(where: str, who: Employee, by: Employee, roster: Roster) -> Department | None:
    """The one that was named, else the employee's, else the only one; None for an unknown name."""
    if where.strip():
        found = department_in(where, roster)
        return found.one if found and not found.rest else None
    home = roster.department(who.department or by.department)
    only = roster.departments[0] if len(roster.departments) == 1 else None
    return home or only or (None if roster.departments else Department("", ""))


def _rules(by: Employee, department: Department) -> bool:
    """A head rules the own department only."""
    if by.roles & {Role.CONTROLLER, Role.ADMIN}:
        return True
    return department.head == by.id or department.id in {"", by.department}


async def _duty_list(roster: Roster, office: Office) -> Words:
    lines: list[Words] = []
    for one in roster.departments:
        head = roster.employee(one.head)
        named = {"name": one.name or one.id or NONE, "head": head.name if head else NONE}
        lines.append(Words("people-department", named))
        lines += [_person(number, roster, office.desk.zone) for number in one.duty]
        if not one.duty:
            lines.append(Words("people-duty-empty"))
    duty = [number for one in roster.departments for number in one.duty]
    others = [one.employee for one in roster.absences if one.employee not in duty]
    away = [_person(number, roster, office.desk.zone) for number in others]
    if away:
        lines += [Words("people-away"), *away]
    return Words("people-duty" if roster.departments else "people-duty-none", below=tuple(lines))


def _person(employee_id: str, roster: Roster, zone: tzinfo) -> Words:
    employee, absence = roster.employee(employee_id), roster.absence(employee_id)
    substitute = roster.employee(roster.stand_in(employee_id)) if absence else None
    state = "gone" if employee is None else "away" if absence else "there"
    return Words(
        "people-person",
        {
            "who": employee.name if employee else employee_id,
            "state": state,
            "until": moment(absence.until, zone) if absence and absence.until else NONE,
            "substitute": substitute.name if substitute else NONE,
        },
    )


async def absent(command: Command, office: Office) -> list[Reply]:
    """`/absent [для кого] [с] [по] [кто замещает]`; for others only heads and above."""
    whose = await _whose(command, office)
    if isinstance(whose, Words):
        return [answer(command, whose)]
    try:
        since, until, rest = period(whose.rest, office.now, office.desk.zone)
    except NotAMoment as refusal:
        return [answer(command, Words(f"people-when-{refusal.why.value}"))]
    substitute = await employee_in(rest, office) if rest else None
    if rest and (substitute is None or substitute.rest):
        return [answer(command, Words("people-absent-how"))]
    if substitute and substitute.one == whose.one:
        return [answer(command, Words("people-absent-self"))]
    absence = Absence(whose.one.id, since, until, substitute.one.id if substitute else "")
    return await _leaves_for_a_while(command, whose.one, absence, office)


async def _leaves_for_a_while(
    command: Command, who: Employee, absence: Absence, office: Office
) -> list[Reply]:
    await office.roster.set_absent(absence, office.now)
    data = {
        "since": absence.since.isoformat(),
        "until": absence.until.isoformat() if absence.until else "",
        "substitute": absence.substitute,
    }
    event = StaffEvent(Deed.ABSENT, office.now, who.id, command.employee.id, data)
    await office.roster.record(event)
    substitute = await office.staff.get(absence.substitute)
    zone = office.desk.zone
    facts: dict[str, str | int] = {
        "who": who.name,
        "since": moment(absence.since, zone) if absence.since > office.now else NONE,
        "until": moment(absence.until, zone) if absence.until else NONE,
        "substitute": substitute.name if substitute else NONE,
    }
    words = Words("people-absent", facts)
    told = [one for one in (who.id, absence.substitute) if one != command.employee.id]
    return [answer(command, words), *await telling.tell(filter(None, told), words, office)]


async def back(command: Command, office: Office) -> list[Reply]:
    """`/back [для кого]`: an absence ends now, a planned one is cancelled."""
    whose = await _whose(command, office)
    if isinstance(whose, Words):
        return [answer(command, whose)]
    if not await office.roster.back(whose.one.id, office.now):
        return [answer(command, Words("people-not-away", {"who": whose.one.name}))]
    event = StaffEvent(Deed.BACK, office.now, whose.one.id, command.employee.id)
    await office.roster.record(event)
    return [answer(command, Words("people-back", {"who": whose.one.name}))]


async def _whose(command: Command, office: Office) -> Found[Employee] | Words:
    """The one who speaks, or «для кого» by one who may; else why not."""
    lead = _FOR.match(command.rest)
    if lead is None:
        return Found(command.employee, command.rest)
    if not command.employee.roles & RULERS:
        return Words("people-no-role", {"who": "rulers"})
    found = await employee_in(command.rest[lead.end() :], office)
    if found is None:
        return Words("people-nobody")
    roster = await office.roster.load(office.now)
    if not _rules_over(command.employee, found.one, roster):
        return Words("people-not-your-employee")
    return found


def _rules_over(by: Employee, who: Employee, roster: Roster) -> bool:
    """A head: over the own department, but not over those to whom its breaches are reported."""
    if by == who or by.roles & {Role.CONTROLLER, Role.ADMIN}:
        return True
    department = roster.department(who.department) or Department(who.department, "")
    return not who.roles & {Role.CONTROLLER, Role.ADMIN} and _rules(by, department)


def period(text: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime | None, str]:
    """From when, until when (None: open), and the words behind; days count as whole days.

    One date alone is the first day, unless «до» or «по» stands before it. Raises NotAMoment.
    """
    since, rest = now, text.strip()
    if not _TO.match(rest):
        first, rest = _edge(_without(_FROM, rest), now, zone, ends=False)
        since = max(now, first or now)
    until, rest = _edge(_without(_TO, rest), now, zone, ends=True)
    if until is not None and until <= since:
        raise NotAMoment(WhyNot.PAST)
    if max(since, until or since) - now > FARTHEST:
        raise NotAMoment(WhyNot.FAR)
    return since, until, rest


def _without(lead: re.Pattern[str], text: str) -> str:
    found = lead.match(text)
    return text[found.end() :] if found else text


def _edge(text: str, now: datetime, zone: tzinfo, *, ends: bool) -> tuple[datetime | None, str]:
    """The first or last moment of a day, or of its hour; None when the text names no day."""
    try:
        day = read_day(text, now, zone)
    except NotAMoment as refusal:
        if refusal.why is WhyNot.UNKNOWN:
            return None, text
        raise
    whole = day.day + timedelta(days=1) if ends and day.clock is None else day.day
    edge = datetime.combine(whole, day.clock or time(), zone).astimezone(UTC)
    return edge, _BETWEEN.sub("", day.rest)
