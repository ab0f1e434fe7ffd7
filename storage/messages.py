"""Everything written; implements `appeals.ports.Messages`.

A platform counts messages per chat, so a thread is no part of a message's identity.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, literal_column, select, update

from appeals.model import Address, Fate, Message, MessageRef, Side
from appeals.words import Content
from storage.codec import pack_content, unpack_content
from storage.column_types import is_row_id
from storage.db import Db
from storage.search import folded
from storage.tables import copies, messages, versions

NO_ALBUM: ColumnElement[str] = literal_column("''")


class Messages:
    """Messages within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(
        self,
        *,
        appeal_id: int | None,
        side: Side,
        author: str,
        ref: MessageRef,
        content: Content,
        at: datetime,
        fate: Fate,
        album: str = "",
        reply_to: str = "",
    ) -> Message:
        """Store a message; the same platform message again returns the stored one."""
        values = _place(ref) | {
            "appeal_id": appeal_id,
            "side": side.value,
            "author": author,
            "content": pack_content(content),
            "search": folded(content.text),
            "at": at,
            "fate": fate.value,
            "album": album,
            "reply_to": reply_to,
        }
        await self._db.add_new(messages, values)
        (stored,) = await self._all(_stands_at(messages, ref))
        return stored

    async def get(self, message_id: int) -> Message | None:
        """By row id."""
        return await self._first(messages.c.id == message_id) if is_row_id(message_id) else None

    async def at(self, ref: MessageRef) -> Message | None:
        """By its place on the platform."""
        return await self._first(_stands_at(messages, ref))

    async def of_album(self, place: Address, album: str) -> Sequence[Message]:
        """Stored parts of an album, in order of receipt."""
        return await self._all(
            (messages.c.channel == place.channel)
            & (messages.c.chat == place.chat)
            & (messages.c.album == album)
            & (messages.c.album != NO_ALBUM)
        )

    async def of_appeal(self, appeal_id: int) -> Sequence[Message]:
        """All messages of an appeal, oldest first."""
        return await self._all(messages.c.appeal_id == appeal_id)

    async def move(self, message_id: int, appeal_id: int) -> None:
        """Give a message to another appeal (split)."""
        await self._set(message_id, appeal_id=appeal_id)

    async def set_fate(self, message_id: int, fate: Fate) -> None:
        """Record what became of it."""
        await self._set(message_id, fate=fate.value)

    async def add_version(self, message_id: int, content: Content, at: datetime) -> int:
        """Keep an edit beside the first version; returns the version's number, 2 and up."""
        await self._db.lock(messages, messages.c.id == message_id)
        last = select(func.coalesce(func.max(versions.c.number), 1))
        number = int(await self._db.value(last.where(versions.c.message_id == message_id))) + 1
        packed = pack_content(content)
        await self._db.run(
            versions.insert().values(message_id=message_id, number=number, content=packed, at=at)
        )
        await self._set(message_id, search=messages.c.search + ("\n" + folded(content.text)))
        return number

    async def versions(self, message_id: int) -> Sequence[Content]:
        """All versions, the first one first."""
        first = select(messages.c.content).where(messages.c.id == message_id)
        later = (
            select(versions.c.content)
            .where(versions.c.message_id == message_id)
            .order_by(versions.c.number)
        )
        rows = [*await self._db.all(first), *await self._db.all(later)]
        return [unpack_content(content) for (content,) in rows]

    async def copied(self, message_id: int, copy: MessageRef) -> None:
        """Remember a delivered copy, so that replies and edits find their way."""
        values = _place(copy) | {"message_id": message_id}
        await self._db.put(copies, ("channel", "chat", "external_id"), values)

    async def copies(self, message_id: int) -> Sequence[MessageRef]:
        """Where its copies stand, oldest first."""
        mine = select(copies).where(copies.c.message_id == message_id).order_by(copies.c.id)
        return [_ref(row) for row in await self._db.all(mine)]

    async def original(self, copy: MessageRef) -> Message | None:
        """The message whose copy this is."""
        source = select(copies.c.message_id).where(_stands_at(copies, copy)).scalar_subquery()
        return await self._first(messages.c.id == source)

    async def _set(self, message_id: int, **values: object) -> None:
        await self._db.run(update(messages).where(messages.c.id == message_id).values(**values))

    async def _first(self, condition: ColumnElement[bool]) -> Message | None:
        row = await self._db.first(select(messages).where(condition))
        return None if row is None else _message(row)

    async def _all(self, condition: ColumnElement[bool]) -> list[Message]:
        rows = await self._db.all(select(messages).where(condition).order_by(messages.c.id))
        return [_message(row) for row in rows]


def _stands_at(table: Table, ref: MessageRef) -> ColumnElement[bool]:
    same_chat = (table.c.channel == ref.at.channel) & (table.c.chat == ref.at.chat)
    return same_chat & (table.c.external_id == ref.id)


def _place(ref: MessageRef) -> dict[str, Any]:
    at = ref.at
    return {"channel": at.channel, "chat": at.chat, "thread": at.thread, "external_id": ref.id}


def _ref(row: Row[Any]) -> MessageRef:
    return MessageRef(Address(row.channel, row.chat, row.thread), row.external_id)


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        appeal_id=row.appeal_id,
        side=Side(row.side),
        author=row.author,
        ref=_ref(row),
        content=unpack_content(row.content),
        at=row.at,
        fate=Fate(row.fate),
        album=row.album,
        reply_to=row.reply_to,
    )
