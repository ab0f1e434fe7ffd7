"""Invented people who answer the survey that is open, so that a wave need not be played by one.

They read cards and press buttons in Telegram as anybody does; the program can't tell them apart.
"""

import asyncio
import json
import random
from collections.abc import Sequence
from functools import partial

from sandbox.state import Message, Person
from sandbox.world import World

ROLE = "crowd"
FIRST = 900_001
AT_ONCE = 30
MOST_CARDS = 60
PATIENCE = 60.0
FORWARD = ("Отправить ответы", "Начать")
ASIDE = frozenset(
    {"Дальше", "Назад", "Пропустить", "Затрудняюсь ответить", "Прекратить и удалить", "Не сейчас"}
)
MARK, PAGE = "✓", "Ещё:"
TYPED = "Напишите ответ одним сообщением"
WORDS = (
    "Показывать, какие документы нужны.",
    "Присылать напоминание об отчёте.",
    "Отвечать и в выходные.",
    "Всё хорошо, спасибо.",
)


class Crowd:
    """People of ``world`` who only answer surveys; ``dice`` decides what they say.

    ``patience`` is how many seconds each waits for the bot's next card.
    """

    def __init__(
        self, world: World, *, dice: random.Random | None = None, patience: float = PATIENCE
    ) -> None:
        self._world, self._patience = world, patience
        self._dice = dice or random.Random()  # noqa: S311 - a game, nothing secret
        self._answering: set[asyncio.Task[None]] = set()
        self.came = self.answered = 0

    def state(self) -> dict[str, int]:
        """How many came the last time, how many of them have sent answers, how many are at it."""
        now = {"came": self.came, "answered": self.answered}
        return now | {"answering": len(self._answering)}

    def come(self, count: int = AT_ONCE) -> None:
        """Let so many new people ask for the survey, each at their own pace."""
        self.came, self.answered = count, 0
        for _ in range(count):
            person = self._newcomer()
            task = asyncio.create_task(self._answer(person))
            self._answering.add(task)
            task.add_done_callback(self._left)

    async def close(self) -> None:
        """Send everybody home: the sandbox goes down."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    def _newcomer(self) -> Person:
        number = max([FIRST - 1, *(one.id for one in self._world.people.values())]) + 1
        name = f"Участник опроса {number - FIRST + 1}"
        return self._world.add_person(Person(number, name, role=ROLE))

    def _left(self, task: asyncio.Task[None]) -> None:
        self._answering.discard(task)
        self._world.announce("crowd")

    async def _answer(self, person: Person) -> None:
        """Until no card is left; who gets no next card, the bot being away, gives up."""
        world = self._world
        world.writes(person.id, "/survey")
        seen = ""
        try:
            for _ in range(MOST_CARDS):
                await world.until(partial(self._is_next, person, seen), self._patience)
                card = self._card(person)
                if card is None:
                    return
                seen = _looks(card)
                self._react(person, card)
                self.answered += _captions(card)[0] == FORWARD[0]
        except TimeoutError:
            return

    def _react(self, person: Person, card: Message) -> None:
        """Press what leads on, or write where words are asked for."""
        if TYPED in (card.text or "") and self._dice.random() < 0.5:  # noqa: PLR2004 - every second one
            self._world.writes(person.id, self._dice.choice(WORDS))
            return
        wanted = pressed(_captions(card), self._dice)
        data = next(one["callback_data"] for one in _buttons(card) if one["text"] == wanted)
        self._world.presses(person.id, data, message=card.id)

    def _is_next(self, person: Person, seen: str) -> bool:
        """There is another card than before, or the talk is over: the bot spoke last, no card."""
        card = self._card(person)
        if card is not None:
            return _looks(card) != seen
        last = self._world.messages(person.id)[-1:]
        return bool(last) and last[0].sender == self._world.bot.id

    def _card(self, person: Person) -> Message | None:
        """The newest message with buttons."""
        said = [one for one in self._world.messages(person.id) if _buttons(one)]
        return said[-1] if said else None


def pressed(captions: Sequence[str], dice: random.Random) -> str:
    """Which of a card's buttons somebody presses who wants to get to the end."""
    options = [one for one in captions if one not in ASIDE and not one.startswith(PAGE)]
    marked = [one for one in options if one.startswith(MARK)]
    forward = [one for one in FORWARD if one in captions]
    if not forward and options and not marked:
        return dice.choices(options, _liking(options))[0]
    ways = (*forward, "Дальше", "Пропустить", "Затрудняюсь ответить")
    return next((one for one in ways if one in captions), captions[0])


def _liking(options: Sequence[str]) -> list[int]:
    """People agree more or less: on good marks, and on what stands first in a list."""
    falling = [place**2 for place in range(len(options), 0, -1)]
    return falling[::-1] if options[0].isdecimal() else falling


def _looks(card: Message) -> str:
    return json.dumps([card.id, card.text, card.markup], ensure_ascii=False)


def _captions(card: Message) -> list[str]:
    return [one["text"] for one in _buttons(card)]


def _buttons(message: Message) -> list[dict[str, str]]:
    rows: list[list[dict[str, str]]] = (message.markup or {}).get("inline_keyboard", [])
    return [one for row in rows for one in row if "callback_data" in one]
