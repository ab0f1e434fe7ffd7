"""Telling an employee something in private, beside what stands in the moderator chat."""

from collections.abc import Iterable

from appeals.model import Address
from handlers.conversation import Buttons, Priority, Reply, Say, Words
from handlers.office import Office


async def tell(
    employees: Iterable[str], words: Words, office: Office, buttons: Buttons = ()
) -> list[Reply]:
    """A private message to each who has started the bot; the others read the moderator chat.

    It carries no appeal: when it can't be delivered, the client's reachability says nothing.
    """
    told: list[Reply] = []
    for employee_id in employees:
        if await hears(employee_id, office):
            at = Address(office.desk.moderator_chat.channel, employee_id)
            told.append(Say(at, words, buttons=buttons, priority=Priority.COPY))
    return told


async def hears(employee_id: str, office: Office) -> bool:
    """The employee has started the bot and not blocked it."""
    person = await office.clients.known(office.desk.moderator_chat.channel, employee_id)
    return person is not None and person.reachable


async def names_of(employees: Iterable[str], office: Office) -> str:
    """«Мария Иванова, Пётр Ким»; the id of one who left."""
    known = {one.id: one.name for one in await office.staff.all()}
    return ", ".join(known.get(one, one) for one in employees)
