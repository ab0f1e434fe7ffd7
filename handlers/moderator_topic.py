"""What happens when somebody writes in the moderator chat: words in a topic go to the client."""

from appeals import desk
from appeals.model import Appeal, Employee, Event, Fate, Message, Role, Side, What
from appeals.words import Content
from handlers import (
    answered_elsewhere,
    causes,
    clarifying,
    moderator_commands,
    promising,
    public_hold,
    words_to_client,
)
from handlers.command import appeal_here
from handlers.conversation import Button, Buttons, Reply, Say, TopicOf, Withdraw, Words, Wrote
from handlers.office import Desk, Office
from handlers.people import employee_label
from handlers.press_data import PressData


async def wrote(message: Wrote, office: Office) -> list[Reply]:
    """A command, a note, or an answer; outside the topics only commands are heard."""
    employee = None if message.who.anonymous else await office.staff.get(message.who.id)
    if moderator_commands.is_command(message.content.text):
        return await _commanded(message, employee, office)
    if employee and (cause := await causes.explained(message, office)):
        return cause
    appeal = await appeal_here(message, office)
    if appeal is None or message.content.is_empty:
        return []
    return await _in_topic(message, appeal, employee, office)


async def _in_topic(
    message: Wrote, appeal: Appeal, employee: Employee | None, office: Office
) -> list[Reply]:
    if is_note(message.content, office.desk):
        return await _note(message, appeal, office)
    if message.who.anonymous:
        return await _hold(message, appeal, Words("staff-sign"), "sign", office)
    if employee and (promise := await promising.awaited(message, employee, office)):
        return await promising.worded(promise, message, appeal, employee, office)
    if employee is None or not employee.may(Role.MODERATOR):
        await _keep(message, appeal, office, Side.STAFF, Fate.DROPPED)
        key = "staff-not-moderator" if employee else "staff-not-employee"
        return [Say(message.at, Words(key), reply_to=message.id)]
    return await _answer(message, appeal, employee, office)


def is_note(content: Content, rules: Desk) -> bool:
    """For colleagues only: begins with the prefix of a private note."""
    return content.text.lstrip().startswith(rules.note_prefix)


async def _answer(
    message: Wrote, appeal: Appeal, employee: Employee, office: Office
) -> list[Reply]:
    earlier = await office.messages.of_album(message.at, message.album) if message.album else []
    if earlier:
        return await _more_of_album(message, appeal, earlier[0], office)
    if desk.needs_confirming(appeal, employee):
        executor = await office.staff.get(appeal.executor)
        key = "staff-colleague" if appeal.is_open else "staff-ended"
        words = Words(key, {"executor": employee_label(executor, appeal.executor)})
        return await _hold(message, appeal, words, "send", office)
    if await answered_elsewhere.came_last(appeal, office):
        stands = Words(
            "staff-colleague-elsewhere", {"channel": answered_elsewhere.where_answered(appeal)}
        )
        return await _hold(message, appeal, stands, "send", office)
    if found := await public_hold.unsafe(message.content, appeal, office):
        return await _hold(
            message, appeal, public_hold.explained(found), public_hold.CONFIRMED, office
        )
    if await clarifying.is_awaited(message.at, employee, office):
        return await clarifying.ask(message, appeal, employee, office)
    stored = await _keep(message, appeal, office, Side.STAFF, Fate.QUEUED)
    return await words_to_client.send(stored, appeal, employee, office)


async def _commanded(message: Wrote, employee: Employee | None, office: Office) -> list[Reply]:
    """Under a file a command is neither done nor sent: what was meant is for its author to say."""
    if not message.content.attachments:
        return await moderator_commands.given(message, employee, office)
    appeal = await appeal_here(message, office)
    if appeal is not None:
        await _keep(message, appeal, office, Side.STAFF, Fate.DROPPED)
    return [Say(message.at, Words("staff-command-in-caption"), reply_to=message.id)]


async def _more_of_album(
    message: Wrote, appeal: Appeal, first: Message, office: Office
) -> list[Reply]:
    """Further parts go where the first one went: to the client, or into the hold with it."""
    stored = await _keep(message, appeal, office, Side.STAFF, first.fate)
    if first.fate is Fate.QUEUED and await public_hold.unsafe(message.content, appeal, office):
        return await _hold_album(stored, appeal, office)
    if first.fate in {Fate.HELD, Fate.DROPPED, Fate.KEPT}:
        return []
    return [words_to_client.say(stored, appeal, office, reply_to=appeal.question.id)]


async def _hold_album(stored: Message, appeal: Appeal, office: Office) -> list[Reply]:
    """A later part holds what the first one did not: the whole album waits."""
    found = await public_hold.unsafe(stored.content, appeal, office)
    for part in await public_hold.parts(stored, office):
        if part.fate is Fate.QUEUED:
            await office.messages.set_fate(part.id, Fate.HELD)
    by = desk.of_staff(Employee(stored.author, ""))
    held = Event(What.HELD, office.now, by, {"message": stored.id})
    await office.appeals.record(appeal.id, held)
    buttons = await public_hold.buttons(stored, office)
    words = public_hold.explained(found)
    return [
        Withdraw(words_to_client.words_key(stored)),
        Say(TopicOf(appeal.id), words, buttons=buttons, reply_to=stored.ref.id),
    ]


async def _note(message: Wrote, appeal: Appeal, office: Office) -> list[Reply]:
    """For colleagues only: kept, on record, sent nowhere."""
    stored = await _keep(message, appeal, office, Side.NOTE, Fate.KEPT)
    by = desk.of_staff(Employee(message.who.id, ""))
    noted = Event(What.NOTED, office.now, by, {"message": stored.id})
    await office.appeals.record(appeal.id, noted)
    return []


async def _hold(
    message: Wrote, appeal: Appeal, question: Words, verb: str, office: Office
) -> list[Reply]:
    """Not sent until somebody answers for it."""
    earlier = await office.messages.of_album(message.at, message.album) if message.album else []
    stored = await _keep(message, appeal, office, Side.STAFF, Fate.HELD)
    if earlier:
        return []
    by = desk.of_staff(Employee(message.who.id, ""))
    held = Event(What.HELD, office.now, by, {"message": stored.id})
    await office.appeals.record(appeal.id, held)
    buttons: Buttons = (
        tuple(
            Button(Words(f"button-held-{choice}"), str(PressData("h", choice, stored.id)))
            for choice in (verb, "drop")
        ),
    )
    if verb == public_hold.CONFIRMED:
        buttons = await public_hold.buttons(stored, office)
    return [Say(TopicOf(appeal.id), question, buttons=buttons, reply_to=message.id)]


async def _keep(message: Wrote, appeal: Appeal, office: Office, side: Side, fate: Fate) -> Message:
    return await office.messages.add(
        appeal_id=appeal.id,
        side=side,
        author="" if message.who.anonymous else message.who.id,
        ref=message.ref,
        content=message.content,
        at=message.when,
        fate=fate,
        album=message.album,
        reply_to=message.reply_to,
    )
