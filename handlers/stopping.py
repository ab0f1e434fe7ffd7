"""Emergency stop of what goes to clients, and the outage notice (F5): the controller's alone."""

from appeals.desk import of_staff
from handlers.command import Command, answer
from handlers.conversation import ModeratorChat, Reply, Say, Words
from handlers.dates import log_moment
from handlers.office import Office

STOPPED = "outgoing-stopped"
"""The switch that delivery looks at; empty means that everything goes out."""
OUTAGE = "outage-notice"
"""The switch that holds the notice's text; empty means that there is none."""

_STOPPED = "yes"
_OFF = frozenset({"off", "нет", "снять", "выкл", "убрать"})
_LONGEST = 1000
_SHOWN = 20


async def stop(command: Command, office: Office) -> list[Reply]:
    """`/stop`: messages to clients wait from now on; the moderator chat goes on."""
    if await office.switches.get(STOPPED):
        return [answer(command, Words("people-stopped-already"))]
    await office.switches.set(STOPPED, _STOPPED, of_staff(command.employee), office.now)
    return [Say(ModeratorChat(), Words("people-stopped", {"who": command.employee.name}))]


async def resume(command: Command, office: Office) -> list[Reply]:
    """`/resume`: what has waited goes out, in order."""
    if not await office.switches.get(STOPPED):
        return [answer(command, Words("people-not-stopped"))]
    await office.switches.set(STOPPED, "", of_staff(command.employee), office.now)
    return [Say(ModeratorChat(), Words("people-resumed", {"who": command.employee.name}))]


async def outage(command: Command, office: Office) -> list[Reply]:
    """`/outage текст` tells clients of trouble, `/outage off` ends it; alone it shows it."""
    now_said = await office.switches.get(OUTAGE)
    if not command.rest:
        shown = Words("people-outage-now", {"text": now_said})
        return [answer(command, shown if now_said else Words("people-outage-none"))]
    text = command.rest[:_LONGEST]
    off = text.lower().rstrip(".!") in _OFF
    value = "" if off else text
    if value == now_said:
        return [answer(command, Words("people-outage-same"))]
    await office.switches.set(OUTAGE, value, of_staff(command.employee), office.now)
    facts = {"who": command.employee.name, "text": value}
    return [Say(ModeratorChat(), Words("people-outage-off" if off else "people-outage-on", facts))]


async def history(command: Command, office: Office) -> list[Reply]:
    """`/switches`: who stopped, resumed or announced what, newest first."""
    lines: list[Words] = []
    for line in await office.switches.history(_SHOWN):
        employee = await office.staff.get(line.by)
        facts = {
            "when": log_moment(line.at, office.desk.zone),
            "who": employee.name if employee else line.by,
            "name": line.name,
            "on": "yes" if line.value else "no",
            "text": line.value if line.name == OUTAGE else "",
        }
        lines.append(Words("people-switching", facts))
    key = "people-switches" if lines else "people-switches-none"
    return [answer(command, Words(key, below=tuple(lines)))]


async def notice(office: Office) -> tuple[Words, ...]:
    """The line that stands under acknowledgements and the greeting during an outage."""
    text = await office.switches.get(OUTAGE)
    return (Words("client-outage", {"text": text}),) if text else ()


async def waits(office: Office) -> tuple[Words, ...]:
    """The line for staff that nothing reaches a client now; none while everything goes out."""
    stopped = await office.switches.get(STOPPED)
    return (Words("people-waits"),) if stopped else ()
