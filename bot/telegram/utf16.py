"""Telegram counts text in UTF-16 units, Python in characters."""

from bisect import bisect_left
from itertools import accumulate


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """The text, shortened to `limit` UTF-16 units with an ellipsis at its end."""
    if units(text) <= limit:
        return text
    kept = Ruler(text).characters(limit - 1)
    if units(text[:kept]) > limit - 1:
        kept -= 1
    return f"{text[:kept]}…"


class Ruler:
    """Turns the offsets of one text from either count to the other."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *accumulate(1 + (char > "\uffff") for char in text)]

    def units(self, characters: int) -> int:
        """How many UTF-16 units the first `characters` take; the whole text at most."""
        return self._starts[min(max(characters, 0), len(self._starts) - 1)]

    def characters(self, units: int) -> int:
        """How many characters the first `units` hold; a half character counts as whole."""
        return min(bisect_left(self._starts, units), len(self._starts) - 1)
