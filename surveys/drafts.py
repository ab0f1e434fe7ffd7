"""Answers that are being given: in memory only, an hour at most (ANONYMITY 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

LONGEST = timedelta(hours=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is answering, as their platform knows them."""

    platform: str
    id: str

    def __repr__(self) -> str:
        """Nobody: a draft must not show its author in an error or a log."""
        return "Person(…)"


@dataclass(slots=True)
class _Kept(Generic[T]):
    draft: T
    touched: datetime


class Drafts(Generic[T]):
    """The drafts of all people of one process. `now` is aware UTC."""

    def __init__(self, longest: timedelta = LONGEST) -> None:
        self._longest = longest
        self._kept: dict[Person, _Kept[T]] = {}

    def __len__(self) -> int:
        """How many are being written."""
        return len(self._kept)

    def __repr__(self) -> str:
        """Only how many: an error that shows this object must show nobody's answers."""
        return f"Drafts({len(self)})"

    def get(self, who: Person, now: datetime) -> T | None:
        """The person's draft unless it has expired."""
        kept = self._kept.get(who)
        if kept is None or now - kept.touched >= self._longest:
            return None
        return kept.draft

    def put(self, who: Person, draft: T, now: datetime) -> None:
        """Keep the draft; its hour begins anew."""
        self._kept[who] = _Kept(draft, now)

    def drop(self, who: Person) -> None:
        """Forget it: submitted, or taken back."""
        self._kept.pop(who, None)

    def expired(self, now: datetime) -> Iterator[tuple[Person, T]]:
        """Take out the drafts whose hour is over, to tell their authors."""
        gone = [who for who, kept in self._kept.items() if now - kept.touched >= self._longest]
        for who in gone:
            yield who, self._kept.pop(who).draft
