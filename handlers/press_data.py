"""What a button's data says: an action on a row, with how much of it the presser had seen.

The data comes back from the platform and may be forged or stale: reading it never fails loudly, and
whether this person may do this now is checked by the handler.
"""

from dataclasses import dataclass

_DIGITS = 18

PUBLIC_GROUP = "q"
"""Buttons about what was said in public."""


@dataclass(frozen=True, slots=True)
class PressData:
    """`group` chooses the handler, `verb` the action, `id` the row; `seen` guards against races."""

    group: str
    verb: str
    id: int
    seen: int = 0

    def __str__(self) -> str:
        """As it travels; well under the 64 bytes a platform allows."""
        return f"{self.group}:{self.verb}:{self.id}:{self.seen}"


def read(data: str) -> PressData | None:
    """The data of one of our buttons, or None for anything else."""
    parts = data.split(":")
    match parts:
        case [group, verb, number, seen] if is_count(number) and is_count(seen):
            return PressData(group, verb, int(number), int(seen))
    return None


def is_count(text: str) -> bool:
    """A row id or a counter: decimal digits that fit a database's integer."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS
