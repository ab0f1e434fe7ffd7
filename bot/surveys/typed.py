"""What is typed while a question of a survey wants words or a number."""

from datetime import timedelta

from appeals.model import MessageRef
from bot.surveys.card_words import refused_words
from bot.surveys.mouth import Mouth
from bot.surveys.shown import Shown
from bot.surveys.sitting import Sitting, person_of
from bot.surveys.sittings import Sittings
from handlers import menu, my_appeals, problem
from handlers.conversation import Edited, Words, Wrote
from surveys.flow import type_in
from surveys.screen import units

LONGEST_MESSAGE = 4096
PIECES_WITHIN = timedelta(seconds=3)


class Typed:
    """Methods that speak raise Unheard."""

    def __init__(self, mouth: Mouth, shown: Shown, sittings: Sittings) -> None:
        self._mouth, self._shown, self._sittings = mouth, shown, sittings

    def is_awaited(self, message: Wrote) -> bool:
        """These words answer a question of a survey, and are nothing for the front desk."""
        return self._waiting_for(message) is not None and not _for_the_desk(message)

    async def wrote(self, message: Wrote) -> None:
        """Take the words as an answer, or say why they are none."""
        sitting = self._waiting_for(message)
        if sitting is None:
            await self._mouth.say(message.at, Words("survey-interrupted"), self._shown.again())
        elif not sitting.sealing:
            await self._typed_in(message, sitting)

    async def edited(self, edit: Edited) -> None:
        """What was typed has been read: the card is where an answer is changed."""
        if self._sittings.of(person_of(edit)) is not None:
            await self._mouth.say(edit.at, Words("survey-edited"))

    def _waiting_for(self, message: Wrote) -> Sitting | None:
        sitting = self._sittings.of(person_of(message))
        here = sitting is not None and sitting.at == message.at and sitting.awaits_text
        return sitting if here else None

    async def _typed_in(self, message: Wrote, sitting: Sitting) -> None:
        self._sittings.keep(sitting)
        sitting.below = True
        if self._sittings.is_over(sitting):
            await self._sittings.end(sitting, Words("survey-over"))
            return
        known = sitting.cut is not None and message.when - sitting.cut <= PIECES_WITHIN
        if known or units(message.content.text) >= LONGEST_MESSAGE:
            # a longer text comes in pieces, and its last piece is no answer either
            sitting.cut = message.when
            if not known:
                await self._not_taken(sitting, Words("survey-cut"))
            return
        words = "" if message.content.attachments else message.content.text
        step = type_in(sitting.wave.questionnaire, sitting.draft, words)
        if step.refused is None:
            sitting.draft = step.draft
            await self._sittings.redraw(sitting)
        else:
            await self._not_taken(sitting, refused_words(step))

    async def _not_taken(self, sitting: Sitting, why: Words) -> None:
        """Say why, and ask for an answer again."""
        async with sitting.lock:
            if not self._sittings.is_here(sitting):
                return
            old, asks = sitting.prompt, self._shown.asks_reply(sitting)
            words = Words("survey-prompt", below=(why,)) if asks else why
            said = await self._mouth.say(sitting.at, words, reply=asks)
            sitting.prompt = said if asks else ""
            if old:
                await self._mouth.remove(MessageRef(sitting.at, old))


def _for_the_desk(message: Wrote) -> bool:
    """A command or a button of the lasting keyboard, not an answer."""
    text = message.content.text
    captions = (menu.is_menu_text, my_appeals.is_asked_for, problem.is_caption)
    return text.startswith("/") or any(is_caption(text) for is_caption in captions)
