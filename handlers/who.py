"""Which employee or department some words begin with: an id, a @name, a full name or a surname."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from appeals.model import Employee
from appeals.roster import Department, Roster
from handlers.office import Office

_TOKEN = re.compile(r"(@?\w+)(?!\w)[\s,:;]*")


Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Found(Generic[Kind]):
    """Who was meant, and the words behind."""

    one: Kind
    rest: str


async def employee_in(text: str, office: Office) -> Found[Employee] | None:
    """The present employee with whom the text begins; None for nobody, or for several at once."""
    words = text.strip()
    token = _TOKEN.match(words)
    if token is None:
        return None
    named, rest = token[1], words[token.end() :]
    if named.startswith("@"):
        employee = await _of_username(named[1:], office)
        return Found(employee, rest) if employee else None
    if employee := await office.staff.get(named):
        return Found(employee, rest)
    return _longest(words, await office.staff.all(), _names)


def department_in(text: str, roster: Roster) -> Found[Department] | None:
    """The department with whose id or name the text begins."""
    return _longest(text.strip(), roster.departments, lambda one: (one.id, one.name))


async def _of_username(username: str, office: Office) -> Employee | None:
    """Usernames are known of those who have written to the bot."""
    channel = office.desk.moderator_chat.channel
    for employee in await office.staff.all():
        person = await office.clients.known(channel, employee.id)
        if person and person.username.lower() == username.lower():
            return employee
    return None


def _names(employee: Employee) -> tuple[str, ...]:
    parts = employee.name.split()
    return (employee.name, " ".join(reversed(parts)), parts[-1]) if parts else ()


def _longest(
    words: str, choices: Iterable[Kind], names: Callable[[Kind], Iterable[str]]
) -> Found[Kind] | None:
    """Who is named at the greatest length; nobody when two are."""
    plain = _plain(words)
    fits = [
        (len(name), one)
        for one in choices
        for name in dict.fromkeys(map(_plain, names(one)))
        if name and re.match(rf"{re.escape(name)}(?!\w)", plain)
    ]
    longest = max((length for length, _ in fits), default=0)
    found = [one for length, one in fits if length == longest]
    if len(found) != 1:
        return None
    return Found(found[0], words[longest:].lstrip(" \t\n,:;"))


def _plain(text: str) -> str:
    """Case and ё aside; no sign is added or lost, so that places stay what they are."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text).replace(
        "ё", "е"
    )
