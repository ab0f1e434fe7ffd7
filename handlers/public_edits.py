"""Somebody changed what stands in public: kept beside the first version, and told to staff."""

from dataclasses import replace

from appeals.model import Message, Side
from handlers import edits, public_square, quiet, write_privately
from handlers.conversation import Edited, EditedElsewhere, Reply, Wrote
from handlers.office import Office


async def changed(edit: Edited, office: Office) -> list[Reply]:
    """A client's words, an employee's answer there, or what opened nothing so far."""
    message = await _stored(edit, office)
    if message is not None and message.side is not Side.CLIENT:
        there = EditedElsewhere(edit.at, edit.who, edit.when, edit.id, edit.content)
        return await elsewhere(there, office)
    if message is not None and not await edits.keep(edit, message, office):
        return []
    if message is None or message.appeal_id is None:
        return await public_square.wrote(await _as_written(edit, message, office), office)
    shown = await edits.show_staff(edit, message, message.appeal_id, office)
    privately = write_privately.told(_as_it_reads(edit), office)
    return [*shown, *(await privately if shown else [])]


async def elsewhere(edit: EditedElsewhere, office: Office) -> list[Reply]:
    """An answer there was changed; what the program itself has changed is no news."""
    message = await _stored(edit, office)
    if message is None:
        return []
    versions = await office.messages.versions(message.id)
    if versions[-1].text.split() == edit.content.text.split():
        return []
    return await edits.elsewhere(edit, office)


async def _stored(edit: Edited | EditedElsewhere, office: Office) -> Message | None:
    return await office.messages.at(edit.ref) or await office.messages.original(edit.ref)


async def _as_written(edit: Edited, message: Message | None, office: Office) -> Wrote:
    """With what was remembered of its place, where the platform tells of an edit less."""
    known = await quiet.remembered(message.id, office) if message else None
    if known is None:
        return _as_it_reads(edit)
    return replace(known.message, who=edit.who, when=edit.when, content=edit.content)


def _as_it_reads(edit: Edited) -> Wrote:
    return Wrote(
        edit.at,
        edit.who,
        edit.when,
        edit.id,
        edit.content,
        edit.private,
        reply_to=edit.reply_to,
        spot=edit.spot,
        root=edit.root,
        about=edit.about,
    )
