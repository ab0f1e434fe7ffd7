"""The newest of something, so that what is remembered has an end."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

MOST = 10_000
T = TypeVar("T", bound=Hashable)


class Remembered(Generic[T]):
    """In memory only; who is forgotten first has not been mentioned for longest."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[T, None] = OrderedDict()

    def add(self, one: T) -> None:
        """Remember it, as the newest."""
        self._known[one] = None
        self._known.move_to_end(one)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

    def __contains__(self, one: T) -> bool:
        return one in self._known
