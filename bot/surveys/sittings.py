"""All who are answering now: their drafts, in memory only, and the messages that show these."""

import secrets

from appeals.model import Address
from bot.clock import Clock
from bot.surveys.mouth import Mouth
from bot.surveys.shown import Shown
from bot.surveys.sitting import Running, Sitting
from handlers.conversation import Words
from surveys.drafts import Drafts, Person
from surveys.flow import Draft


class Sittings:
    """One for each person. Methods that speak raise Unheard."""

    def __init__(self, mouth: Mouth, shown: Shown, clock: Clock) -> None:
        self._mouth, self._shown, self._clock = mouth, shown, clock
        self._drafts: Drafts[Sitting] = Drafts()

    def of(self, who: Person) -> Sitting | None:
        """What this person is answering; None too when their hour is over."""
        return self._drafts.get(who, self._clock.now())

    def is_here(self, sitting: Sitting) -> bool:
        """It goes on: neither ended nor exchanged for another."""
        return self.of(sitting.who) is sitting

    def is_over(self, sitting: Sitting) -> bool:
        """Its wave takes no answers any more."""
        return sitting.wave.is_over(self._clock.now())

    def keep(self, sitting: Sitting) -> None:
        """Its hour begins anew."""
        self._drafts.put(sitting.who, sitting, self._clock.now())

    def expired(self) -> list[Sitting]:
        """Take out those whose hour is over, to tell their authors."""
        return [sitting for _, sitting in self._drafts.expired(self._clock.now())]

    async def sit(self, who: Person, at: Address, wave: Running) -> None:
        """Go on with the same survey in a new card, or begin it."""
        sitting, other = self.of(who), None
        if sitting is not None and (sitting.wave.id != wave.id or not wave.id):
            sitting, other = None, sitting
        if sitting is None:
            sitting = Sitting(who, at, wave, Draft(secrets.token_hex(4)))
        sitting.below = bool(sitting.card)
        self.keep(sitting)
        if other is not None:
            await self._clear(other)
        await self.redraw(sitting)

    async def redraw(self, sitting: Sitting) -> None:
        """Show how the draft stands now; presses that came meanwhile are shown together."""
        async with sitting.lock:
            if self.is_here(sitting):
                await self._shown.redraw(sitting)

    async def end(self, sitting: Sitting, words: Words) -> None:
        """Nothing of the draft is kept, in memory or in the chat."""
        if self.is_here(sitting):
            self._drafts.drop(sitting.who)
        await self._clear(sitting)
        await self._mouth.say(sitting.at, words)

    async def _clear(self, sitting: Sitting) -> None:
        async with sitting.lock:
            await self._shown.clear(sitting)
