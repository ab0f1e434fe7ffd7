"""The text commands of the moderator chat; everything a button does works by words too."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from appeals.desk import NotAllowed
from appeals.model import Appeal, Employee, Fate, Role, Side
from appeals.words import Content
from handlers import history, moderator_actions, moderator_presses
from handlers.conversation import Priority, Reply, Say, Words, Wrote
from handlers.dates import short_moment
from handlers.moderator_actions import Action
from handlers.office import Office
from handlers.people import for_staff, short_number, state_of

LISTED = 20


@dataclass(frozen=True, slots=True)
class Command:
    """A command as given: where, by which employee, and the words after it."""

    message: Wrote
    employee: Employee
    rest: str


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
    """Do what the command says, for employees only; another bot's commands are left to it."""
    word, *rest = message.content.text.split(maxsplit=1)
    name, _, addressee = word.lower().partition("@")
    if addressee and addressee != (office.desk.bot_name.lower() or addressee):
        return []
    if message.who.anonymous:
        return [_say(message, Words("staff-sign-command"))]
    if employee is None or not employee.may(Role.MODERATOR):
        return [_say(message, Words("staff-no-role"))]
    command = Command(message, employee, "".join(rest).strip())
    if name in _ACTIONS:
        return await _act(_ACTIONS[name], command, office)
    answer = _COMMANDS.get(name, _unknown)
    return [await answer(command, office)]


async def _act(verb: str, command: Command, office: Office) -> list[Reply]:
    message = command.message
    appeal = await _appeal_here(message, office)
    if appeal is None:
        return [_say(message, Words("staff-only-in-topic"))]
    seen = appeal.seen if await _client_was_heard(appeal, office) else -1
    try:
        action = Action(message.at, appeal, command.employee, seen)
        return await moderator_actions.act(verb, action, office)
    except NotAllowed as refusal:
        return [_say(message, await moderator_presses.refused(refusal, appeal, office))]


async def _appeal_here(message: Wrote, office: Office) -> Appeal | None:
    topic = await office.topics.at(message.at) if message.at.thread else None
    return await office.appeals.get(topic.appeal_id) if topic else None


async def _client_was_heard(appeal: Appeal, office: Office) -> bool:
    """A typed command carries no `seen`: the last words must then be the employee's."""
    written = await office.messages.of_appeal(appeal.id)
    heard = [m for m in written if m.side is not Side.NOTE and m.fate is not Fate.DROPPED]
    sides = [message.side for message in heard]
    return bool(sides) and sides[-1] is Side.STAFF


async def _unknown(command: Command, office: Office) -> Say:
    prefix = {"prefix": office.desk.note_prefix}
    return _say(command.message, Words("staff-unknown-command", prefix))


async def _help(command: Command, office: Office) -> Say:
    return _say(command.message, Words("staff-help", {"prefix": office.desk.note_prefix}))


async def _mine(command: Command, office: Office) -> Say:
    found = await office.appeals.open(LISTED, command.employee.id)
    count = await office.appeals.count_open(command.employee.id)
    return await _list(command, "staff-mine", found, count, office)


async def _open(command: Command, office: Office) -> Say:
    found = await office.appeals.open(LISTED)
    return await _list(command, "staff-open", found, await office.appeals.count_open(), office)


async def _find(command: Command, office: Office) -> Say:
    if not command.rest:
        return _say(command.message, Words("staff-find-how"))
    found = await office.appeals.search(command.rest, LISTED + 1)
    return await _list(command, "staff-found", found[:LISTED], len(found), office)


async def _appeal(command: Command, office: Office) -> Say:
    """`/appeal N`, or `/appeal` inside a topic: the whole history (C5)."""
    if command.rest:
        appeal = await office.appeals.numbered(command.rest.lstrip("№ "))
    else:
        appeal = await _appeal_here(command.message, office)
    if appeal is None:
        return _say(command.message, Words("staff-appeal-how"))
    return _say(command.message, await history.told(appeal, office))


async def _list(
    command: Command, key: str, found: Sequence[Appeal], count: int, office: Office
) -> Say:
    """One line an appeal, the number leading to its topic."""
    if not found:
        return _say(command.message, Words(f"{key}-none"))
    lines = [await _line(appeal, office) for appeal in found]
    more = "yes" if count > len(found) else "no"
    counts: dict[str, str | int] = {"count": count, "shown": len(found), "more": more}
    return _say(command.message, Words(key, counts, below=tuple(lines)))


async def _line(appeal: Appeal, office: Office) -> Words:
    executor = await office.staff.get(appeal.executor) if appeal.executor else None
    topic = await office.topics.of(appeal.id)
    late = appeal.is_open and appeal.due_at < office.now
    facts: dict[str, str | int] = {
        "number": short_number(appeal, office),
        "state": state_of(appeal),
        "late": "yes" if late else "no",
        "due": short_moment(appeal.due_at, office.desk.zone),
        "taken": "yes" if appeal.executor else "no",
        "executor": executor.name if executor else appeal.executor,
        "subject": for_staff(Content(appeal.subject), office.desk).text,
    }
    return Words("list-line", facts, link=office.desk.topic_link(topic.at) if topic else "")


def _say(message: Wrote, lead: Words) -> Say:
    return Say(message.at, lead, reply_to=message.id, priority=Priority.COPY)


_COMMANDS: dict[str, Callable[[Command, Office], Awaitable[Say]]] = {
    "/help": _help,
    "/start": _help,
    "/mine": _mine,
    "/open": _open,
    "/find": _find,
    "/appeal": _appeal,
}
