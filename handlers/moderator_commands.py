"""The text commands of the moderator chat; everything a button does works by words too."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from appeals.desk import NotAllowed
from appeals.model import Appeal, Employee, Fate, Role, Side
from handlers import (
    causes,
    flood,
    handover,
    history,
    incidents,
    joining,
    leaving,
    lists,
    merging,
    moderator_actions,
    offline_command,
    promising,
    register_command,
    roster_commands,
    split_off,
    stopping,
)
from handlers.command import Command, answer, appeal_here
from handlers.conversation import Priority, Reply, Say, Words, Wrote
from handlers.moderator_actions import Action
from handlers.office import Office
from handlers.refusals import refused

LISTED = lists.LISTED
Does = Callable[[Command, Office], Awaitable[list[Reply]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a command does and which roles may give it; `who` names them in the refusal."""

    does: Does
    who: str
    roles: frozenset[Role]


_ACTIONS = {
    "/take": "take",
    "/answered": "answered",
    "/clarify": "clarify",
    "/close": "close",
    "/spam": "spam",
    "/ban": "ban",
    "/notquestion": "not-a-question",
    "/undo": "undo",
    "/reopen": "reopen",
}


def is_command(text: str) -> bool:
    """`/word`, but not the prefix of a private note («//»)."""
    return len(text) > 1 and text[0] == "/" and text[1].isascii() and text[1].isalpha()


async def given(message: Wrote, employee: Employee | None, office: Office) -> list[Reply]:
    """Do what the command says, for employees with a role for it; others' bots have their own."""
    word, *others = message.content.text.split(maxsplit=1)
    name, _, addressee = word.lower().partition("@")
    if addressee and addressee != (office.desk.bot_name().lower() or addressee):
        return []
    if message.who.anonymous:
        return [_say(message, Words("staff-sign-command"))]
    rule = _RULES.get(name, _MODERATORS_OWN)
    if employee is None or not employee.roles & rule.roles:
        return [_say(message, _no_role(rule))]
    command = Command(message, employee, "".join(others).strip())
    if name in _ACTIONS:
        return await _act(_ACTIONS[name], command, office)
    return await rule.does(command, office)


def _no_role(rule: Rule) -> Words:
    key = "staff-no-role" if rule.who == "moderator" else "people-no-role"
    return Words(key, {"who": rule.who} if key == "people-no-role" else {})


async def _act(verb: str, command: Command, office: Office) -> list[Reply]:
    message = command.message
    appeal = await appeal_here(message, office)
    if appeal is None:
        return [_say(message, Words("staff-only-in-topic"))]
    seen = appeal.seen if await _client_was_heard(appeal, office) else moderator_actions.TYPED
    try:
        action = Action(message.at, appeal, command.employee, seen)
        return await moderator_actions.act(verb, action, office)
    except NotAllowed as refusal:
        return [_say(message, await refused(refusal, appeal, office))]


async def _client_was_heard(appeal: Appeal, office: Office) -> bool:
    """A typed command carries no `seen`: the last words must then be the employee's."""
    written = await office.messages.of_appeal(appeal.id)
    heard = [m for m in written if m.side is not Side.NOTE and m.fate is not Fate.DROPPED]
    sides = [message.side for message in heard]
    return bool(sides) and sides[-1] is Side.STAFF


async def _unknown(command: Command, office: Office) -> list[Reply]:
    prefix = {"prefix": office.desk.note_prefix}
    return [answer(command, Words("staff-unknown-command", prefix))]


async def _help(command: Command, office: Office) -> list[Reply]:
    """What every moderator may do, and what this employee's further roles allow."""
    more = tuple(
        Words(f"staff-help-{role.value}") for role in _HELPED if command.employee.may(role)
    )
    prefix = {"prefix": office.desk.note_prefix}
    return [answer(command, Words("staff-help", prefix, below=more))]


async def _mine(command: Command, office: Office) -> list[Reply]:
    found = await office.appeals.open(LISTED, command.employee.id)
    count = await office.appeals.count_open(command.employee.id)
    return [await lists.listed(command, "staff-mine", found, count, office)]


async def _open(command: Command, office: Office) -> list[Reply]:
    found = await office.appeals.open(LISTED)
    count = await office.appeals.count_open()
    return [await lists.listed(command, "staff-open", found, count, office)]


async def _find(command: Command, office: Office) -> list[Reply]:
    if not command.rest:
        return [answer(command, Words("staff-find-how"))]
    found = await office.appeals.search(command.rest, LISTED + 1)
    return [await lists.listed(command, "staff-found", found[:LISTED], len(found), office)]


async def _appeal(command: Command, office: Office) -> list[Reply]:
    """`/appeal N`, or `/appeal` inside a topic: the whole history (C5)."""
    if command.rest:
        appeal = await office.appeals.numbered(command.rest.lstrip("№ "))
    else:
        appeal = await appeal_here(command.message, office)
    if appeal is None:
        return [answer(command, Words("staff-appeal-how"))]
    return [answer(command, await history.told(appeal, office))]


async def _register(command: Command, office: Office) -> list[Reply]:
    return await register_command.given(command.message, command.employee, command.rest, office)


def _say(message: Wrote, lead: Words) -> Say:
    return Say(message.at, lead, reply_to=message.id, priority=Priority.COPY)


def _rules(who: str, roles: set[Role], **commands: Does) -> Mapping[str, Rule]:
    return {f"/{name}": Rule(does, who, frozenset(roles)) for name, does in commands.items()}


_EXPLAINED = (Role.HEAD, Role.CONTROLLER, Role.ADMIN)
_HELPED = (*_EXPLAINED, Role.ANALYST)
_STAFF = {Role.MODERATOR, *_EXPLAINED}
_MODERATORS_OWN = Rule(_unknown, "moderator", frozenset({Role.MODERATOR}))
_RULES: Mapping[str, Rule] = {
    **_rules(
        "staff",
        _STAFF,
        mine=_mine,
        open=_open,
        find=_find,
        appeal=_appeal,
        topic=flood.topic,
        due=lists.due,
        overdue=lists.overdue,
        duty=roster_commands.duty,
        absent=roster_commands.absent,
        back=roster_commands.back,
        leave=leaving.leave,
        handover=handover.command,
        cause=causes.command,
        incidents=incidents.listed,
        extend=promising.extend,
    ),
    **_rules("staff", set(Role), register=_register, help=_help, start=_help),
    **_rules("moderator", {Role.MODERATOR, Role.HEAD}, interim=promising.interim),
    **_rules("moderator", {Role.MODERATOR}, register_offline=offline_command.register),
    **_rules("moderator", {Role.MODERATOR}, merge=merging.merge, split=split_off.split),
    **_rules("moderator", {Role.MODERATOR}, incident=incidents.command),
    **_rules("inviter", {Role.ADMIN, Role.HEAD}, invite=joining.invite),
    **_rules("admin", {Role.ADMIN}, dismiss=leaving.dismiss),
    **_rules(
        "controller",
        {Role.CONTROLLER},
        stop=stopping.stop,
        resume=stopping.resume,
        outage=stopping.outage,
        switches=stopping.history,
    ),
}

COMMANDS = frozenset({*_ACTIONS, *_RULES})
"""Everything that staff may write; docs/staff.ru.md explains each."""
