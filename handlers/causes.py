"""The controller records why a deadline was missed: a cause from a short list, then words (C2)."""

from collections.abc import Sequence
from datetime import timedelta

from appeals.desk import of_staff
from appeals.model import Address, Appeal, Employee, Event, MessageRef, Role, What
from handlers.command import Command, answer, appeal_here
from handlers.conversation import (
    Button,
    Buttons,
    Pressed,
    Redraw,
    Reply,
    Say,
    Toast,
    Words,
    Wrote,
)
from handlers.office import Office
from handlers.press_data import PressData, is_count, read

GROUP = "k"
CAUSES = (
    "overload",
    "absence",
    "inquiry",
    "client",
    "handover",
    "technical",
    "overlooked",
    "other",
)
"""Codes of the causes; their words are `cause-<code>`."""

DIALOG = "cause"
_PATIENCE = timedelta(minutes=15)
_NO_ROLE = Words("people-no-role", {"who": "controller"})
_LONGEST = 4096
"""As long as a message can be: nothing of it is cut off."""
_PER_ROW = 2


def buttons(appeal_id: int) -> Buttons:
    """The list of causes, for the notice of a breach that the controller gets."""
    made = [
        Button(Words(f"button-cause-{cause}"), str(PressData(GROUP, cause, appeal_id)))
        for cause in CAUSES
    ]
    return tuple(tuple(made[at : at + _PER_ROW]) for at in range(0, len(made), _PER_ROW))


async def command(given: Command, office: Office) -> list[Reply]:
    """`/cause [номер]` shows the list again."""
    appeal = await appeal_here(given.message, office)
    if given.rest:
        appeal = await office.appeals.numbered(given.rest.lstrip("№ "))
    if appeal is None:
        return [answer(given, Words("staff-appeal-how"))]
    if not await _may_record(given.employee, appeal, office):
        return [answer(given, _NO_ROLE)]
    if not _missed(appeal, await office.appeals.history(appeal.id), office):
        return [answer(given, Words("people-cause-in-time", {"number": appeal.number}))]
    question = Words("people-cause", {"number": appeal.number})
    return [answer(given, question, buttons(appeal.id))]


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """On record at once; the next message of the same person here is the explanation."""
    employee = await office.staff.get(press.who.id)
    data = read(press.data)
    appeal = await office.appeals.get(data.id) if data else None
    if employee is None or not await _may_record(employee, appeal, office):
        return [Toast(press.press_id, _NO_ROLE, alert=True)]
    if data is None or appeal is None or data.verb not in CAUSES:
        return [Toast(press.press_id, Words("press-stale"))]
    history = await office.appeals.history(appeal.id)
    if not _missed(appeal, history, office):
        in_time = Words("people-cause-in-time", {"number": appeal.number})
        return [Toast(press.press_id, in_time, alert=True)]
    if not _said_already(data.verb, employee, history):
        await _record(appeal, employee, data.verb, "", office)
    kept = {"appeal": str(appeal.id), "cause": data.verb}
    until = office.now + _PATIENCE
    await office.dialogs.save(press.at, employee.id, DIALOG, kept, until)
    shown = Words("people-cause-explain", {"number": appeal.number, "cause": data.verb})
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(MessageRef(press.at, press.id), shown, buttons=buttons(appeal.id)),
    ]


async def explained(message: Wrote, office: Office) -> list[Reply]:
    """The words that were waited for; nothing when none were."""
    at, who = message.at, message.who
    name, kept = await office.dialogs.load(at, who.id, office.now)
    if name != DIALOG or message.content.text.startswith("/") or not message.content.text.strip():
        return []
    employee = await office.staff.get(who.id)
    appeal = await _appeal(kept, office)
    if appeal is None or employee is None or not await _may_record(employee, appeal, office):
        return []
    await office.dialogs.clear(at, who.id)
    text = " ".join(message.content.text.split())[:_LONGEST]
    await _record(appeal, employee, kept["cause"], text, office)
    return [_thanks(at, message, appeal)]


async def _may_record(employee: Employee, appeal: Appeal | None, office: Office) -> bool:
    """The controller, or who is told of the breach in the controller's place."""
    if employee.may(Role.CONTROLLER) or appeal is None:
        return employee.may(Role.CONTROLLER)
    roster = await office.roster.load(office.now)
    return employee.id in roster.recorders(appeal.executor, appeal.department)


def _missed(appeal: Appeal, history: Sequence[Event], office: Office) -> bool:
    """A deadline was missed, the present one or one before it (an interim answer moves it)."""
    until = office.now if appeal.ended_at is None else appeal.ended_at
    return until > appeal.due_at or any(event.what is What.ESCALATED for event in history)


def _said_already(cause: str, employee: Employee, history: Sequence[Event]) -> bool:
    """The same press once more."""
    causes = [event for event in history if event.what is What.CAUSE]
    last = causes[-1] if causes else None
    return last is not None and last.by == of_staff(employee) and last.data["cause"] == cause


async def _appeal(kept: dict[str, str], office: Office) -> Appeal | None:
    number = kept.get("appeal", "")
    return await office.appeals.get(int(number)) if is_count(number) else None


async def _record(
    appeal: Appeal, employee: Employee, cause: str, text: str, office: Office
) -> None:
    event = Event(What.CAUSE, office.now, of_staff(employee), {"cause": cause, "text": text})
    await office.appeals.record(appeal.id, event)


def _thanks(at: Address, message: Wrote, appeal: Appeal) -> Say:
    words = Words("people-cause-recorded", {"number": appeal.number})
    return Say(at, words, reply_to=message.id)
