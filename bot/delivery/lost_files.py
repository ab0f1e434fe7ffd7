"""Files on their way to another platform: put in once they are here, left out when they can't be.

The words go out in any case. Where a file is missing a line says so, and its author is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from appeals.model import Address
from appeals.words import Attachment, MediaKind
from bot.delivery.ended import Brought
from bot.house import House
from bot.payload import Part, part_payload, read_part
from bot.splitting import fits_below
from handlers import left_out
from handlers.conversation import (
    Fetched,
    ModeratorChat,
    Place,
    Priority,
    Refused,
    Reply,
    Say,
    TopicOf,
)
from handlers.office import Office
from storage.outbox import Row
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class LostFiles:
    """What becomes of outbox rows and their files, within one unit of work."""

    unit: Unit
    house: House
    office: Office

    async def put_in(self, brought: Brought) -> list[Reply]:
        """Note in the row where its file lies, or go on without it. Nothing for a row that is gone.

        The row is read anew: while the file came, it may have been added to or withdrawn. Returns
        what is to be said about it.
        """
        row = await self.unit.outbox.waiting(brought.row_id)
        if row is None:
            return []
        match brought.result:
            case Fetched(path, size):
                await self._store(row, _changed(row, [brought.file], path.as_posix(), size))
            case Refused():
                return await self.leave_out(row, [brought.file], brought.result)
        return []

    async def as_documents(self, row: Row, files: Sequence[Attachment]) -> bool:
        """These files as plain documents, which platforms look into less; False: they are."""
        if all(file.kind is MediaKind.DOCUMENT for file in files):
            return False
        part = read_part(row.payload)
        attachments = tuple(
            replace(file, kind=MediaKind.DOCUMENT) if _among(file, files) else file
            for file in part.message.content.attachments
        )
        await self._store(row, _with(part, attachments))
        return True

    async def leave_out(self, row: Row, files: Sequence[Attachment], why: Refused) -> list[Reply]:
        """The row without these files, with a line about them; returns what else is to be said."""
        part, channel = read_part(row.payload), self.house.channel(row.channel)
        content, owners = part.message.content, _owners(part)
        kept = [n for n, file in enumerate(content.attachments) if not _among(file, files)]
        rest = replace(content, attachments=tuple(content.attachments[n] for n in kept))
        lines = [self.house.texts.plain(left_out.line(file, why)) for file in files]
        text = "\n".join(filter(None, (content.text, *lines)))
        fits = fits_below(text, rest, channel.capabilities, channel.length)
        message = replace(part.message, content=replace(rest, text=text) if fits else rest)
        still = tuple(owners[n] for n in kept if owners) or owners[:1]
        await self._store(row, replace(part, message=message, owners=still))
        said: list[Reply] = [] if fits else [_aside(row, file, why) for file in files]
        to_client = row.place == "address"
        for owner, file in zip(owners, content.attachments, strict=False):
            if _among(file, files):
                said += await left_out.told(self.office, owner, file, why, to_client=to_client)
        return said

    async def _store(self, row: Row, part: Part) -> None:
        await self.unit.outbox.replace_payload(row.id, row.payload | part_payload(part))


def _changed(row: Row, files: Sequence[Attachment], path: str, size: int) -> Part:
    part = read_part(row.payload)
    attachments = tuple(
        replace(file, path=path, size=size) if _among(file, files) else file
        for file in part.message.content.attachments
    )
    return _with(part, attachments)


def _with(part: Part, attachments: tuple[Attachment, ...]) -> Part:
    content = replace(part.message.content, attachments=attachments)
    return replace(part, message=replace(part.message, content=content))


def _among(file: Attachment, files: Sequence[Attachment]) -> bool:
    return (file.origin, file.file) in {(one.origin, one.file) for one in files}


def _owners(part: Part) -> tuple[int, ...]:
    """One for each file; none when the row is nobody's copy."""
    owners, files = part.owners, len(part.message.content.attachments)
    return owners if len(owners) == files else owners[:1] * files


def _aside(row: Row, file: Attachment, why: Refused) -> Say:
    """The line behind a message that has no room for it."""
    words = left_out.line(file, why)
    return Say(_place(row), words, appeal_id=row.appeal_id, priority=Priority(row.priority))


def _place(row: Row) -> Place:
    if row.place == "topic" and row.appeal_id is not None:
        return TopicOf(row.appeal_id)
    if row.place == "address":
        return Address(row.channel, row.chat, row.thread)
    return ModeratorChat()
