"""What staff do by a button with something said in public: open it, take it away."""

from collections.abc import Awaitable, Callable, Mapping

from appeals import desk
from appeals.model import Employee, Fate, MessageRef, Side
from handlers import (
    offline,
    public_answers,
    public_refusal,
    quiet,
    removing,
    words_to_client,
)
from handlers.conversation import Pressed, Redraw, Refresh, Reply, Toast, Words
from handlers.first_sign import first_sign
from handlers.office import Office
from handlers.opening import Matter, opened
from handlers.own_topic import is_elsewhere
from handlers.press_data import PressData
from handlers.registering import copy_for_staff

_THERE = frozenset({Fate.QUEUED, Fate.DELIVERED})


async def pressed(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """`q:<verb>:<message>`; the presser is a moderator; forged or stale data changes nothing."""
    does = VERBS.get(data.verb)
    stored = await office.messages.get(data.id)
    if does is None or stored is None or await is_elsewhere(press, stored.appeal_id, office):
        return [Toast(press.press_id, Words("press-stale"))]
    return await does(press, data, employee, office)


async def _open(press: Pressed, data: PressData, employee: Employee, office: Office) -> list[Reply]:
    """«Нужен ответ»: an appeal whose clock runs from the words' own date. Once only."""
    words = await quiet.remembered(data.id, office)
    client = await office.clients.get(words.client_id) if words else None
    if words is None or client is None:
        return [Toast(press.press_id, Words("public-opened-already"), alert=True)]
    await quiet.forget(words.message.at, data.id, office)
    by = desk.of_staff(employee)
    appeal, stored = await opened(words.message, client, Matter(words.kind), office, by)
    return [
        Toast(press.press_id, Words("public-opened", {"number": appeal.number})),
        *first_sign(appeal, words.message, office),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]


async def _remove(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """«Удалить запись»: what comes of it is told when the platform has answered."""
    del employee
    stored = await office.messages.get(data.id)
    replies = removing.asked(stored, office.desk.moderator_chat) if stored else []
    if not replies:
        return [Toast(press.press_id, Words("press-stale"))]
    return [Toast(press.press_id, Words("public-removing")), *replies]


async def _amend(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """The author confirms changed words; what was changed again since has a question of its own."""
    stored = await office.messages.get(data.id)
    if stored is None or stored.side is not Side.STAFF or stored.fate not in _THERE:
        return [Toast(press.press_id, Words("press-stale"))]
    if stored.author != employee.id:
        return [Toast(press.press_id, Words("staff-not-yours"), alert=True)]
    versions = await office.messages.versions(stored.id)
    appeal = await office.appeals.get(stored.appeal_id or 0)
    if appeal is None or len(versions) != data.seen:
        return [Toast(press.press_id, Words("press-stale"))]
    told = Redraw(MessageRef(press.at, press.id), Words("public-edit-sent", {"who": employee.name}))
    amend = await words_to_client.amendment(stored, versions[-1], office)
    return [Toast(press.press_id, Words("empty")), told, *offline.amended([amend], appeal)]


Does = Callable[[Pressed, PressData, Employee, Office], Awaitable[list[Reply]]]
VERBS: Mapping[str, Does] = {
    "open": _open,
    "remove": _remove,
    "amend": _amend,
    "private": public_refusal.send_privately,
    "mine": public_answers.signed,
}
