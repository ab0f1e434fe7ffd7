"""A press of an inline button, waiting a short while for the bot's answer."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Press:
    """One press; ``answer`` is ``{"text", "show_alert"}`` once the bot has answered."""

    id: str
    person: int
    data: str
    at: float
    answer: dict[str, Any] | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, text: str, *, show_alert: bool) -> None:
        """Give the bot's answer to the person."""
        self.answer = {"text": text, "show_alert": show_alert}
        self._answered.set()

    async def answered(self, timeout: float = 5.0) -> dict[str, Any] | None:  # noqa: ASYNC109 - how long the spinner turns
        """Wait for the answer; None when it has not come within ``timeout`` seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._answered.wait()
        except TimeoutError:
            return None
        return self.answer
