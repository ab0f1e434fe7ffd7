"""The queue of updates: kept 24 hours, confirmed by offset only, one poller at a time."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox import refusals

RETENTION = timedelta(hours=24)
FIRST_UPDATE = 500_000_001
LONGEST_POLL_SECONDS = 50
MOST_AT_ONCE = 100
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Waiting:
    """An update nobody has confirmed yet; ``at`` is when it arose."""

    id: int
    at: datetime
    body: dict[str, Any]


class Updates:
    """What the bot has not confirmed yet, in order of arrival; ``confirmed`` counts the rest."""

    def __init__(self, now: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._now = now
        self._changed = changed
        self._poller: asyncio.Future[None] | None = None
        self._closed = False
        self.waiting: list[Waiting] = []
        self.next_id = FIRST_UPDATE
        self.allowed: list[str] = []
        self.confirmed = 0

    @property
    def polled(self) -> bool:
        """Tell whether somebody waits for updates now."""
        return self._poller is not None

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update of ``kind``; returns its id, or None when the bot asked for none such."""
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_WHEN_ASKED
        return self.inject({kind: payload}) if wanted else None

    def inject(self, body: dict[str, Any]) -> int:
        """Queue any JSON object as it is; ``update_id`` is filled in unless it is an integer."""
        given = body.get("update_id")
        number = given if isinstance(given, int) else self.next_id
        self.next_id = max(self.next_id, number + 1)
        copied = json.loads(json.dumps(body))
        self.waiting.append(Waiting(number, self._now(), {**copied, "update_id": number}))
        self._wake()
        self._changed()
        return number

    def pending(self, limit: int = MOST_AT_ONCE) -> list[dict[str, Any]]:
        """Return what waits, oldest first, forgetting what is older than 24 hours."""
        horizon = self._now() - RETENTION
        self.waiting = [one for one in self.waiting if one.at > horizon]
        return [one.body for one in self.waiting[:limit]]

    def confirm(self, offset: int) -> None:
        """Forget everything below ``offset``; a negative one keeps only that many last updates."""
        if offset < 0:
            kept = self.waiting[offset:]
        else:
            kept = [one for one in self.waiting if one.id >= offset]
        if len(kept) < len(self.waiting):
            self.confirmed += len(self.waiting) - len(kept)
            self.waiting = kept
            self._changed()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Answer one getUpdates, waiting up to ``seconds`` for the first update.

        Raises RefusalError 409 in the earlier call when a later one begins.
        """
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(refusals.conflict())
        self.confirm(offset)
        if not self.pending(limit) and seconds > 0 and not self._closed:
            await self._wait(min(seconds, LONGEST_POLL_SECONDS))
        return self.pending(limit)

    def close(self) -> None:
        """Let the waiting poller go, and nobody wait again."""
        self._closed = True
        self._wake()

    def reopen(self) -> None:
        """Let pollers wait again after a close."""
        self._closed = False

    async def _wait(self, seconds: float) -> None:
        poller: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._changed()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
                self._changed()

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
