"""The appeals: numbers, changes, history, and what the register tells of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from appeals.model import Address, Appeal, Change, Event
from appeals.register import Entry, Question, Standing


class Conflict(Exception):
    """Somebody else changed the appeal since it was read; the event is tried again."""


class Appeals(Protocol):
    """The appeals and their history."""

    async def next_number(self, year: int) -> str:
        """A number never given before: `YYYY-NNNNNN`, counted anew each year."""

    async def add(self, change: Change) -> Appeal:
        """Store a new appeal (its `id` is ignored) with its events; returns it with its id."""

    async def save(self, change: Change) -> Appeal:
        """Store the change with version + 1. Raises Conflict when the appeal moved on."""

    async def record(self, appeal_id: int, event: Event) -> None:
        """Add a line to the history that changes no state (delivered, noted …)."""

    async def get(self, appeal_id: int) -> Appeal | None:
        """The appeal as it is now."""

    async def many(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """These appeals as they are now, in order of their row ids."""

    async def numbered(self, number: str) -> Appeal | None:
        """By its full number, or by the digits after the year (leading zeros may be missing)."""

    async def open_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's open appeal in this conversation, the newest when there are several."""

    async def latest_in(self, place: Address, client_id: int) -> Appeal | None:
        """The client's newest appeal in this conversation, open or ended."""

    async def of_client(self, client_id: int, limit: int) -> Sequence[Appeal]:
        """The client's appeals, newest first."""

    async def count_of_client(self, client_id: int, before: int | None = None) -> int:
        """How many appeals this client has had in all, or before the one with this id."""

    async def open(self, limit: int, executor: str | None = None) -> Sequence[Appeal]:
        """Open appeals, the most urgent first; of one executor when given."""

    async def count_open(self, executor: str | None = None) -> int:
        """How many are open; of one executor when given."""

    async def open_due(self, since: datetime, until: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals with a deadline from `since` on and before `until`, the earliest first."""

    async def count_open_due(self, since: datetime, until: datetime) -> int:
        """How many of these there are."""

    async def overdue(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose deadline has passed, the longest overdue first.

        What waits for its client with its clock standing still is not among them.
        """

    async def count_overdue(self, now: datetime) -> int:
        """How many of these there are."""

    async def due(self, now: datetime, limit: int) -> Sequence[Appeal]:
        """Open appeals whose ladder has a rung due, the longest due first."""

    async def postpone(self, appeal_id: int, until: datetime) -> None:
        """Look at the appeal's ladder again at `until`; for one whose step could not be done."""

    async def hold(self, ids: Sequence[int]) -> Sequence[Appeal]:
        """Of these (some hundreds at most) the open ones, kept from change by anybody else.

        What somebody is changing right now is left out.
        """

    async def retime(self, changes: Sequence[Change]) -> None:
        """Of appeals that are held: store deadline, cycle and next step, with their events."""

    async def open_after(self, appeal_id: int, limit: int) -> Sequence[Appeal]:
        """Open appeals with a greater row id, in its order (to go through all in batches)."""

    async def search(self, text: str, limit: int) -> Sequence[Appeal]:
        """Whose number, subject or messages contain the words (case-insensitive), newest first."""

    async def history(self, appeal_id: int) -> Sequence[Event]:
        """Everything done to the appeal, oldest first (C5)."""

    async def histories(self, ids: Sequence[int]) -> Mapping[int, Sequence[Event]]:
        """The histories of these appeals (some hundreds at most)."""


class Register(Protocol):
    """The register of appeals (APPEALS 24)."""

    async def page(self, question: Question, after: int, limit: int) -> Sequence[Entry]:
        """The next entries behind the appeal with the row id `after`, in order of registration."""

    async def urgent(self, question: Question, limit: int) -> Sequence[Entry]:
        """At most `limit` entries, the earliest deadline first."""

    async def standing(self, now: datetime) -> Standing:
        """How many are open and overdue, and when the next deadline is."""
