"""Posts about surveys: drafted, and published by a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DraftState(StrEnum):
    """How a post stands.

    BY_HAND: an employee has to place it. PUBLISHING: about to be told to the platform. UNKNOWN:
    told, and no answer came. STALE: what it speaks of is over.
    """

    DRAFT = "draft"
    BY_HAND = "by_hand"
    DECLINED = "declined"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A post about a survey's wave (`about` its opening or its results), for one channel or wall.

    `file` lies in the folder of attachments; empty: none. `nonce` is the same for every try.
    `published` is where it stands, if that is known; `tries` counts the failures.
    """

    wave: str
    about: str
    channel: str
    chat: str
    text: str
    file: str
    nonce: str
    state: DraftState = DraftState.DRAFT
    id: int = 0
    why: str = ""
    decided_by: str = ""
    published: str = ""
    tries: int = 0


class Announcements(Protocol):
    """Announcements that wait for approval."""

    async def get(self, post_id: int) -> Announcement | None:
        """By row id."""

    async def decide(
        self,
        post: Announcement,
        among: Collection[DraftState],
        to: DraftState,
        by: str,
        at: datetime,
    ) -> bool:
        """An employee's decision; False when it stood otherwise meanwhile."""
