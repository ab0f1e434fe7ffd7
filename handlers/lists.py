"""Lists of appeals in the moderator chat: one line each, the number leading to its topic."""

from collections.abc import Sequence
from datetime import timedelta

from appeals.model import Appeal
from appeals.words import Content
from handlers import clock
from handlers.command import Command, answer
from handlers.conversation import Reply, Say, Words
from handlers.dates import short_moment
from handlers.office import Office
from handlers.people import for_staff, short_number, state_of
from handlers.press_data import is_count

LISTED = 20
_MOST_DAYS = 366


async def due(command: Command, office: Office) -> list[Reply]:
    """`/due [дней]`: what falls due from now on within so many days, one when not given."""
    days = command.rest.split()[0] if command.rest else "1"
    if not is_count(days) or not 1 <= int(days) <= _MOST_DAYS:
        return [answer(command, Words("people-due-how"))]
    until = office.now + timedelta(days=int(days))
    found = await office.appeals.open_due(office.now, until, LISTED)
    count = await office.appeals.count_open_due(office.now, until)
    return [await listed(command, "staff-due", found, count, office)]


async def overdue(command: Command, office: Office) -> list[Reply]:
    """Open appeals whose deadline has passed, the longest overdue first."""
    found = await office.appeals.overdue(office.now, LISTED)
    count = await office.appeals.count_overdue(office.now)
    return [await listed(command, "staff-overdue", found, count, office)]


async def listed(
    command: Command, key: str, found: Sequence[Appeal], count: int, office: Office
) -> Say:
    """The list under its heading, or that there is nothing."""
    if not found:
        return answer(command, Words(f"{key}-none"))
    lines = [await line(appeal, office) for appeal in found]
    more = "yes" if count > len(found) else "no"
    counts: dict[str, str | int] = {"count": count, "shown": len(found), "more": more}
    return answer(command, Words(key, counts, below=tuple(lines)))


async def line(appeal: Appeal, office: Office) -> Words:
    """One appeal in a list: number, state, deadline, executor, subject."""
    executor = await office.staff.get(appeal.executor) if appeal.executor else None
    topic = await office.topics.of(appeal.id)
    late = appeal.due_at < office.now and await clock.runs(appeal, office)
    facts: dict[str, str | int] = {
        "number": short_number(appeal, office),
        "state": state_of(appeal),
        "late": "yes" if late else "no",
        "due": short_moment(appeal.due_at, office.desk.zone),
        "taken": "yes" if appeal.executor else "no",
        "executor": executor.name if executor else appeal.executor,
        "subject": for_staff(Content(appeal.subject), office.desk).text,
    }
    return Words("list-line", facts, link=office.desk.topic_link(topic.at) if topic else "")
