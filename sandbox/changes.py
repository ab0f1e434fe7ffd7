"""News of the world: who listens is told after every change, without polling."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    ``kind``: message, edit, topic, reaction, delete, settings, bot, clock (put forward), behind
    (what the bot has done because of it), answer (of a press), crowd (somebody invented has left
    the survey), refusal (of a call, ``id`` its number in the ledger); and for those who wait in
    tests queue (updates) and call (ledger).
    ``by``: the person whose words they are; None for the bot, the community and the platform.
    """

    kind: str
    chat: int | None = None
    thread: int | None = None
    id: int | None = None
    by: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the change as the page's stream carries it."""
        return asdict(self)


class Changes:
    """Delivers changes to listeners and wakes those who wait for a condition."""

    def __init__(self) -> None:
        self._listeners: set[Callable[[Change], None]] = set()
        self._waiters: set[asyncio.Event] = set()

    def announce(self, change: Change) -> None:
        """Tell every listener and let every waiter check again."""
        for listener in tuple(self._listeners):
            listener(change)
        for waiter in self._waiters:
            waiter.set()

    @contextmanager
    def listening(self, listener: Callable[[Change], None]) -> Iterator[None]:
        """Call ``listener`` for every change inside the block."""
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)

    async def until(self, predicate: Callable[[], object], timeout: float) -> None:  # noqa: ASYNC109 - a test's own patience, not a task's budget
        """Return once ``predicate()`` is true, checked after each change.

        Raises TimeoutError after ``timeout`` seconds.
        """
        event = asyncio.Event()
        self._waiters.add(event)
        try:
            async with asyncio.timeout(timeout):
                while not predicate():
                    await event.wait()
                    event.clear()
        finally:
            self._waiters.discard(event)
