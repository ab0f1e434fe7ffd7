"""Leading people into a survey."""

from appeals.model import Address
from bot.surveys.mouth import Mouth
from bot.surveys.on_offer import OnOffer
from bot.surveys.sitting import Running
from bot.surveys.sittings import Sittings
from handlers.conversation import Words
from surveys.drafts import Person


class Beginning:
    """Methods raise Unheard."""

    def __init__(self, offer: OnOffer, sittings: Sittings, mouth: Mouth) -> None:
        self._offer, self._sittings, self._mouth = offer, sittings, mouth
        self._asking: set[Person] = set()

    async def begin(self, who: Person, at: Address, code: str) -> None:
        """Lead a person into the survey of this code or this wave; "" for whichever is open.

        Asked twice at once, there is one answer: the second is left alone while the answer to the
        first is still to come. Once it is being said, it may have been read.
        """
        if who in self._asking:
            return
        self._asking.add(who)
        try:
            found = await self._offer.found(who, code)
        finally:
            self._asking.discard(who)
        if isinstance(found, Running):
            await self._sittings.sit(who, at, found)
        else:
            await self._mouth.say(at, *found)

    async def preview(self, who: Person, at: Address, wave: Running) -> None:
        """Show a questionnaire to an analyst, card by card; nothing is kept."""
        await self._mouth.say(at, Words("survey-preview-begins"))
        await self._sittings.sit(who, at, wave)
