"""Once a day: a line that says the bot works, so that its silence is noticed."""

from handlers import stopping
from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words
from handlers.dates import short_moment
from handlers.office import Office


async def alive(office: Office) -> list[Reply]:
    """How many appeals are open and overdue, when the next deadline is, and whether all is sent."""
    standing = await office.register.standing(office.now)
    due = standing.next_due
    facts: dict[str, str | int] = {
        "open": standing.open,
        "overdue": standing.overdue,
        "due": short_moment(due, office.desk.zone) if due else "no",
    }
    stopped = await office.switches.get(stopping.STOPPED)
    below = (Words("alive-stopped"),) if stopped else ()
    line = Words("alive", facts, below=below)
    return [Say(ModeratorChat(), line, priority=Priority.HOUSEKEEPING)]
