"""Everything written; implements `appeals.ports.Messages`.

A platform counts messages per chat, so a thread is no part of a message's identity.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from appeals.model import Address, Fate, Message, MessageRef, Side
from appeals.words import Content
from storage.codec import pack_content, unpack_content
from storage.column_types import is_row_id
from storage.db import Db, Params, brief
from storage.search import folded
from storage.tables import copies, messages, versions

NO_ALBUM: ColumnElement[str] = literal_column("''")


def _stands_at(table: Table) -> ColumnElement[bool]:
    same_chat = (table.c.channel == bindparam("channel")) & (table.c.chat == bindparam("chat"))
    return same_chat & (table.c.external_id == bindparam("external_id"))


THIS = messages.c.id == bindparam("this")
GET = brief(select(messages).where(THIS))
AT = brief(select(messages).where(_stands_at(messages)))
OF_ALBUM = (
    select(messages)
    .where(
        messages.c.channel == bindparam("channel"),
        messages.c.chat == bindparam("chat"),
        messages.c.album == bindparam("album"),
        messages.c.album != NO_ALBUM,
    )
    .order_by(messages.c.id)
)
OF_APPEAL = brief(
    select(messages).where(messages.c.appeal_id == bindparam("appeal")).order_by(messages.c.id)
)
SET = brief(update(messages).where(THIS))
ADD_WORDS = SET.values(search=messages.c.search + bindparam("words"))
OF_MESSAGE = versions.c.message_id == bindparam("this")
LAST_VERSION = brief(select(func.coalesce(func.max(versions.c.number), 1)).where(OF_MESSAGE))
FIRST_WORDS = brief(select(messages.c.content).where(THIS))
LATER_WORDS = brief(select(versions.c.content).where(OF_MESSAGE).order_by(versions.c.number))
ADD_VERSION = versions.insert()
COPIES = brief(select(copies).where(copies.c.message_id == bindparam("this")).order_by(copies.c.id))
ORIGINAL = brief(
    select(messages).where(
        messages.c.id == select(copies.c.message_id).where(_stands_at(copies)).scalar_subquery()
    )
)


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
        row = await self._db.add_new_row(messages, values)
        row = row or await self._db.first(AT, _at(ref))
        assert row is not None  # noqa: S101 - stored just now, or what kept it from being stored
        return _message(row)

    async def get(self, message_id: int) -> Message | None:
        """By row id."""
        return await self._first(GET, {"this": message_id}) if is_row_id(message_id) else None

    async def at(self, ref: MessageRef) -> Message | None:
        """By its place on the platform."""
        return await self._first(AT, _at(ref))

    async def of_album(self, place: Address, album: str) -> Sequence[Message]:
        """Stored parts of an album, in order of receipt."""
        return await self._all(
            OF_ALBUM, {"channel": place.channel, "chat": place.chat, "album": album}
        )

    async def of_appeal(self, appeal_id: int) -> Sequence[Message]:
        """All messages of an appeal, oldest first."""
        return await self._all(OF_APPEAL, {"appeal": appeal_id})

    async def move(self, message_id: int, appeal_id: int) -> None:
        """Give a message to another appeal (split)."""
        await self._set(message_id, appeal_id=appeal_id)

    async def set_fate(self, message_id: int, fate: Fate) -> None:
        """Record what became of it."""
        await self._set(message_id, fate=fate.value)

    async def add_version(self, message_id: int, content: Content, at: datetime) -> int:
        """Keep an edit beside the first version; returns the version's number, 2 and up."""
        await self._db.lock(messages, messages.c.id == message_id)
        number = int(await self._db.value(LAST_VERSION, {"this": message_id})) + 1
        version = {"message_id": message_id, "number": number, "at": at}
        await self._db.run(ADD_VERSION, version | {"content": pack_content(content)})
        words = "\n" + folded(content.text)
        await self._db.run(ADD_WORDS, {"this": message_id, "words": words})
        return number

    async def versions(self, message_id: int) -> Sequence[Content]:
        """All versions, the first one first."""
        this = {"this": message_id}
        rows = [*await self._db.all(FIRST_WORDS, this), *await self._db.all(LATER_WORDS, this)]
        return [unpack_content(content) for (content,) in rows]

    async def copied(self, message_id: int, copy: MessageRef) -> None:
        """Remember a delivered copy, so that replies and edits find their way."""
        values = _place(copy) | {"message_id": message_id}
        await self._db.put(copies, ("channel", "chat", "external_id"), values)

    async def copies(self, message_id: int) -> Sequence[MessageRef]:
        """Where its copies stand, oldest first."""
        return [_ref(row) for row in await self._db.all(COPIES, {"this": message_id})]

    async def original(self, copy: MessageRef) -> Message | None:
        """The message whose copy this is."""
        return await self._first(ORIGINAL, _at(copy))

    async def _set(self, message_id: int, **values: object) -> None:
        await self._db.run(SET, {"this": message_id, **values})

    async def _first(self, statement: Executable, params: Params) -> Message | None:
        row = await self._db.first(statement, params)
        return None if row is None else _message(row)

    async def _all(self, statement: Executable, params: Params) -> list[Message]:
        return [_message(row) for row in await self._db.all(statement, params)]


def _at(ref: MessageRef) -> dict[str, Any]:
    return {"channel": ref.at.channel, "chat": ref.at.chat, "external_id": ref.id}


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
