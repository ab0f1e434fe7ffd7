"""How far the long poll was read, as it is stored with every batch."""

import json
from dataclasses import asdict, dataclass

SLACK = 3600
"""Seconds that a message's date may lie behind one that came before it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`ts` is the last event's number at VK. Moments are Unix seconds by VK's own clock.

    `seen`: the latest date of a message that is stored. `gap`: since when something may be missing,
    until it has been looked for; 0 when nothing is.
    """

    ts: str
    seen: int = 0
    gap: int = 0

    def advanced(self, ts: str, dates: list[int]) -> "Cursor":
        """After a batch with messages of these dates."""
        return Cursor(ts, max([self.seen, *dates]), self.gap)

    def broken(self, ts: str) -> "Cursor":
        """After VK lost its history; a gap that is being looked through keeps its beginning."""
        return Cursor(ts, self.seen, self.gap or max(self.seen - SLACK, 1))

    def mended(self) -> "Cursor":
        """Nothing is missing any more."""
        return Cursor(self.ts, self.seen)

    def text(self) -> str:
        """For the database."""
        return json.dumps(asdict(self))


def read_cursor(text: str | None) -> Cursor | None:
    """From the database; None for nothing, or for what nobody can read."""
    try:
        value = json.loads(text) if text else None
        if not isinstance(value, dict):
            return None
        return Cursor(str(value["ts"]), int(value.get("seen", 0)), int(value.get("gap", 0)))
    except (ValueError, KeyError, TypeError):
        return None
