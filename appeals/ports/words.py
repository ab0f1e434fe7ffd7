"""What is written and where: messages, posts, topics, half-finished dialogs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from appeals.model import Address, Fate, Message, MessageRef, Post, Side, Topic
from appeals.words import Content


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


class Posts(Protocol):
    """The authority's own posts, as far as they were seen."""

    async def add(self, post: Post) -> None:
        """Remember a post; the same one again refreshes what is known of it."""

    async def at(self, at: Address, root: str) -> Post | None:
        """The post whose comments these are."""

    async def latest(self, source: str, limit: int) -> Sequence[Post]:
        """The posts of a channel or wall, newest first."""


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

    async def awaited(self, before: datetime, after: int, limit: int) -> Sequence[int]:
        """Appeals registered by `before` that stand in the queue for a topic, oldest first.

        Only those with a row id above `after`.
        """


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
