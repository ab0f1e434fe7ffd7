"""How clients and employees are called where staff or clients read it."""

from dataclasses import replace

from appeals.masking import Personal, masked
from appeals.model import Address, Appeal, Client, Employee
from appeals.words import Content
from handlers.office import Desk, Office

_HANDLES = {"vk": "vk.com/"}
"""Before a short name of another platform: with «@» it would lead to somebody else."""

LOOKED_THROUGH = 100
"""How many of a client's appeals are looked at, newest first."""


def is_staff_channel(at: Address, office: Office) -> bool:
    """Here a person's id may be an employee's; in another channel it names somebody else."""
    return at.channel == office.desk.moderator_chat.channel


def client_label(client: Client, desk: Desk) -> str:
    """The name, or only the code where the moderator chat may not show personal data (F4)."""
    if not desk.staff_see_personal_data():
        return client.code
    handle = f"{_HANDLES.get(client.channel, '@')}{client.username}"
    username = f" ({handle})" if client.username else ""
    return f"{client.name or client.code}{username}"


def employee_label(employee: Employee | None, unknown: str = "") -> str:
    """«Мария Иванова, ведущий специалист», or the given words for one who left."""
    if employee is None:
        return unknown
    return ", ".join(filter(None, (employee.name, employee.position)))


def state_of(appeal: Appeal) -> str:
    """The appeal's state as texts choose by it: why it was closed, or where it stands."""
    return appeal.reason.value if appeal.reason else appeal.state.value


def short_number(appeal: Appeal, office: Office) -> str:
    """The number as staff may type it: without the year while that is the present one."""
    year, _, count = appeal.number.partition("-")
    return count if year == f"{office.today:%Y}" else appeal.number


async def open_here(at: Address, client: Client, office: Office) -> list[Appeal]:
    """The client's open appeals in this conversation, newest first."""
    appeals = await office.appeals.of_client(client.id, LOOKED_THROUGH)
    return [appeal for appeal in appeals if appeal.is_open and appeal.place == at]


def for_staff(content: Content, desk: Desk) -> Content:
    """A client's words, and where their links lead, as the moderator chat may show them."""
    if desk.staff_see_personal_data():
        return content
    shown = masked(content.text)
    if shown.hidden:
        return content.with_text(shown.text)
    return replace(content, marks=tuple(m for m in content.marks if not masked(m.url).hidden))


def hidden_in(content: Content, desk: Desk) -> frozenset[Personal]:
    """Which personal data staff will not see in these words."""
    if desk.staff_see_personal_data():
        return frozenset()
    return masked(content.text).hidden
