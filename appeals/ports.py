"""What the rules and the handlers need from the world; `storage` provides it.

Every method works inside the unit of work that the caller opened; none of them begins or ends one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from appeals.model import (
    Address,
    Appeal,
    Change,
    Client,
    Employee,
    Event,
    Fate,
    Message,
    MessageRef,
    Side,
    Topic,
)
from appeals.words import Content


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

    async def search(self, text: str, limit: int) -> Sequence[Appeal]:
        """Whose number, subject or messages contain the words (case-insensitive), newest first."""

    async def history(self, appeal_id: int) -> Sequence[Event]:
        """Everything done to the appeal, oldest first (C5)."""


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


class Staff(Protocol):
    """Those who answer."""

    async def get(self, employee_id: str) -> Employee | None:
        """A present employee; None for strangers and for those who left."""

    async def all(self) -> Sequence[Employee]:
        """All present employees, by name."""


class Messages(Protocol):
    """Everything written, with its later versions and its delivered copies."""

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

    async def get(self, message_id: int) -> Message | None:
        """By row id."""

    async def at(self, ref: MessageRef) -> Message | None:
        """By its place on the platform."""

    async def of_album(self, place: Address, album: str) -> Sequence[Message]:
        """Stored parts of an album, in order of receipt."""

    async def of_appeal(self, appeal_id: int) -> Sequence[Message]:
        """All messages of an appeal, oldest first."""

    async def move(self, message_id: int, appeal_id: int) -> None:
        """Give a message to another appeal (split)."""

    async def set_fate(self, message_id: int, fate: Fate) -> None:
        """Record what became of it."""

    async def add_version(self, message_id: int, content: Content, at: datetime) -> int:
        """Keep an edit beside the first version; returns the version's number, 2 and up."""

    async def versions(self, message_id: int) -> Sequence[Content]:
        """All versions, the first one first."""

    async def copied(self, message_id: int, copy: MessageRef) -> None:
        """Remember a delivered copy, so that replies and edits find their way."""

    async def copies(self, message_id: int) -> Sequence[MessageRef]:
        """Where its copies stand, oldest first."""

    async def original(self, copy: MessageRef) -> Message | None:
        """The message whose copy this is."""


class Topics(Protocol):
    """Which topic of the moderator chat shows which appeal."""

    async def of(self, appeal_id: int) -> Topic | None:
        """The appeal's topic, None before it was made or after it was found deleted."""

    async def at(self, place: Address) -> Topic | None:
        """The topic that stands here."""

    async def put(self, topic: Topic) -> None:
        """Store or replace the appeal's topic."""

    async def forget(self, appeal_id: int) -> None:
        """The topic is gone from the platform."""


class Dialogs(Protocol):
    """Talks of several steps: one row per conversation and person, with an expiry."""

    async def load(self, place: Address, person: str, now: datetime) -> tuple[str, dict[str, str]]:
        """Name and data of the present dialog; ("", {}) when there is none or it expired."""

    async def save(
        self, place: Address, person: str, name: str, data: dict[str, str], expires: datetime
    ) -> None:
        """Store or replace the dialog."""

    async def clear(self, place: Address, person: str) -> None:
        """End the dialog."""
