"""Who takes part: clients and what they agreed to, employees, departments, invitations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from appeals import roster
from appeals.model import Client, Employee, Role


class Clients(Protocol):
    """Those who ask."""

    async def met(self, channel: str, external_id: str, name: str, username: str) -> Client:
        """The client with this platform id, stored or with the name refreshed."""

    async def get(self, client_id: int) -> Client | None:
        """By row id."""

    async def known(self, channel: str, external_id: str) -> Client | None:
        """By platform id, without storing anything."""

    async def set_banned(self, client_id: int, banned: bool) -> None:
        """Ban or unban."""

    async def set_reachable(self, client_id: int, reachable: bool) -> None:
        """Whether messages can reach the client (false: blocked the bot)."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A client agreed to be written to first on a topic, or no longer. `at` is aware UTC."""

    topic: str
    given: bool
    at: datetime


class Consents(Protocol):
    """Who agreed to be written to first; no one else is (E5)."""

    async def given(self, client_id: int, topic: str) -> bool | None:
        """Does the client want it now? None: never said anything of it."""

    async def say(self, client_id: int, topic: str, given: bool, at: datetime) -> bool:
        """Put it on record; False when it stood so already."""


class Staff(Protocol):
    """Those who answer."""

    async def get(self, employee_id: str) -> Employee | None:
        """A present employee; None for strangers and for those who left."""

    async def all(self) -> Sequence[Employee]:
        """All present employees, by name."""

    async def join(self, employee: Employee) -> None:
        """The employee is here from now on, as given, whether known before or not."""

    async def leave(self, employee_id: str, at: datetime) -> bool:
        """The employee has left; False when there is no such employee present."""


class Roster(Protocol):
    """Departments with heads and duty, absences and substitutes, as they stand."""

    async def load(self, now: datetime) -> roster.Roster:
        """Who is to be told of what at this moment."""

    async def set_duty(self, department: str, duty: Sequence[str]) -> None:
        """Who is on duty there from now on; an unknown department gets a row of its own."""

    async def set_absent(self, absence: roster.Absence, now: datetime) -> None:
        """An absence instead of those of the same employee that are not over yet."""

    async def back(self, employee_id: str, now: datetime) -> bool:
        """The employee is back and cancels what was planned; False when nothing was."""

    async def record(self, event: roster.StaffEvent) -> None:
        """Add a line to the history of the staff."""

    async def history(self, employee_id: str, limit: int) -> Sequence[roster.StaffEvent]:
        """What happened to an employee, newest first."""


class Invitations(Protocol):
    """One-time ways into the staff."""

    async def issue(
        self, roles: Collection[Role], department: str, by: str, expires: datetime, now: datetime
    ) -> str:
        """A new invitation; returns its token (32 signs of A–Z, a–z, 0–9, «-», «_»)."""

    async def find(self, token: str) -> roster.Invitation | None:
        """The invitation behind a token, used or not; None for a forged one."""

    async def use(self, invitation_id: int, by: str, now: datetime) -> bool:
        """Take it for somebody; False when it was taken before, or its time is over."""
