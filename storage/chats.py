"""Chats that have got a new id (a basic group became a supergroup)."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    bindparam,
    delete,
    func,
    select,
    true,
    tuple_,
    update,
)

from storage.db import Db, brief
from storage.tables import (
    UNFINISHED,
    appeals,
    chat_moves,
    dialogs,
    inbox,
    is_state,
    outbox,
    topics,
)

ALL = true()
AHEAD = is_state(outbox.c.state, *UNFINISHED, "failed")
MOVED_TO = brief(
    select(chat_moves.c.new).where(
        chat_moves.c.channel == bindparam("channel"), chat_moves.c.old == bindparam("chat")
    )
)


class Chats:
    """Moves within one unit of work.

    Stored messages and their copies keep the id of the chat they were written in: the new chat
    counts its messages anew.
    """

    def __init__(self, db: Db) -> None:
        self._db = db
        self._asked: dict[tuple[str, str], str] = {}
        self._still = True

    async def moved(self, channel: str, old: str, new: str) -> None:
        """Record the move, and let everything that still lies ahead happen in the new chat."""
        if old == new:
            return
        self._still = False
        await self._remember(channel, old, new)
        await self._end_doubled_dialogs(channel, old, new)
        for table, which in ((appeals, ALL), (topics, ALL), (dialogs, ALL), (outbox, AHEAD)):
            here = (table.c.channel == channel) & (table.c.chat == old) & which
            await self._db.run(update(table).where(here).values(chat=new))
        names = f"{channel}:{old}", f"{channel}:{new}"
        await self._rename(outbox, outbox.c.lane, AHEAD, *names)
        await self._rename(inbox, inbox.c.conversation, is_state(inbox.c.state, "new"), *names)

    async def current(self, channel: str, chat: str) -> str:
        """The chat's present id: its own unless it has moved, however often.

        Every event and every send asks, mostly for the same chat, so the answer is kept for this
        unit of work; not in one that moves chats itself, for a savepoint may undo the move.
        """
        if self._still and (channel, chat) in self._asked:
            return self._asked[channel, chat]
        found = await self._db.value(MOVED_TO, {"channel": channel, "chat": chat})
        self._asked[channel, chat] = present = found or chat
        return present

    async def _remember(self, channel: str, old: str, new: str) -> None:
        """Every former id leads straight to the present one, which leads nowhere."""
        ours = chat_moves.c.channel == channel
        await self._db.run(delete(chat_moves).where(ours, chat_moves.c.old == new))
        await self._db.run(update(chat_moves).where(ours, chat_moves.c.new == old).values(new=new))
        move = {"channel": channel, "old": old, "new": new}
        await self._db.put(chat_moves, ("channel", "old"), move)

    async def _end_doubled_dialogs(self, channel: str, old: str, new: str) -> None:
        """Who already talks in the new chat goes on there."""
        ours = dialogs.c.channel == channel
        who = tuple_(dialogs.c.thread, dialogs.c.person)
        there = select(dialogs.c.thread, dialogs.c.person).where(ours, dialogs.c.chat == new)
        await self._db.run(delete(dialogs).where(ours, dialogs.c.chat == old, who.in_(there)))

    async def _rename(
        self, table: Table, name: Column[Any], condition: ColumnElement[bool], old: str, new: str
    ) -> None:
        """Queues named after the chat, or after a thread of it, get the new name."""
        ours = (name == old) | name.startswith(f"{old}:", autoescape=True)
        renamed = new + func.substr(name, len(old) + 1)
        await self._db.run(update(table).where(condition, ours).values({name: renamed}))
