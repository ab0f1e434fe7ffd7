"""Departments, duty and absences; implements `appeals.ports.Roster`.

The settings name departments; the database rules afterwards. Every change is made together with its
line in the history of the staff.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from appeals import roster
from appeals.roster import Absence, Deed, Department, StaffEvent
from storage.codec import pack, unpack
from storage.db import Db
from storage.staff import Staff
from storage.tables import absences, departments, staff_events


class Roster:
    """The roster within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db, self._staff = db, Staff(db)

    async def load(self, now: datetime) -> roster.Roster:
        """Who is here, who is away, and who is on duty at this moment."""
        rows = await self._db.all(
            select(departments).order_by(departments.c.place, departments.c.id)
        )
        here = tuple(await self._staff.all())
        return roster.Roster(here, tuple(map(_department, rows)), await self._away(now))

    async def seed(self, known: Iterable[Department]) -> None:
        """Add the departments the database has never known; change none of the others."""
        for place, one in enumerate(known):
            values = _department_values(one) | {"place": place}
            await self._db.run(
                self._db.insert(departments).values(**values).on_conflict_do_nothing()
            )

    async def set_duty(self, department: str, duty: Sequence[str]) -> None:
        """Who is on duty there from now on; an unknown department gets a row of its own."""
        values = _department_values(Department(department, "", "", tuple(duty)))
        await self._db.run(
            self._db.insert(departments)
            .values(**values, place=0)
            .on_conflict_do_update(index_elements=["id"], set_={"duty": values["duty"]})
        )

    async def set_absent(self, absence: Absence, now: datetime) -> None:
        """An absence instead of those of the same employee that are not over yet."""
        await self.back(absence.employee, now)
        await self._db.add(absences, {name: getattr(absence, name) for name in Absence.__slots__})

    async def back(self, employee_id: str, now: datetime) -> bool:
        """The employee is back and cancels what was planned; False when nothing was."""
        own = absences.c.employee == employee_id
        unfinished = own & (absences.c.until.is_(None) | (absences.c.until > now))
        return bool(await self._db.run(update(absences).where(unfinished).values(until=now)))

    async def record(self, event: StaffEvent) -> None:
        """Add a line to the history of the staff."""
        await self._db.add(
            staff_events,
            {
                "what": event.what.value,
                "at": event.at,
                "who": event.who,
                "done_by": event.by,
                "data": pack(event.data),
            },
        )

    async def history(self, employee_id: str, limit: int) -> Sequence[StaffEvent]:
        """What happened to an employee, newest first."""
        own = select(staff_events).where(staff_events.c.who == employee_id)
        rows = await self._db.all(own.order_by(staff_events.c.id.desc()).limit(limit))
        return [_event(row) for row in rows]

    async def _away(self, now: datetime) -> tuple[Absence, ...]:
        """Of each employee the last absence that covers this moment."""
        lasts = absences.c.until.is_(None) | (absences.c.until > now)
        covering = select(absences).where(absences.c.since <= now, lasts)
        rows = await self._db.all(covering.order_by(absences.c.id))
        found = {row.employee: _absence(row) for row in rows}
        return tuple(found.values())


def _department_values(one: Department) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "head": one.head, "duty": pack(list(one.duty))}


def _department(row: Row[Any]) -> Department:
    return Department(row.id, row.name, row.head, tuple(unpack(row.duty)))


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.employee, row.since, row.until, row.substitute)


def _event(row: Row[Any]) -> StaffEvent:
    return StaffEvent(Deed(row.what), row.at, row.who, row.done_by, unpack(row.data))
