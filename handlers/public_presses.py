"""What staff do by a button with something said in public: open it, take it away."""

from appeals import desk
from appeals.model import Employee
from handlers import quiet, removing
from handlers.conversation import Pressed, Refresh, Reply, Toast, Words
from handlers.office import Office
from handlers.opening import Matter, opened
from handlers.press_data import PressData
from handlers.registering import copy_for_staff

GROUP = quiet.GROUP


async def pressed(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """`q:<verb>:<message>`; the presser is a moderator; forged or stale data changes nothing."""
    match data.verb:
        case "open":
            return await _open(press, data.id, employee, office)
        case "remove":
            return await _remove(press, data.id, office)
    return [Toast(press.press_id, Words("press-stale"))]


async def _open(press: Pressed, message_id: int, employee: Employee, office: Office) -> list[Reply]:
    """«Нужен ответ»: an appeal whose clock runs from the words' own date. Once only."""
    words = await quiet.remembered(message_id, office)
    client = await office.clients.get(words.client_id) if words else None
    if words is None or client is None:
        return [Toast(press.press_id, Words("public-opened-already"), alert=True)]
    await quiet.forget(words.message.at, message_id, office)
    by = desk.of_staff(employee)
    appeal, stored = await opened(words.message, client, Matter(words.kind), office, by)
    return [
        Toast(press.press_id, Words("public-opened", {"number": appeal.number})),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]


async def _remove(press: Pressed, message_id: int, office: Office) -> list[Reply]:
    """«Удалить запись»: what comes of it is told when the platform has answered."""
    stored = await office.messages.get(message_id)
    replies = removing.asked(stored) if stored else []
    if not replies:
        return [Toast(press.press_id, Words("press-stale"))]
    return [Toast(press.press_id, Words("public-removing")), *replies]
