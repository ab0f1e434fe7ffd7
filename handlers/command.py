"""A text command of the moderator chat, as its handler gets it."""

from dataclasses import dataclass

from appeals.model import Appeal, Employee
from handlers.conversation import Buttons, Priority, Say, Words, Wrote
from handlers.office import Office


@dataclass(frozen=True, slots=True)
class Command:
    """A command as given: where, by which employee, and the words after it."""

    message: Wrote
    employee: Employee
    rest: str


def answer(command: Command, lead: Words, buttons: Buttons = ()) -> Say:
    """The answer to a command, where it was given."""
    message = command.message
    return Say(message.at, lead, buttons=buttons, reply_to=message.id, priority=Priority.COPY)


async def appeal_here(message: Wrote, office: Office) -> Appeal | None:
    """The appeal in whose topic this was written."""
    topic = await office.topics.at(message.at) if message.at.thread else None
    return await office.appeals.get(topic.appeal_id) if topic else None
