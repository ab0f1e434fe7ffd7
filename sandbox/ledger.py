"""The ledger: every Bot API call that took effect or was refused, in order."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

REMEMBERED = 200_000


@dataclass(slots=True)
class Entry:
    """One call; ``ok`` tells whether it took effect, even if the answer was then lost."""

    n: int
    at: str
    method: str
    params: dict[str, Any]
    ok: bool
    error: str | None = None
    result_id: int | None = None
    fault: str | None = None
    ignored: list[str] = field(default_factory=list)


class Ledger:
    """Keeps the last 200,000 calls and numbers them from 1."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = 0
        self.entries: deque[Entry] = deque(maxlen=REMEMBERED)

    def record(self, method: str, params: dict[str, Any], *, ok: bool) -> Entry:
        """Write one call down; the caller completes the entry."""
        self._last += 1
        entry = Entry(self._last, self._now().isoformat(), method, params, ok)
        self.entries.append(entry)
        return entry

    def after(self, number: int, last: int | None = None) -> list[dict[str, Any]]:
        """Return the entries above ``number`` as JSON objects, only the ``last`` ones if given."""
        kept = len(self.entries)
        most = kept if last is None else min(max(last, 0), kept)
        recent = islice(self.entries, kept - most, None)
        return [asdict(entry) for entry in recent if entry.n > number]

    def calls(self, method: str, **params: object) -> list[Entry]:
        """Return the calls of ``method`` that took effect, with these parameters if given."""
        return [
            entry
            for entry in self.entries
            if entry.ok
            and entry.method == method
            and all(str(entry.params.get(name)) == str(value) for name, value in params.items())
        ]

    def refused(self, method: str) -> list[Entry]:
        """Return the calls of ``method`` that did not take effect."""
        return [entry for entry in self.entries if not entry.ok and entry.method == method]
