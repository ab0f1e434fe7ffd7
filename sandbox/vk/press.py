"""A press of a callback button, turning until the community's program answers it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class VkPress:
    """One press; ``answer`` is the event_data given, an empty object when there was none."""

    id: str
    user: int
    peer: int
    at: float
    answer: dict[str, Any] | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, answer: dict[str, Any]) -> None:
        """Give the program's answer to the user."""
        self.answer = answer
        self._answered.set()

    async def answered(self, timeout: float = 5.0) -> dict[str, Any] | None:  # noqa: ASYNC109 - how long the button turns
        """Wait for the answer; None when it has not come within ``timeout`` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._answered.wait()
        except TimeoutError:
            return None
        return self.answer
