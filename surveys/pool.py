"""Mixing: finished sheets wait together and go into the box in groups (ANONYMITY 3).

A sheet and the tag of its author enter the pool together, for neither may get lost without the
other; they leave it in one flush, each list in an order of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import Protocol


class Shuffles(Protocol):
    """What mixes; the operating system's own source unless a test brings another."""

    def shuffle(self, x: list[bytes], /) -> None:
        """Put the list into a random order."""

    def sample(self, population: "Sequence[Waiting]", k: int) -> "list[Waiting]":
        """Choose so many of them at random."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed sheet and the tag of who gave it, until the next flush. Never written in pairs."""

    tag: bytes
    sheet: bytes


@dataclass(frozen=True, slots=True)
class Flush:
    """What goes into the box in one transaction; the two lists tell nothing of each other."""

    tags: tuple[bytes, ...]
    sheets: tuple[bytes, ...]


def due(waiting: Sequence[Waiting], k: int) -> bool:
    """At least k would go and k stay behind."""
    return len(waiting) >= 2 * k


def drawn(waiting: Sequence[Waiting], k: int, chance: Shuffles | None = None) -> list[Waiting]:
    """Whom the next flush takes: all but k, chosen at random; nobody when too few wait."""
    if not due(waiting, k):
        return []
    return (chance or SystemRandom()).sample(waiting, len(waiting) - k)


def mixed(taken: Sequence[Waiting], chance: Shuffles | None = None) -> Flush:
    """The tags and the sheets apart, each in a random order of its own."""
    tags, sheets = [one.tag for one in taken], [one.sheet for one in taken]
    random = chance or SystemRandom()
    random.shuffle(tags)
    random.shuffle(sheets)
    return Flush(tuple(tags), tuple(sheets))
