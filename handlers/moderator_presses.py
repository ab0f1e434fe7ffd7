"""What happens when somebody presses a button in the moderator chat."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from appeals import desk
from appeals.desk import NotAllowed
from appeals.model import Appeal, Employee, Event, Fate, Message, MessageRef, Role, State, What
from handlers import (
    announcements,
    card,
    causes,
    clarifying,
    handover,
    incident_presses,
    moderator_actions,
    press_data,
    public_hold,
    public_presses,
    words_to_client,
)
from handlers.conversation import Pressed, Redraw, Reply, Retry, Toast, Words
from handlers.moderator_actions import Action
from handlers.office import Office
from handlers.own_topic import is_elsewhere
from handlers.press_data import PressData
from handlers.refusals import refused


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """The presser's role is checked on every action; forged or stale data changes nothing."""
    if own := await staff_buttons(press, office):
        return own
    employee = await office.staff.get(press.who.id)
    if employee is None or not employee.may(Role.MODERATOR):
        return [Toast(press.press_id, Words("staff-no-role"), alert=True)]
    data = press_data.read(press.data)
    does = GROUPS.get(data.group) if data else None
    if data is None or does is None:
        return [Toast(press.press_id, Words("press-stale"))]
    return await does(press, data, employee, office)


async def staff_buttons(press: Pressed, office: Office) -> list[Reply]:
    """Buttons for roles of their own, which stand in an employee's private chat too."""
    does = OWN_GROUPS.get(press.data.partition(":")[0])
    return await does(press, office) if does else []


async def _on_appeal(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    appeal = await office.appeals.get(data.id)
    if appeal is None or await is_elsewhere(press, appeal.id, office):
        return [Toast(press.press_id, Words("press-stale"))]
    if data.verb in TURNS:
        return await _turn(press, appeal, data.verb == "more", office)
    if not moderator_actions.is_verb(data.verb):
        return [Toast(press.press_id, Words("press-stale"))]
    try:
        action = Action(press.at, appeal, employee, data.seen)
        replies = await moderator_actions.act(data.verb, action, office)
    except NotAllowed as refusal:
        if data.verb == "answered" and appeal.state is State.ANSWERED:  # pressed twice
            return [Toast(press.press_id, Words("toast-answered"))]
        words = await refused(refusal, appeal, office)
        return [Toast(press.press_id, words, alert=True)]
    return [Toast(press.press_id, Words(f"toast-{data.verb}")), *replies]


async def _turn(press: Pressed, appeal: Appeal, more: bool, office: Office) -> list[Reply]:
    """Show the rarer actions on the card, or the usual ones again."""
    drawn = await card.draw(appeal.id, office, more=more)
    if drawn is None:
        return [Toast(press.press_id, Words("press-stale"))]
    ref = MessageRef(press.at, press.id)
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(ref, drawn.lead, drawn.content, drawn.buttons),
    ]


async def _on_held(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """Held words: sent by the one who answers for them, or dropped. Once only."""
    stored = await office.messages.get(data.id)
    appeal = await office.appeals.get(stored.appeal_id or 0) if stored else None
    if stored is None or appeal is None or stored.fate is not Fate.HELD:
        return [Toast(press.press_id, Words("press-stale"))]
    if data.verb not in HELD_VERBS or await is_elsewhere(press, appeal.id, office):
        return [Toast(press.press_id, Words("press-stale"))]
    if stored.author and stored.author != employee.id:
        return [Toast(press.press_id, Words("staff-not-yours"), alert=True)]
    ref = MessageRef(press.at, press.id)
    if data.verb == "drop":
        await _drop(stored, office)
        await _record(What.DROPPED, stored.id, appeal, employee, office)
        return [Toast(press.press_id, Words("empty")), Redraw(ref, Words("staff-held-dropped"))]
    if unfit := await _unfit(press, data, stored, appeal, office):
        return unfit
    await _record(What.RELEASED, stored.id, appeal, employee, office)
    replies = await _release(data.verb, stored, appeal, employee, office)
    sent = Redraw(ref, Words("staff-held-sent", {"who": employee.name}))
    return [Toast(press.press_id, Words("empty")), sent, *replies]


async def _unfit(
    press: Pressed, data: PressData, stored: Message, appeal: Appeal, office: Office
) -> list[Reply]:
    """Words for all that hold too much are confirmed as they are now, or asked about (again)."""
    confirmed = data.verb == public_hold.CONFIRMED
    if confirmed and data.seen == await public_hold.versions(stored, office):
        return []
    content = await public_hold.whole(stored, office)
    found = await public_hold.unsafe(content, appeal, office)
    if not found:
        return []
    ref = MessageRef(press.at, press.id)
    buttons = await public_hold.buttons(stored, office)
    again = Redraw(ref, public_hold.explained(found), buttons=buttons)
    return [Toast(press.press_id, Words("empty")), again]


async def _release(
    verb: str, stored: Message, appeal: Appeal, employee: Employee, office: Office
) -> list[Reply]:
    """What was held on its way to be a clarifying question goes on as one."""
    at = stored.ref.at
    awaited = verb == public_hold.CONFIRMED and not stored.album and appeal.is_open
    if awaited and await clarifying.is_awaited(at, employee, office):
        await office.messages.set_fate(stored.id, Fate.QUEUED)
        versions = await office.messages.versions(stored.id)
        latest = replace(stored, content=versions[-1])
        return await clarifying.asked(latest, at, appeal, employee, office)
    return await words_to_client.release(stored, appeal, employee, office)


async def _drop(stored: Message, office: Office) -> None:
    """The whole album, if it is one."""
    parts = [stored]
    if stored.album:
        parts = list(await office.messages.of_album(stored.ref.at, stored.album))
    for part in parts:
        await office.messages.set_fate(part.id, Fate.DROPPED)


async def _record(
    what: What, message_id: int, appeal: Appeal, employee: Employee, office: Office
) -> None:
    event = Event(what, office.now, desk.of_staff(employee), {"message": message_id})
    await office.appeals.record(appeal.id, event)


async def _again(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """Try once more to deliver what failed."""
    del employee
    stored = await office.messages.get(data.id)
    if stored is None or stored.fate is not Fate.FAILED or data.verb != RETRY:
        return [Toast(press.press_id, Words("press-stale"))]
    if await is_elsewhere(press, stored.appeal_id, office):
        return [Toast(press.press_id, Words("press-stale"))]
    appeal = await office.appeals.get(stored.appeal_id or 0)
    if appeal and len(await office.messages.versions(stored.id)) > 1:
        await office.messages.set_fate(stored.id, Fate.HELD)
        if unfit := await _unfit(press, data, stored, appeal, office):
            return unfit
    await office.messages.set_fate(stored.id, Fate.QUEUED)
    return [
        Toast(press.press_id, Words("toast-retry")),
        Redraw(MessageRef(press.at, press.id), Words("staff-retrying")),
        Retry(stored.id),
        *await _latest(stored, office),
    ]


async def _latest(stored: Message, office: Office) -> list[Reply]:
    """What was edited while it could not be delivered arrives as edited."""
    _, *later = await office.messages.versions(stored.id)
    return [await words_to_client.amendment(stored, later[-1], office)] if later else []


HELD_VERBS = frozenset({"send", "sign", "drop", public_hold.CONFIRMED})
TURNS = frozenset({"more", "back"})
RETRY = "retry"

Does = Callable[[Pressed, PressData, Employee, Office], Awaitable[list[Reply]]]
GROUPS: Mapping[str, Does] = {
    "a": _on_appeal,
    "h": _on_held,
    "r": _again,
    press_data.PUBLIC_GROUP: public_presses.pressed,
}
"""Buttons for moderators, in the moderator chat only."""

OWN_GROUPS: Mapping[str, Callable[[Pressed, Office], Awaitable[list[Reply]]]] = {
    handover.GROUP: handover.pressed,
    causes.GROUP: causes.pressed,
    announcements.GROUP: announcements.pressed,
    incident_presses.GROUP: incident_presses.pressed,
}
"""Buttons that stand in private chats too; each asks for the role it needs."""
