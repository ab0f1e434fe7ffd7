"""`/register`: the register of appeals as a file, for those who control (APPEALS 24)."""

from appeals.model import Employee, Role
from appeals.register import Which
from appeals.words import Content
from handlers.conversation import Priority, Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.papers import ALWAYS, Paper
from handlers.periods import read_period

WHO_MAY = frozenset({Role.HEAD, Role.CONTROLLER, Role.ANALYST, Role.ADMIN})
_OPEN = frozenset({"открытые", "open"})


async def given(
    message: Wrote, employee: Employee | None, rest: str, office: Office
) -> list[Reply]:
    """The file of the period, by default of the present month; «открытые» leaves out the rest.

    A moderator sees the same appeals by /open; a file that leaves the chat is for those who answer
    for the whole of it.
    """
    if employee is None or not employee.roles & WHO_MAY:
        return [_say(message, Words("register-who-may"))]
    paper = _paper(rest, office)
    if paper is None:
        return [_say(message, Words("register-command-how"))]
    content = Content(attachments=(paper.attachment(),))
    return [_say(message, Words("register-here"), content)]


def _paper(rest: str, office: Office) -> Paper | None:
    first, _, words = rest.strip().partition(" ")
    is_open = first.casefold() in _OPEN
    if is_open and not words.strip():
        return Paper(Which.OPEN, ALWAYS)
    period = read_period(words if is_open else rest, office.today)
    return Paper(Which.OPEN if is_open else Which.ALL, period) if period else None


def _say(message: Wrote, lead: Words, content: Content | None = None) -> Say:
    return Say(message.at, lead, content, reply_to=message.id, priority=Priority.COPY)
