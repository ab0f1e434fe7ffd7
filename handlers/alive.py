"""Once a day: a line that says the bot works, so that its silence is noticed."""

from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words
from handlers.dates import short_moment
from handlers.office import Office


async def alive(office: Office) -> list[Reply]:
    """How many appeals are open and overdue, and when the next deadline is."""
    standing = await office.register.standing(office.now)
    due = standing.next_due
    facts: dict[str, str | int] = {
        "open": standing.open,
        "overdue": standing.overdue,
        "due": short_moment(due, office.desk.zone) if due else "no",
    }
    return [Say(ModeratorChat(), Words("alive", facts), priority=Priority.HOUSEKEEPING)]
