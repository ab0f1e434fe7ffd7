"""Mixing: finished sheets wait together and go into the box in groups (ANONYMITY 3).

A sheet and the tag of its author enter the pool together, for neither may get lost without the
other; they leave it in one flush, each list in an order that remembers nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import SystemRandom


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sealed sheet and the tag of who gave it, until the next flush. Never shown."""

    tag: bytes = field(repr=False)
    sheet: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Flush:
    """What goes into the box in one transaction; the two lists tell nothing of each other."""

    tags: tuple[bytes, ...] = field(default=(), repr=False)
    sheets: tuple[bytes, ...] = field(default=(), repr=False)


def due(waiting: Sequence[Waiting], k: int) -> bool:
    """At least k would go and k stay behind."""
    return len(waiting) >= 2 * k


def drawn(waiting: Sequence[Waiting], k: int) -> list[Waiting]:
    """Whom the next flush takes: all but k, chosen at random; nobody when too few wait."""
    if not due(waiting, k):
        return []
    return SystemRandom().sample(waiting, len(waiting) - k)


def last(waiting: Sequence[Waiting], k: int) -> list[Waiting]:
    """Whom the flush at close takes: everybody who was kept behind.

    After a flush at least k wait. Fewer are left only where hardly anybody answered, or where the
    machine lost its memory; they can't be mixed with others, so nobody goes.
    """
    return list(waiting) if len(waiting) >= k else []


def mixed(taken: Sequence[Waiting]) -> Flush:
    """The tags and the sheets apart, each sorted.

    A sealed sheet begins with random bytes and a tag looks like them, so sorting mixes as well as
    chance does; and no state of a random generator could ever undo it.
    """
    return Flush(tuple(sorted(one.tag for one in taken)), tuple(sorted(one.sheet for one in taken)))
