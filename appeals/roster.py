"""Who is told of what: departments with heads and duty, absences and substitutes (F5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from appeals.model import Employee, Role


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its head and the employees on duty, by their ids, in order."""

    id: str
    name: str
    head: str = ""
    duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """An employee is away from `since` up to `until` (None: until they are back), aware UTC."""

    employee: str
    since: datetime
    until: datetime | None = None
    substitute: str = ""

    def covers(self, moment: datetime) -> bool:
        """Away at this moment; the end itself is no longer covered."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Roster:
    """The employees as they stand at one moment.

    `employees` are present (who left is not among them), `absences` are those of this moment; of
    several for one person the last one counts. Every list of recipients is in a settled order,
    without repetition, and empty only when there is no employee at all. An absent person is in it
    only when everybody is absent: better somebody on leave than nobody.
    """

    employees: tuple[Employee, ...] = ()
    departments: tuple[Department, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def controllers(self) -> tuple[str, ...]:
        """Ids of those with the controller's role, there or away."""
        return self._with(Role.CONTROLLER)

    def employee(self, employee_id: str) -> Employee | None:
        """The employee, or None for somebody who left or never was here."""
        return next((one for one in self.employees if one.id == employee_id), None)

    def department(self, department_id: str) -> Department | None:
        """The department with this id."""
        return next((one for one in self.departments if one.id == department_id), None)

    def absence(self, employee_id: str) -> Absence | None:
        """The employee's absence, if they are away now."""
        found = [one for one in self.absences if one.employee == employee_id]
        return found[-1] if found else None

    def is_there(self, employee_id: str) -> bool:
        """Works here and is not away."""
        return self.employee(employee_id) is not None and self.absence(employee_id) is None

    def stand_in(self, employee_id: str) -> str:
        """The employee, or who substitutes for them (substitutes of substitutes too).

        Empty when the chain ends with nobody or leads back to itself.
        """
        met: set[str] = set()
        current = employee_id
        while current not in met and not self.is_there(current):
            met.add(current)
            absence = self.absence(current) if self.employee(current) else None
            current = absence.substitute if absence else ""
        return "" if current in met else current

    def recipients(self, to: str, executor: str, department: str) -> tuple[str, ...]:
        """Ids of those who hear of a rung `to` "executor", "head" or "controller".

        Absent → the substitute; unassigned → the department's duty list; a head who left → duty,
        then controllers, then moderators, then whoever is there.
        """
        home = department or self._home(executor)
        if to == "executor" and (one := self.stand_in(executor)):
            return (one,)
        first = {"head": self.heads(home), "controller": self.controllers}.get(to, ())
        then = self.heads(home) if to == "controller" else ()
        return self._first(first, then, self._duty(home), self.controllers, self._moderators(home))

    def deciders(self, executor: str, department: str) -> tuple[str, ...]:
        """Ids of those who decide what is the head's to decide; substitutes for the absent.

        Where there is no head: heads of other departments, then controllers, then administrators.
        """
        own = self.heads(department or self._home(executor))
        roles = (Role.HEAD, Role.CONTROLLER, Role.ADMIN)
        choices = [choice for choice in (own, *map(self._with, roles)) if choice]
        return self._there(choices) or next(iter(choices), ())

    def decides(self, employee_id: str, executor: str, department: str) -> bool:
        """Whether what is the head's to decide about an appeal is this employee's to decide.

        A head of the department responsible, there or away, or who stands in (APPEALS 24).
        """
        employee = self.employee(employee_id)
        if employee is None:
            return False
        home = department or self._home(executor)
        known = self.department(home)
        is_named = known is not None and known.head == employee_id
        leads = employee.may(Role.HEAD) and (not home or employee.department in {home, ""})
        return is_named or leads or employee_id in self.deciders(executor, department)

    def recorders(self, executor: str, department: str) -> tuple[str, ...]:
        """Ids of those who record the cause of a breach: controllers, substitutes for the absent.

        Where there is no controller, those who decide in the head's place.
        """
        controllers = self._there([self.controllers]) or self.controllers
        return controllers or self.deciders(executor, department)

    def on_duty(self, department: str) -> tuple[str, ...]:
        """Ids of those on duty in the department, substituted where they are away.

        Nobody on the list → the department's moderators, then everybody's.
        """
        return self._first(self._duty(department), self._moderators(department))

    def heads(self, department: str) -> tuple[str, ...]:
        """The head of the department; where none is named or has left, employees with that role."""
        known = self.department(department)
        if known and self.employee(known.head):
            return (known.head,)
        heads = [one for one in self.employees if one.may(Role.HEAD)]
        own = [one.id for one in heads if not department or one.department in {department, ""}]
        return tuple(own)

    def _home(self, executor: str) -> str:
        """The executor's department; else the only one there is."""
        employee = self.employee(executor)
        if employee and employee.department:
            return employee.department
        return self.departments[0].id if len(self.departments) == 1 else ""

    def _duty(self, department: str) -> tuple[str, ...]:
        """The list as it is written; without a department everybody's."""
        known = self.department(department)
        if known is None or not known.duty:
            return tuple(one for other in self.departments for one in other.duty)
        return known.duty

    def _moderators(self, department: str) -> tuple[str, ...]:
        """The department's own, if any of them is there; else all."""
        everybody = self._with(Role.MODERATOR)
        own = [one.id for one in self.employees if one.department == department]
        here = [one for one in everybody if one in own and self.is_there(one)]
        return tuple(here) if department and here else everybody

    def _with(self, role: Role) -> tuple[str, ...]:
        return tuple(one.id for one in self.employees if one.may(role))

    def _first(self, *choices: Iterable[str]) -> tuple[str, ...]:
        """The first choice with somebody in it once the absent are substituted; at last anybody."""
        everybody = tuple(one.id for one in self.employees)
        return self._there((*choices, everybody)) or everybody

    def _there(self, choices: Iterable[Iterable[str]]) -> tuple[str, ...]:
        """The first choice with somebody in it once the absent are substituted."""
        for choice in choices:
            there = dict.fromkeys(one for one in map(self.stand_in, choice) if one)
            if there:
                return tuple(there)
        return ()


class Deed(StrEnum):
    """What can happen to the staff; their history holds nothing else (F5)."""

    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    ABSENT = "absent"
    BACK = "back"
    ON_DUTY = "on_duty"
    OFF_DUTY = "off_duty"


@dataclass(frozen=True, slots=True)
class StaffEvent:
    """One line of the append-only history of the staff: `who` is concerned, `by` whom it is.

    Both are employees' ids; `who` is empty for an invitation nobody has used. `data` holds strings.
    """

    what: Deed
    at: datetime
    who: str
    by: str
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way into the staff; valid until `expires` (aware UTC), used at `used_at`."""

    id: int
    roles: frozenset[Role]
    department: str
    by: str
    expires: datetime
    used_at: datetime | None = None
