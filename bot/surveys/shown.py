"""The one card of a draft in its chat: drawn, changed in place, taken away."""

from collections.abc import Mapping

from appeals.model import MessageRef
from appeals.words import Content, gathered
from bot.surveys.card_words import Drawn, drawn
from bot.surveys.data import going
from bot.surveys.mouth import Mouth, Rows
from bot.surveys.sitting import Sitting
from bot.texts import Texts
from handlers.conversation import Channel, Words
from surveys.card import Card, Part, card
from surveys.screen import SCREENS


class Shown:
    """Whoever calls holds the lock of the sitting. Methods that speak raise Unheard."""

    def __init__(self, mouth: Mouth, channels: Mapping[str, Channel], texts: Texts) -> None:
        self._mouth, self._channels, self._texts = mouth, channels, texts

    def again(self) -> Rows:
        """The button that leads to whichever survey is open."""
        return (((self._texts.plain(Words("survey-again")), going()),),)

    def part(self, sitting: Sitting) -> Part:
        """Which card stands there."""
        return self._card(sitting).part

    def asks_reply(self, sitting: Sitting) -> bool:
        """The platform can ask that a typed answer replies to a message."""
        capable = self._channels[sitting.at.channel].capabilities.replies
        return capable and sitting.awaits_text

    async def redraw(self, sitting: Sitting) -> None:
        """Change the card in place; after something was typed it goes below that instead."""
        draft = sitting.draft
        if sitting.shown == draft and not sitting.below:
            return
        seen, old = self._drawn(sitting), sitting.card
        turned = sitting.shown is None or sitting.shown.turn != draft.turn
        in_place = bool(old) and not sitting.below
        if not (in_place and await self._mouth.change(MessageRef(sitting.at, old), seen)):
            sitting.below = False
            sitting.card = await self._mouth.show(sitting.at, seen)
            if old:
                await self._take_away(sitting, old)
        sitting.shown = draft
        if turned or old != sitting.card:
            await self._prompt(sitting)

    async def clear(self, sitting: Sitting) -> None:
        """Leave neither card nor prompt behind (ANONYMITY 9)."""
        card_, prompt = sitting.card, sitting.prompt
        sitting.card = sitting.prompt = ""
        for one in filter(None, (card_, prompt)):
            await self._take_away(sitting, one)

    async def _prompt(self, sitting: Sitting) -> None:
        """One message that asks for a reply, while words are awaited."""
        old, sitting.prompt = sitting.prompt, ""
        if self.asks_reply(sitting):
            words = Words("survey-prompt")
            sitting.prompt = await self._mouth.say(sitting.at, words, reply=True)
        if old:
            await self._take_away(sitting, old)

    async def _take_away(self, sitting: Sitting, message: str) -> None:
        """What can't be deleted any more shows nothing of the answers at least."""
        ref = MessageRef(sitting.at, message)
        if not await self._mouth.remove(ref):
            await self._mouth.retire(ref, Words("survey-card-gone"))

    def _card(self, sitting: Sitting) -> Card:
        screen = SCREENS[sitting.at.channel]
        return card(sitting.wave.questionnaire, sitting.draft, screen)

    def _drawn(self, sitting: Sitting) -> Drawn:
        seen = drawn(self._card(sitting), self._texts)
        if not sitting.awaits_text or self.asks_reply(sitting):
            return seen
        warning = self._texts.render(Words("survey-typed-warning"))
        content = gathered([seen.content, warning.after(Content())])
        return Drawn(content, seen.rows)
