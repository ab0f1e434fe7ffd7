"""/leave and /dismiss: who goes leaves a tombstone; their open appeals go to the duty list (F5)."""

from appeals import handover
from appeals.desk import of_staff
from appeals.model import Appeal, Employee, Role
from appeals.roster import Deed, StaffEvent
from handlers import telling
from handlers.command import Command, answer
from handlers.conversation import ModeratorChat, Priority, Refresh, Reply, Say, Words
from handlers.office import Office
from handlers.who import employee_in

_MOST_APPEALS = 10_000
_LISTED = 20


async def leave(command: Command, office: Office) -> list[Reply]:
    """The employee goes by their own decision."""
    return await _unless_the_last(command.employee, command, office)


async def dismiss(command: Command, office: Office) -> list[Reply]:
    """`/dismiss кто`: an administrator ends somebody's work here."""
    found = await employee_in(command.rest, office)
    if found is None:
        return [answer(command, Words("people-dismiss-how"))]
    return await _unless_the_last(found.one, command, office)


async def _unless_the_last(who: Employee, command: Command, office: Office) -> list[Reply]:
    """Without an administrator nobody could invite one: the settings bring nobody back."""
    admins = [one for one in await office.staff.all() if one.may(Role.ADMIN)]
    if admins == [who]:
        return [answer(command, Words("people-last-admin"))]
    return await _go(who, command.employee, office)


async def _go(who: Employee, by: Employee, office: Office) -> list[Reply]:
    freed = await _release(who, by, office)
    await _off_duty(who, office)
    await office.roster.back(who.id, office.now)
    await office.staff.leave(who.id, office.now)
    await office.roster.record(StaffEvent(Deed.LEFT, office.now, who.id, by.id))
    key = "people-left" if who == by else "people-dismissed"
    left = Words(key, {"who": who.name, "by": by.name})
    return [
        Say(ModeratorChat(), left, priority=Priority.COPY),
        *await _to_duty(who, freed, office),
        *(Refresh(appeal.id) for appeal in freed),
    ]


async def _release(who: Employee, by: Employee, office: Office) -> list[Appeal]:
    found = await office.appeals.open(_MOST_APPEALS, who.id)
    changes = [handover.release(appeal, office.now, of_staff(by)) for appeal in found]
    return [await office.appeals.save(change) for change in changes]


async def _off_duty(who: Employee, office: Office) -> None:
    roster = await office.roster.load(office.now)
    for one in roster.departments:
        if who.id in one.duty:
            others = tuple(number for number in one.duty if number != who.id)
            await office.roster.set_duty(one.id, others)


async def _to_duty(who: Employee, freed: list[Appeal], office: Office) -> list[Reply]:
    """One gathered notice for all the appeals that nobody has now."""
    if not freed:
        return []
    roster = await office.roster.load(office.now)
    homes = [appeal.department or who.department for appeal in freed]
    duty = [one for home in dict.fromkeys(homes) for one in roster.on_duty(home)]
    on_duty = tuple(dict.fromkeys(duty))
    numbers = ", ".join(appeal.number for appeal in freed[:_LISTED])
    facts: dict[str, str | int] = {
        "who": who.name,
        "count": len(freed),
        "numbers": f"{numbers}…" if len(freed) > _LISTED else numbers,
        "duty": await telling.names_of(on_duty, office),
    }
    words = Words("people-left-appeals", facts)
    return [
        Say(ModeratorChat(), words, priority=Priority.COPY),
        *await telling.tell(on_duty, words, office),
    ]
