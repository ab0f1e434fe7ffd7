"""Buttons of incidents: gather by a hint, send a prepared answer, drop it, try again."""

from collections.abc import Awaitable, Callable, Mapping

from appeals.model import Employee, Role
from handlers import incident_answers, incidents, press_data
from handlers.conversation import Pressed, Refresh, Reply, Say, Toast, TopicOf, Words
from handlers.office import Office
from handlers.own_topic import is_elsewhere
from handlers.press_data import PressData

GROUP = incidents.GROUP
Does = Callable[[Pressed, PressData, Employee, Office], Awaitable[list[Reply]]]


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """The presser's role is checked; a forged or stale press changes nothing."""
    employee = await office.staff.get(press.who.id)
    if employee is None or not employee.may(Role.MODERATOR):
        return [Toast(press.press_id, Words("staff-no-role"), alert=True)]
    data = press_data.read(press.data)
    does = VERBS.get(data.verb) if data else None
    if data is None or does is None:
        return [Toast(press.press_id, Words("press-stale"))]
    return await does(press, data, employee, office)


async def _join(press: Pressed, data: PressData, employee: Employee, office: Office) -> list[Reply]:
    """«Собрать вместе»: both, or this one into the incident that the other is in by now."""
    appeal, like = await office.appeals.get(data.id), await office.appeals.get(data.seen)
    if appeal is None or like is None or await office.incidents.hint(appeal.id) != like.id:
        return [Toast(press.press_id, Words("press-stale"))]
    if await is_elsewhere(press, appeal.id, office):
        return [Toast(press.press_id, Words("press-stale"))]
    known = await office.incidents.of(like.id)
    if await office.incidents.of(appeal.id) is not None:
        return [Toast(press.press_id, Words("press-stale")), Refresh(appeal.id)]
    both = [appeal] if known else [like, appeal]
    one, joined = await incidents.gather(known, both, employee, office)
    words, buttons = await incidents.told(one, joined, office)
    return [
        Toast(press.press_id, Words("toast-incident-joined", {"number": one.number})),
        *([Say(TopicOf(appeal.id), words, buttons=buttons)] if buttons else []),
        Refresh(appeal.id),
        *incidents.refreshed([other for other in joined if other.id != appeal.id]),
    ]


async def _drop(press: Pressed, data: PressData, employee: Employee, office: Office) -> list[Reply]:
    del employee
    return await incident_answers.drop(press, data, office)


async def _retry(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    del employee
    return await incident_answers.retry(press, data, office)


VERBS: Mapping[str, Does] = {
    "join": _join,
    "send": incident_answers.send,
    "drop": _drop,
    "retry": _retry,
}
