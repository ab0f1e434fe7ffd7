"""What a pressed button of a survey does."""

from appeals.model import MessageRef
from bot.surveys.beginning import Beginning
from bot.surveys.card_words import refused_words
from bot.surveys.data import LEAVE, gone_to, pressed
from bot.surveys.handing_in import HandingIn
from bot.surveys.mouth import Mouth
from bot.surveys.on_offer import OnOffer
from bot.surveys.shown import Shown
from bot.surveys.sitting import Sitting, person_of
from bot.surveys.sittings import Sittings
from handlers.conversation import Pressed, Words
from surveys.card import Part
from surveys.flow import Refused
from surveys.press import Action, Press
from surveys.press import pressed as after


class Presses:
    """`pressed` raises Unheard."""

    def __init__(
        self,
        mouth: Mouth,
        shown: Shown,
        *,
        offer: OnOffer,
        sittings: Sittings,
        beginning: Beginning,
        handing_in: HandingIn,
    ) -> None:
        self._mouth, self._shown, self._offer, self._sittings = mouth, shown, offer, sittings
        self._beginning, self._handing_in = beginning, handing_in

    async def pressed(self, press: Pressed) -> None:
        """Do what the button says, if it still may be done."""
        if not press.private:
            await self._toast(press, Words("survey-private-only"))
        elif press.data == LEAVE:
            await self._left(press)
        elif (code := gone_to(press.data)) is not None:
            await self._toast(press)
            await self._beginning.begin(person_of(press), press.at, code)
        else:
            await self._on_card(press, Press.of(pressed(press.data)))

    async def _on_card(self, press: Pressed, done: Press | None) -> None:
        sitting = self._sittings.of(person_of(press))
        if sitting is None or done is None or done.name != sitting.draft.name:
            await self._lost(press, done, sitting)
        elif done == sitting.last or sitting.sealing:
            await self._toast(press)  # a double tap
        elif self._sittings.is_over(sitting):
            await self._toast(press)
            await self._sittings.end(sitting, Words("survey-over"))
        else:
            await self._carry_out(press, done, sitting)

    async def _left(self, press: Pressed) -> None:
        """It is on record already: say so where the invitation stood."""
        await self._toast(press)
        if press.id:
            await self._mouth.retire(MessageRef(press.at, press.id), Words("mailing-left-here"))
        else:
            await self._mouth.say(press.at, Words("mailing-left-here"))

    async def _lost(self, press: Pressed, done: Press | None, sitting: Sitting | None) -> None:
        """A button of a card whose draft is gone: handed in, expired, stopped, or lost with us."""
        if done is None:
            await self._toast(press, Words("survey-refused-no-such-option"))
            return
        if self._handing_in.has_kept(done.name):  # a tap too many: thanks were said
            await self._toast(press, Words("survey-already"))
            return
        known = await self._offer.is_surely_lost(person_of(press))
        await self._toast(press, Words("survey-gone" if known else "survey-gone-perhaps"))
        if not press.id:
            return
        ref = MessageRef(press.at, press.id)
        if sitting is not None:
            if press.id != sitting.card:  # the card that is being answered stays
                await self._mouth.remove(ref)
            return
        words = Words("survey-interrupted" if known else "survey-card-gone")
        await self._mouth.retire(ref, words, self._shown.again())

    async def _carry_out(self, press: Pressed, done: Press, sitting: Sitting) -> None:
        step = after(sitting.wave.questionnaire, sitting.draft, done)
        if step.refused is not None:
            await self._toast(press, refused_words(step))
            if step.refused is Refused.STALE and press.id not in {"", sitting.card}:
                await self._mouth.remove(MessageRef(press.at, press.id))
            return
        sitting.last = done
        self._sittings.keep(sitting)
        if done.action is Action.SUBMIT:
            sitting.sealing = True
            await self._toast(press)
            await self._handing_in.submit(sitting)
        elif done.action is Action.STOP:
            sitting.sealing = True  # what is pressed or typed from now on comes too late
            await self._toast(press)
            await self._sittings.end(sitting, self._stopped(sitting))
        else:
            sitting.draft = step.draft
            await self._toast(press)
            await self._sittings.redraw(sitting)

    def _stopped(self, sitting: Sitting) -> Words:
        if not sitting.wave.id:
            return Words("survey-preview-ends")
        begun = self._shown.part(sitting) is not Part.INTRO
        return Words("survey-stopped" if begun else "survey-not-now")

    async def _toast(self, press: Pressed, words: Words | None = None) -> None:
        await self._mouth.toast(press.at.channel, press.press_id, words)
