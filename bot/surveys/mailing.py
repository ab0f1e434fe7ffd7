"""Invitations to a wave, and reminders: straight through the channels, past outbox and log (D3)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.clock import Clock
from bot.health import Health
from bot.house import House
from bot.pauses import until
from bot.platform import Wait
from bot.surveys.inviting import Inviting
from bot.surveys.mailing_now import MailingNow
from bot.surveys.mouth import Mouth
from bot.surveys.reminding import PART, REST, Reminding
from storage.store import Store
from storage.surveys.store import SurveyStore


class Mailing:
    """Keeps at both. `now` knows what may be sent; `store` is the front desk's.

    `days` after the opening those are reminded who have not answered.
    """

    def __init__(
        self,
        surveys: SurveyStore,
        store: Store,
        house: House,
        mouth: Mouth,
        *,
        clock: Clock,
        health: Health,
        days: Sequence[int] = (),
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._channels, self._health = list(house.channels), health
        self.now = MailingNow(store, house, mouth, clock)
        self._inviting = Inviting(surveys, store, house, mouth, self.now)
        self._reminding = Reminding(
            surveys, house, mouth, self.now, clock=clock, health=health, days=days, wait=wait
        )

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's name."""
        return "Mailing()"

    async def run(self, stop: asyncio.Event) -> None:
        """Keep at it until `stop` is set; a platform that hangs holds up nothing but itself."""
        works = [self._inviting_on(name) for name in self._channels]
        await asyncio.gather(*(self._loop(work, stop) for work in (*works, self.remind)))

    async def settle(self) -> None:
        """Do all that is due now."""
        for work in (*map(self._inviting_on, self._channels), self.remind):
            while await work():
                continue

    async def invite(self, channel: str) -> bool:
        """Send one invitation on this channel, if any is due; may there be more right away?"""
        return await self._inviting.invite(channel)

    async def remind(self) -> bool:
        """Hold a round of reminders for one lot, if any is due; may there be more right away?"""
        return await self._reminding.remind()

    def _inviting_on(self, channel: str) -> Callable[[], Awaitable[bool]]:
        return lambda: self.invite(channel)

    async def _loop(self, work: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                more = await work()
            except Exception as error:  # tried again a moment later
                self._health.ill(PART, type(error).__name__)
                more = False
            else:
                self._health.well(PART)
            if not more:
                await until([stop], REST)
