"""Marking dialogs as read once what was written there is stored."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from bot.mending import loads
from bot.vk.client import Client, Lane
from bot.vk.failures import CallFailed
from bot.vk.raw import unread_place

MOST = 1000


class Stored(Protocol):
    """A stored event."""

    @property
    def raw(self) -> str:
        """Word for word as it came."""


class ReadMarks:
    """Sets the marks one after another, behind everything else; one mark for a dialog's batch.

    They only please: a failure is not repeated, and beyond a thousand waiting dialogs none is set.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: dict[int, int] = {}
        self._task: asyncio.Task[None] | None = None

    def received(self, batch: Sequence[Stored]) -> None:
        """These events are stored."""
        for event in batch:
            place = unread_place(loads(event.raw))
            if place and (place[0] in self._waiting or len(self._waiting) < MOST):
                self._waiting[place[0]] = max(place[1], self._waiting.get(place[0], 0))
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._mark())

    async def close(self) -> None:
        """Set no more."""
        self._waiting.clear()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _mark(self) -> None:
        while self._waiting:
            peer = next(iter(self._waiting))
            values = {"peer_id": peer, "up_to_cmid": self._waiting.pop(peer)}
            with suppress(CallFailed):
                await self._client.call("messages.markAsRead", values, Lane.ASIDE)
