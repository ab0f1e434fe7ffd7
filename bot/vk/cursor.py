"""How far the long poll was read, as it is stored with every batch."""

import json
from dataclasses import asdict, dataclass, replace

NUMBERS = ("seen", "gap", "first", "group", "wall", "wall_first", "stood")
SLACK = 3600
"""Seconds that a message's date may lie behind one that came before it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`ts` is the last event's number at VK. Moments are Unix seconds by VK's own clock.

    `seen`: the latest date of a message that is stored. `gap`: since when something may be missing,
    until it has been looked for; 0 when nothing is. `first`: since when people may be waiting for
    an answer who wrote before the very first start, until they have been looked for. `group`: of
    which community all this is said, 0 when nobody noted it. `wall`: since when comments may be
    missing, 0 when none are; `wall_first`: 1 when that is the very first start. `stood`: the date
    of the newest message that stood at VK then; what is later comes by the long poll, in its turn.
    """

    ts: str
    seen: int = 0
    gap: int = 0
    first: int = 0
    group: int = 0
    wall: int = 0
    wall_first: int = 0
    stood: int = 0

    def advanced(self, ts: str, dates: list[int]) -> "Cursor":
        """After a batch with messages of these dates."""
        return replace(self, ts=ts, seen=max([self.seen, *dates]))

    def broken(self, ts: str) -> "Cursor":
        """After VK lost its history; a gap that is being looked through keeps its beginning."""
        since = max(self.seen - SLACK, 1)
        return replace(self, ts=ts, gap=self.gap or since, wall=self.wall or since)

    def mended(self) -> "Cursor":
        """Nothing is missing any more."""
        return replace(self, gap=0)

    def begun(self) -> "Cursor":
        """Those who were waiting at the very first start are taken in."""
        return replace(self, first=0, stood=0)

    def wall_mended(self) -> "Cursor":
        """No comment is missing any more."""
        return replace(self, wall=0, wall_first=0)

    def text(self) -> str:
        """For the database."""
        return json.dumps(asdict(self))


def read_cursor(text: str | None) -> Cursor | None:
    """From the database; None for nothing, or for what nobody can read."""
    try:
        value = json.loads(text) if text else None
        if not isinstance(value, dict):
            return None
        seconds = (int(value.get(name, 0)) for name in NUMBERS)
        return Cursor(str(value["ts"]), *seconds)
    except (ValueError, KeyError, TypeError):
        return None
