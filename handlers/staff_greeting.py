"""/start of an employee: who they are for the bot, what comes here, where the work is done (F5)."""

from appeals.model import Employee, Role
from handlers.conversation import Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.people import employee_label


async def greet(message: Wrote, office: Office) -> list[Reply]:
    """Nothing for everybody else: ids of employees are those of the moderators' messenger."""
    if message.at.channel != office.desk.moderator_chat.channel:
        return []
    employee = await office.staff.get(message.who.id)
    return [Say(message.at, _words(employee, office))] if employee else []


def _words(employee: Employee, office: Office) -> Words:
    """The roles line by line, each with what its holder hears of."""
    roles = [role for role in Role if employee.may(role)]
    return Words(
        "staff-greeting",
        {"authority": office.desk.name, "who": employee_label(employee)},
        below=(
            *(Words("staff-greeting-role", {"role": role.value}) for role in roles),
            Words("staff-greeting-where"),
        ),
    )
