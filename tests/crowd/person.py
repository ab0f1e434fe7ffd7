"""One of the crowd: looks at the chat and does what the card asks for, until all is done."""

import asyncio
from asyncio import Event, Lock
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass, field
from random import Random

from tests.crowd.questionnaire import (
    INTRO,
    LONGEST,
    NUMBER,
    OPTIONS,
    SEVERAL,
    THANKS,
    WORDS,
    Answers,
    answers,
)
from tests.crowd.screen import Card, InTelegram, InVk, Screen
from tests.crowd.town import PATIENCE, Town

ALREADY, STOPPED = "Вы уже ответили", "Ваши ответы удалены"
UNAVAILABLE = "Опрос сейчас недоступен"
AGAIN, BEGIN, NEXT, BACK, SUBMIT, STOP = (
    "Начать сначала",
    "Начать",
    "Дальше",
    "Назад",
    "Отправить",
    "Прекратить",
)
STALE, GONE = "Эта кнопка устарела", "Эта анкета уже закрыта"
TOO_LONG = f"а можно не больше {LONGEST}"
QUIRKS = ("back", "toggle", "stale", "double", "twice", "long", "asks", "restarts")
"""What somebody does once besides answering: goes back, ticks and takes it back, presses a button
of an earlier card, begins or hands in by two quick presses, types too much, asks staff a question,
stops and begins anew."""

LEAVING = ("stops", "quits")
"""Who stops, or goes away halfway, is not counted."""

Done = Callable[["Someone"], Awaitable[None]]


@dataclass
class Turns:
    """People hand in one after another, so that a watcher can tell them apart as well as can be."""

    lock: Lock = field(default_factory=Lock)


class Someone:
    """`number` from 0 names the person, `place` is unique too and decides what they answer.

    `finished` is called while nobody else hands in, when the authority has said "accepted".
    """

    def __init__(
        self,
        town: Town,
        number: int,
        place: int,
        *,
        quirks: Set[str],
        dice: Random,
        turns: Turns,
        finished: Done,
    ) -> None:
        kind = InVk if number % 2 else InTelegram
        self.screen: Screen = kind(town.sandbox, number)
        self.number, self._place, self._town = number, place, town
        self._quirks, self._dice = set(quirks), dice
        self._turns, self._finished = turns, finished
        self._news = town.news.setdefault(self.screen.id, Event())
        self._life, self._attempt = town.life, -1
        self._since = 0
        self._old: tuple[str, int] | None = None
        self.handed_in: Answers | None = None
        self.meant = answers(place, 0, dice)
        self.drafts: list[Answers] = []
        self.wrote_to_staff: list[str] = []
        self.refused_stale = self.left = False

    @property
    def accepted(self) -> bool:
        """The authority has said so, in one of its two ways."""
        return self.screen.has(THANKS) or self.screen.has(ALREADY)

    async def lives(self) -> None:
        """Come, answer, go."""
        await self._comes()
        while not (self.accepted or self.left):
            await self._looks_and_acts()
        if self.accepted and self.handed_in:
            async with self._turns.lock:
                await self._finished(self)

    async def _looks_and_acts(self) -> None:
        card = self._card()
        if self._life != self._town.life:
            await self._comes()
        elif card is None:
            await self._has_no_card()
        elif data := card.data(AGAIN):
            await self._presses(card, data)
        elif INTRO in card.text:
            await self._begins(card)
        elif NUMBER in card.text:
            await self._types(card, str(self.meant.number))
        elif SEVERAL in card.text:
            await self._ticks(card)
        elif WORDS in card.text:
            await self._tells(card)
        else:
            await self._hands_in(card)

    # ---- step by step

    async def _comes(self) -> None:
        """Ask for the survey; with a draft under way the same card comes anew."""
        self._life = self._town.life
        said = self.screen.said()
        self._since = said[-1][0] if said else 0
        self.screen.writes("/survey")
        await self._until(lambda: self.accepted or self._card() is not None or self._is_sent_away())

    async def _has_no_card(self) -> None:
        """Begin again after stopping; else something is still to come."""
        said = self.screen.said()
        if said and any(words in said[-1][1] for words in (STOPPED, UNAVAILABLE)):
            await self._comes()
        else:
            await self._waits(self._view())

    def _is_sent_away(self) -> bool:
        return any(UNAVAILABLE in text and at > self._since for at, text in self.screen.said())

    def _card(self) -> Card | None:
        """The card that was shown since; older ones are of a program that has ended."""
        card = self.screen.card()
        return card if card is not None and card.id > self._since else None

    async def _begins(self, card: Card) -> None:
        self._attempt += 1
        self.meant = answers(self._place, self._attempt, self._dice)
        self.drafts.append(self.meant)
        self._old = (card.data(BEGIN), card.id)
        for _ in range(1 + self._once("double")):
            self.screen.presses(card.data(BEGIN), card.id)
        await self._until(lambda: self._card() != card)

    async def _ticks(self, card: Card) -> None:
        chosen = {text for text in OPTIONS.values() if card.data(f"✓ {text}")}
        if self._once("quits"):
            self.left = True
        elif self._once("asks"):
            self.wrote_to_staff.append(f"Когда у вас приём? reg{self.number}reg")
            self.screen.writes(self.wrote_to_staff[-1])
        elif self._once("back"):
            await self._presses(card, card.data(BACK))
        elif self._once("toggle"):
            await self._toggles(card, chosen)
        elif wrong := sorted(chosen ^ self.meant.options):
            mark = "✓ " if wrong[0] in chosen else ""
            await self._presses(card, card.data(f"{mark}{wrong[0]}"))
        else:
            await self._presses(card, card.data(NEXT))

    async def _toggles(self, card: Card, chosen: Set[str]) -> None:
        """Tick what is not meant; it is taken back later."""
        for text in OPTIONS.values():
            if text not in chosen | self.meant.options:
                await self._presses(card, card.data(text))
                return

    async def _tells(self, card: Card) -> None:
        if self._old and self._once("stale"):
            await self._presses_stale(*self._old)
        elif self._once("restarts"):
            await self._stops(card)
        elif self._once("stops"):
            await self._stops(card)
            self.left = self._life == self._town.life
        elif self._once("long"):
            await self._types(card, "я" * (LONGEST + 1), refused=TOO_LONG)
        else:
            await self._types(card, self.meant.words)

    async def _stops(self, card: Card) -> None:
        self.screen.presses(card.data(STOP), card.id)
        await self._until(lambda: self._card() is None)

    async def _presses_stale(self, data: str, message: int) -> None:
        """A button of an earlier card is refused with a word why, unless the program ends now."""
        press = self.screen.presses(data, message)
        await self._town.until(lambda: press.answer is not None or self._life != self._town.life)
        if press.answer is not None:
            told = str(press.answer.get("text"))
            self.refused_stale = any(words in told for words in (STALE, GONE))

    async def _hands_in(self, card: Card) -> None:
        """One after another; in the meantime the program may have ended."""
        async with self._turns.lock:
            if self._life != self._town.life or self._card() != card:
                return
            self.handed_in = self.meant
            for _ in range(1 + self._once("twice")):
                self.screen.presses(card.data(SUBMIT), card.id)
            await self._until(lambda: self.accepted or self._card() not in {card, None})
            if self.accepted:
                await self._finished(self)

    async def _types(self, card: Card, text: str, refused: str = "") -> None:
        """Type an answer, in Telegram as a reply to the prompt, and wait until it was read."""
        if isinstance(self.screen, InVk):
            await self._types_in_vk(card, text, refused)
            return
        prompt = self.screen.prompt()
        if prompt is None:
            await self._waits(self._view())
            return
        self.screen.writes(text, answers=prompt)
        await self._until_read(card, refused)

    async def _types_in_vk(self, card: Card, text: str, refused: str) -> None:
        """Never while the program ends: what is typed then goes to staff, as the card warns."""
        if self._town.ends:
            await self._until(lambda: not self._town.ends)
            return
        self._town.typing.add(self.number)
        try:
            self.screen.writes(text)
            await self._until_read(card, refused)
        finally:
            self._town.typing.discard(self.number)
            self._town.sandbox.world.announce("test")

    async def _until_read(self, card: Card, refused: str) -> None:
        def is_read() -> bool:
            now = self._card()
            moved = now is None or now.id != card.id
            return moved or bool(refused and self.screen.has(refused))

        await self._until(is_read)

    # ---- waiting

    async def _presses(self, card: Card, data: str) -> None:
        before = self._view()
        self.screen.presses(data, card.id)
        await self._waits(before)

    def _view(self) -> object:
        said = self.screen.said()
        return self._card(), said[-1] if said else None

    async def _waits(self, before: object) -> None:
        await self._until(lambda: self._view() != before)

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Until it is so, or the program was started anew."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition() and self._life == self._town.life:
                    await self._news.wait()
                    self._news.clear()
        except TimeoutError:
            raise AssertionError(f"{self.number} waits in vain: {self._story()}") from None

    def _story(self) -> str:
        """What can help to understand why nothing comes."""
        return f"life {self._life}, {self.screen.everything()}"

    def _once(self, quirk: str) -> bool:
        there = quirk in self._quirks
        self._quirks.discard(quirk)
        return there
