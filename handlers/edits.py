"""What happens when somebody changes a message: the first version always stays."""

from dataclasses import replace

from appeals import desk
from appeals.model import Event, Fate, Message, Side, What
from appeals.words import Content
from handlers import private_chat
from handlers.conversation import (
    Amend,
    Edited,
    Priority,
    Refresh,
    Reply,
    Say,
    TopicOf,
    Words,
    Wrote,
)
from handlers.office import Office
from handlers.people import for_staff


async def by_client(edit: Edited, office: Office) -> list[Reply]:
    """Kept beside the first version and shown to staff; a greeting turned question is heard."""
    message = await office.messages.at(edit.ref)
    if message is not None:
        await office.messages.add_version(message.id, edit.content, edit.when)
    if message is None or message.appeal_id is None:
        return await private_chat.wrote(_as_written(edit), office)
    return await _show_staff(edit, message, message.appeal_id, office)


async def by_staff(edit: Edited, office: Office) -> list[Reply]:
    """The delivered copy follows its original; held words and notes are only kept."""
    message = await office.messages.at(edit.ref)
    if message is None or message.appeal_id is None or message.side is Side.CLIENT:
        return []
    await office.messages.add_version(message.id, edit.content, edit.when)
    employee = await office.staff.get(edit.who.id)
    if employee is None or message.side is Side.NOTE:
        return []
    changed = Event(What.STAFF_EDITED, office.now, desk.of_staff(employee), {"message": message.id})
    await office.appeals.record(message.appeal_id, changed)
    if message.fate in {Fate.HELD, Fate.DROPPED}:
        return []
    return [Amend(message.id, edit.content)]


async def _show_staff(
    edit: Edited, message: Message, appeal_id: int, office: Office
) -> list[Reply]:
    appeal = await office.appeals.get(appeal_id)
    client = await office.clients.get(appeal.client_id) if appeal else None
    if appeal is None or client is None:
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
    return [say, Refresh(appeal.id)]


def _news(edited: Content, before: Content) -> Content:
    """Files that did not change need not be shown again."""
    same = edited.attachments == before.attachments
    return replace(edited, attachments=()) if same else edited


def _as_written(edit: Edited) -> Wrote:
    return Wrote(edit.at, edit.who, edit.when, edit.id, edit.content, edit.private)
