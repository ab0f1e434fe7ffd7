"""Handing in a finished draft: kept in the box, or the person learns that it was not."""

from bot.clock import Clock
from bot.health import Health
from bot.surveys.mouth import Mouth
from bot.surveys.on_offer import OnOffer
from bot.surveys.remembered import Remembered
from bot.surveys.sitting import Sitting
from bot.surveys.sittings import Sittings
from handlers.conversation import Words
from surveys.card import thanks
from surveys.flow import ballot
from surveys.ports import AlreadyAnswered
from surveys.wave import NotNow

PART = "surveys"


class NotReady(Exception):
    """This process does not own the surveys (any more)."""


class HandingIn:
    """What fails is known by its class only: neither who nor what gets into a log."""

    def __init__(
        self, offer: OnOffer, sittings: Sittings, mouth: Mouth, clock: Clock, health: Health
    ) -> None:
        self._offer, self._sittings, self._mouth = offer, sittings, mouth
        self._clock, self._health = clock, health
        self._accepted: Remembered[str] = Remembered()

    def has_kept(self, draft: str) -> bool:
        """A draft of this name was handed in lately, and thanks were said for it."""
        return draft in self._accepted

    async def submit(self, sitting: Sitting) -> None:
        """Hand it in; a preview only ends. Raises Unheard."""
        if not sitting.wave.id:
            await self._sittings.end(sitting, Words("survey-preview-ends"))
            return
        try:
            await self._put_in_the_box(sitting)
        except AlreadyAnswered:
            await self._sittings.end(sitting, Words("survey-already"))
        except NotNow:
            await self._sittings.end(sitting, Words("survey-over"))
        except Exception as error:  # whatever it is, the person must know that nothing was taken
            self._health.ill(PART, type(error).__name__)
            await self._not_kept(sitting)
        else:
            self._health.well(PART)
            self._accepted.add(sitting.draft.name)
            said = thanks(sitting.wave.questionnaire).text
            await self._sittings.end(sitting, Words("survey-text", {"text": said}))

    async def _put_in_the_box(self, sitting: Sitting) -> None:
        if self._offer.box is None:
            raise NotReady
        wave = sitting.wave
        answers = ballot(wave.questionnaire, sitting.draft)
        await self._offer.box.submit(wave.id, sitting.who, answers, self._clock.now())

    async def _not_kept(self, sitting: Sitting) -> None:
        """The draft stays: the button can be pressed again."""
        sitting.sealing, sitting.last = False, None
        await self._mouth.say(sitting.at, Words("survey-not-kept"))
        sitting.below = True
        await self._sittings.redraw(sitting)
