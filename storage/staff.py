"""Those who answer; implements `appeals.ports.Staff`.

The settings name employees; the database rules afterwards. Who left leaves a tombstone, so that the
settings don't bring them back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from appeals.model import Employee, Role
from storage.codec import pack_names, unpack_names
from storage.db import Db
from storage.search import folded
from storage.tables import staff

IS_PRESENT = staff.c.left_at.is_(None)
THIS = (staff.c.id == bindparam("this")) & IS_PRESENT
GET = select(staff).where(THIS)
ALL = select(staff).where(IS_PRESENT)
LEAVE = update(staff).where(THIS).values(left_at=bindparam("now"))


class Staff:
    """Employees within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, employee_id: str) -> Employee | None:
        """A present employee; None for strangers and for those who left."""
        row = await self._db.first(GET, {"this": employee_id})
        return None if row is None else _employee(row)

    async def all(self) -> Sequence[Employee]:
        """All present employees, by name."""
        present = map(_employee, await self._db.all(ALL))
        return sorted(present, key=lambda one: (folded(one.name), one.id))

    async def seed(self, employees: Iterable[Employee]) -> None:
        """Add those the database has never known; change nobody, revive nobody."""
        for one in employees:
            await self._db.run(
                self._db.insert(staff).values(**_values(one)).on_conflict_do_nothing()
            )

    async def join(self, employee: Employee) -> None:
        """The employee is here from now on, as given, whether known before or not."""
        await self._db.put(staff, ("id",), _values(employee) | {"left_at": None})

    async def leave(self, employee_id: str, at: datetime) -> bool:
        """The employee has left; False when there is no such employee present."""
        return bool(await self._db.run(LEAVE, {"this": employee_id, "now": at}))


def _values(one: Employee) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "position": one.position,
        "roles": pack_names(one.roles),
        "department": one.department,
    }


def _employee(row: Row[Any]) -> Employee:
    roles = frozenset(Role(name) for name in unpack_names(row.roles))
    return Employee(row.id, row.name, row.position, roles, row.department)
