"""How clients and employees are called where staff or clients read it."""

from appeals.masking import Personal, masked
from appeals.model import Appeal, Client, Employee
from appeals.words import Content
from handlers.office import Desk


def client_label(client: Client, desk: Desk) -> str:
    """The name, or only the code where the moderator chat may not show personal data (F4)."""
    if not desk.staff_see_personal_data():
        return client.code
    username = f" (@{client.username})" if client.username else ""
    return f"{client.name or client.code}{username}"


def employee_label(employee: Employee | None, unknown: str = "") -> str:
    """«Мария Иванова, ведущий специалист», or the given words for one who left."""
    if employee is None:
        return unknown
    return ", ".join(filter(None, (employee.name, employee.position)))


def state_of(appeal: Appeal) -> str:
    """The appeal's state as texts choose by it: why it was closed, or where it stands."""
    return appeal.reason.value if appeal.reason else appeal.state.value


def for_staff(content: Content, desk: Desk) -> Content:
    """A client's words as the moderator chat may show them."""
    if desk.staff_see_personal_data():
        return content
    shown = masked(content.text)
    return content.with_text(shown.text) if shown.hidden else content


def hidden_in(content: Content, desk: Desk) -> frozenset[Personal]:
    """Which personal data staff will not see in these words."""
    if desk.staff_see_personal_data():
        return frozenset()
    return masked(content.text).hidden
