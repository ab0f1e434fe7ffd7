"""What happens when somebody changes a message: the first version always stays."""

from dataclasses import replace

from appeals import desk
from appeals.model import Employee, Event, Fate, Message, Role, Side, What
from appeals.public_safety import Unsafe
from appeals.words import Content
from handlers import answered_elsewhere, private_chat, public_hold
from handlers.conversation import (
    AnsweredElsewhere,
    Button,
    Edited,
    EditedElsewhere,
    Priority,
    Refresh,
    Reply,
    Say,
    TopicOf,
    Words,
    Wrote,
)
from handlers.moderator_commands import is_command
from handlers.moderator_topic import is_note
from handlers.office import Office
from handlers.offline import amended
from handlers.people import for_staff, hidden_in
from handlers.press_data import PUBLIC_GROUP, PressData
from handlers.registering import warning
from handlers.words_to_client import amendment


async def by_client(edit: Edited, office: Office) -> list[Reply]:
    """Kept beside the first version and shown to staff; a greeting turned question is heard."""
    message = await office.messages.at(edit.ref)
    if message is not None and not await keep(edit, message, office):
        return []
    if message is None or message.appeal_id is None:
        return await private_chat.wrote(_as_written(edit), office)
    return await show_staff(edit, message, message.appeal_id, office)


async def by_staff(edit: Edited, office: Office) -> list[Reply]:
    """The delivered copy follows its original; held words and notes are only kept."""
    message = await office.messages.at(edit.ref)
    if message is None:
        return await _never_sent(edit, office)
    if message.appeal_id is None or message.side is Side.CLIENT:
        return []
    if not await keep(edit, message, office):
        return []
    if message.side is Side.NOTE:
        return [] if is_note(edit.content, office.desk) else [_tell(edit, "staff-edit-not-sent")]
    return await _change_answer(edit, message, message.appeal_id, office)


async def elsewhere(edit: EditedElsewhere, office: Office) -> list[Reply]:
    """Staff changed an answer where the client reads it; the topic shows what it says now.

    An answer nobody knows of yet is one given there.
    """
    at = edit.ref
    message = await office.messages.at(at) or await office.messages.original(at)
    if message is None:
        given = AnsweredElsewhere(edit.at, edit.who, edit.when, edit.id, edit.content)
        return await answered_elsewhere.heard(given, office)
    if message.side is not Side.STAFF or not await keep(edit, message, office):
        return []
    if message.appeal_id is None:
        return []
    by = desk.of_staff(Employee(edit.who.id, edit.who.name))
    data: dict[str, str | int] = {"message": message.id, "name": edit.who.name}
    changed = Event(What.STAFF_EDITED, office.now, by, data)
    await office.appeals.record(message.appeal_id, changed)
    return [await _shown(edit, message, message.appeal_id, office)]


async def _shown(edit: EditedElsewhere, message: Message, appeal_id: int, office: Office) -> Say:
    appeal = await office.appeals.get(appeal_id)
    where = answered_elsewhere.where_answered(appeal) if appeal else edit.at.channel
    facts = {"channel": where, "who": edit.who.name or "none"}
    return Say(
        TopicOf(appeal_id),
        Words("staff-edited-elsewhere", facts),
        for_staff(_news(edit.content, message.content), office.desk),
        appeal_id=appeal_id,
        priority=Priority.COPY,
    )


async def keep(edit: Edited | EditedElsewhere, message: Message, office: Office) -> bool:
    """Store the new version; False when nothing has changed (a platform may report that too)."""
    versions = await office.messages.versions(message.id)
    if versions[-1] == edit.content:
        return False
    await office.messages.add_version(message.id, edit.content, edit.when)
    return True


async def _never_sent(edit: Edited, office: Office) -> list[Reply]:
    """A mistyped command turned into an answer has reached nobody, and its author must know."""
    words = edit.content
    if is_command(words.text) or is_note(words, office.desk) or words.is_empty:
        return []
    topic = await office.topics.at(edit.at) if edit.at.thread else None
    return [_tell(edit, "staff-edit-not-sent")] if topic else []


async def _change_answer(
    edit: Edited, message: Message, appeal_id: int, office: Office
) -> list[Reply]:
    waits = message.fate in {Fate.HELD, Fate.DROPPED}
    employee = None if edit.who.anonymous else await office.staff.get(edit.who.id)
    if employee is None or not employee.may(Role.MODERATOR):
        unsigned = edit.who.anonymous and not waits
        return [_tell(edit, "staff-edit-unsigned")] if unsigned else []
    changed = Event(What.STAFF_EDITED, office.now, desk.of_staff(employee), {"message": message.id})
    await office.appeals.record(appeal_id, changed)
    if is_note(edit.content, office.desk):
        if not waits:
            return [_tell(edit, "staff-edit-stays-sent")]
        await office.messages.set_fate(message.id, Fate.DROPPED)
    if waits:
        return []
    appeal = await office.appeals.get(appeal_id)
    if appeal and (found := await public_hold.unsafe(edit.content, appeal, office)):
        return [await _asked_about(edit, message, found, office)]
    return amended([await amendment(message, edit.content, office)], appeal)


async def _asked_about(
    edit: Edited, message: Message, found: tuple[Unsafe, ...], office: Office
) -> Say:
    """What not everybody should read gets into the copy only once its author confirms it."""
    seen = len(await office.messages.versions(message.id))
    change = Button(
        Words("button-held-amend"), str(PressData(PUBLIC_GROUP, "amend", message.id, seen))
    )
    words = public_hold.explained(found, "public-edit-held")
    return Say(edit.at, words, buttons=((change,),), reply_to=edit.id, priority=Priority.COPY)


def _tell(edit: Edited, key: str) -> Say:
    return Say(edit.at, Words(key), reply_to=edit.id, priority=Priority.COPY)


async def show_staff(edit: Edited, message: Message, appeal_id: int, office: Office) -> list[Reply]:
    """A client's new words in the topic; nothing of somebody banned."""
    appeal = await office.appeals.get(appeal_id)
    client = await office.clients.get(appeal.client_id) if appeal else None
    if appeal is None or client is None or client.banned:
        return []
    await office.appeals.save(desk.correct(appeal, client, message.id, office.now))
    copies = await office.messages.copies(message.id)
    say = Say(
        TopicOf(appeal.id),
        Words("staff-client-edited", {"ended": "no" if appeal.is_open else "yes"}),
        for_staff(_news(edit.content, message.content), office.desk),
        reply_to=copies[-1].id if copies else "",
        appeal_id=appeal.id,
        priority=Priority.COPY,
    )
    brought = hidden_in(edit.content, office.desk) - hidden_in(message.content, office.desk)
    return [say, Refresh(appeal.id), *warning(edit.at, brought)]


def _news(edited: Content, before: Content) -> Content:
    """Files that did not change need not be shown again."""
    same = edited.attachments == before.attachments
    return replace(edited, attachments=()) if same else edited


def _as_written(edit: Edited) -> Wrote:
    return Wrote(edit.at, edit.who, edit.when, edit.id, edit.content, edit.private)
