"""How employees come: /invite gives a one-time link, and whoever opens it joins (F5)."""

from datetime import timedelta

from appeals.model import Employee, Role
from appeals.roster import Deed, Invitation, StaffEvent
from handlers import telling
from handlers.command import Command, answer
from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.people import employee_label
from handlers.who import department_in

PREFIX = "join_"
INVITED_FOR = timedelta(days=3)
INVITERS = frozenset({Role.ADMIN, Role.HEAD})
_ROLES = {
    "модератор": Role.MODERATOR,
    "начальник": Role.HEAD,
    "контролёр": Role.CONTROLLER,
    "контролер": Role.CONTROLLER,
    "аналитик": Role.ANALYST,
    "администратор": Role.ADMIN,
} | {role.value: role for role in Role}


async def invite(command: Command, office: Office) -> list[Reply]:
    """`/invite [роль] [отдел]`: a head invites moderators, an administrator anybody."""
    word, _, rest = command.rest.partition(" ")
    role = _ROLES.get(word.lower()) if word else Role.MODERATOR
    roster = await office.roster.load(office.now)
    found = department_in(rest, roster) if rest.strip() else None
    if role is None or (rest.strip() and found is None):
        return [answer(command, Words("people-invite-how"))]
    if role is not Role.MODERATOR and not command.employee.may(Role.ADMIN):
        return [answer(command, Words("people-invite-admin"))]
    if role is not Role.MODERATOR and not await telling.hears(command.employee.id, office):
        return [answer(command, Words("people-invite-start"))]
    department = found.one.id if found else command.employee.department
    # A head of a department answers there too, or could not work in the moderator chat.
    roles = frozenset({role, Role.MODERATOR}) if role is Role.HEAD else frozenset({role})
    expires = office.now + INVITED_FOR
    by = command.employee.id
    token = await office.invitations.issue(roles, department, by, expires, office.now)
    await office.roster.record(
        StaffEvent(Deed.INVITED, office.now, "", by, {"role": role.value, "department": department})
    )
    payload = f"{PREFIX}{token}"
    link = office.desk.start_link(payload)
    key = "people-invitation" if link else "people-invitation-code"
    facts: dict[str, str | int] = {
        "role": role.value,
        "link": link or f"/start {payload}",
        "days": INVITED_FOR.days,
    }
    return await _shown(command, role, Words(key, facts), office)


async def _shown(command: Command, role: Role, words: Words, office: Office) -> list[Reply]:
    """Whoever opens a link first gets its role: one to a higher role is for the inviter alone."""
    if role is Role.MODERATOR:
        return [answer(command, words)]
    private = await telling.tell([command.employee.id], words, office)
    return [*private, answer(command, Words("people-invitation-private"))]


def is_invitation(payload: str, message: Wrote, office: Office) -> bool:
    """Employees' ids are those of the moderators' messenger: nobody joins by another one."""
    is_theirs = message.at.channel == office.desk.moderator_chat.channel
    return is_theirs and payload.startswith(PREFIX)


async def opened(message: Wrote, payload: str, office: Office) -> list[Reply]:
    """Somebody opened the link in a private chat: forged, used and expired ones are refused."""
    invitation = await office.invitations.find(payload.removeprefix(PREFIX))
    why_not = await _why_not(invitation, office)
    if invitation is None or why_not:
        return [Say(message.at, Words(f"people-join-{why_not or 'forged'}"))]
    present = await office.staff.get(message.who.id)
    if present and invitation.roles <= present.roles:
        return [Say(message.at, Words("people-join-already"))]
    if not await office.invitations.use(invitation.id, message.who.id, office.now):
        return [Say(message.at, Words("people-join-used"))]
    return await _join(message, invitation, office)


async def _why_not(invitation: Invitation | None, office: Office) -> str:
    """An invitation is worth as much as the one who gave it still may give."""
    if invitation is None:
        return "forged"
    if invitation.used_at is not None:
        return "used"
    inviter = await office.staff.get(invitation.by)
    if invitation.expires <= office.now or inviter is None or not _may_give(inviter, invitation):
        return "expired"
    return ""


def _may_give(inviter: Employee, invitation: Invitation) -> bool:
    """A head invites moderators only."""
    may = INVITERS if invitation.roles <= {Role.MODERATOR} else {Role.ADMIN}
    return bool(inviter.roles & may)


async def _join(message: Wrote, invitation: Invitation, office: Office) -> list[Reply]:
    """A newcomer, somebody who comes back, or a present employee who gets a further role."""
    who = message.who
    before = await office.staff.get(who.id)
    known = before or Employee(who.id, who.name)
    roles = known.roles | invitation.roles
    department = known.department or invitation.department
    employee = Employee(known.id, known.name, known.position, roles, department)
    await office.staff.join(employee)
    data = {"roles": ",".join(sorted(roles)), "department": department}
    event = StaffEvent(Deed.JOINED, office.now, who.id, invitation.by, data)
    await office.roster.record(event)
    inviter = await office.staff.get(invitation.by)
    facts = {"who": employee.name, "by": employee_label(inviter, invitation.by)}
    return [
        Say(message.at, Words("people-joined", {"who": employee.name})),
        Say(ModeratorChat(), Words("people-newcomer", facts), priority=Priority.COPY),
    ]
