"""Who is invited to a wave: a table of its own, dropped when the wave begins to close.

It knows no time, and nothing in it depends on who has answered.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.schema import CreateTable, DropTable

from storage.db import Db
from storage.surveys.box import without_statistics
from storage.surveys.tables import SCHEMA, mail_of
from surveys.drafts import Person
from surveys.mailing import Invitee, Seat

_COLUMNS = ("seat", "channel", "person", "lot", "state", "reminders")


class Mail:
    """Works inside one transaction. `wave` is a wave's id."""

    def __init__(self, db: Db, *, postgres: bool) -> None:
        self._db, self._postgres = db, postgres

    async def is_drawn_up(self, wave: str) -> bool:
        """The list was made, be it empty."""
        name = mail_of(wave).name
        if self._postgres:
            asked = text("SELECT to_regclass(:name)").bindparams(name=f"{SCHEMA}.{name}")
        else:
            sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = :name"
            asked = text(sql).bindparams(name=name)
        return await self._db.value(asked) is not None

    async def draw_up(self, wave: str, people: Collection[Invitee]) -> None:
        """Everybody who is to be invited, once and for all."""
        table = mail_of(wave)
        await self._db.run(CreateTable(table))
        if self._postgres:
            await without_statistics(self._db, table.name, _COLUMNS)
        rows = [_values(one) for one in sorted(people, key=lambda one: one.seat)]
        if rows:
            await self._db.run(table.insert(), rows)

    async def next(self, wave: str, channel: str) -> Invitee | None:
        """Whose turn it is: first whoever was being written to when the program ended."""
        table = mail_of(wave)
        waits = table.c.state.in_((Seat.SENDING.value, Seat.WAITING.value))
        mine = select(table).where(waits, table.c.channel == channel)
        row = await self._db.first(mine.order_by(table.c.state, table.c.seat).limit(1))
        return None if row is None else _invitee(row)

    async def move(self, wave: str, one: Invitee, to: Seat) -> bool:
        """Note what became of it; False when it stood otherwise meanwhile."""
        table = mail_of(wave)
        mine = (table.c.seat == one.seat) & (table.c.state == one.state.value)
        return bool(await self._db.run(update(table).where(mine).values(state=to.value)))

    async def invited(self, wave: str) -> int:
        """To how many an invitation went."""
        table = mail_of(wave)
        went = table.c.state.in_((Seat.SENT.value, Seat.SENDING.value))
        return int(await self._db.value(select(func.count()).select_from(table).where(went)))

    async def remind(self, wave: str, rounds: int) -> Sequence[Invitee]:
        """The next lot that has had fewer rounds; it has had them all from here on.

        The same is noted of everybody in it. Returns those who were invited; empty at the end.
        """
        table = mail_of(wave)
        behind = table.c.reminders < rounds
        lot = await self._db.value(select(func.min(table.c.lot)).where(behind))
        if lot is None:
            return ()
        here = table.c.lot == lot
        rows = await self._db.all(select(table).where(here).order_by(table.c.seat))
        await self._db.run(update(table).where(here).values(reminders=rounds))
        return [_invitee(row) for row in rows]

    async def drop(self, wave: str) -> None:
        """Forget who was invited and who reminded."""
        await self._db.run(DropTable(mail_of(wave), if_exists=True))


def _values(one: Invitee) -> dict[str, Any]:
    return {
        "seat": one.seat,
        "channel": one.who.platform,
        "person": one.who.id,
        "lot": one.lot,
        "state": one.state.value,
        "reminders": 0,
    }


def _invitee(row: Row[Any]) -> Invitee:
    return Invitee(bytes(row.seat), Person(row.channel, row.person), row.lot, Seat(row.state))
