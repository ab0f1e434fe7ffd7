"""Users in VK and moderators in Telegram, what they have written, and what must come of it.

The program is a process of its own; all that is known of it stands in the ledgers of the servers.
"""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path

from bench.kept import Who
from bench.numbered import numbers_in, question
from sandbox.environment import bot_environment
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from tests.endtoend.desk import MARIA, free_port
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox

FIRST_USER = 500_000
UNHURRIED = {
    "OTKLIK_TELEGRAM__PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
}
ACK = "получено: № "
NOTED = "Добавили это к вашему обращению"
"""Said of each addition that comes an hour or more after the last words, in the same words."""
_CARD = "Новое · № "


@dataclass
class Town:
    """Everybody around the program.

    `authors` says who asked the question of each number, `answers` who is to read each answer;
    `shown` are the questions that staff have seen, in that order.
    """

    sandbox: RunningSandbox
    dice: random.Random
    authors: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    shown: dict[int, None] = field(default_factory=dict)
    topics: dict[int, int] = field(default_factory=dict)
    received: Counter[tuple[int, str]] = field(default_factory=Counter)
    acknowledged: Counter[int] = field(default_factory=Counter)
    _read: int = 0
    _looked: int = 0

    @property
    def vk(self) -> VkWorld:
        """VK."""
        return self.sandbox.vk.world

    @property
    def chat(self) -> int:
        """The moderator chat."""
        return self.sandbox.moderator_chat

    # ---- what people do

    def new_users(self, number: int) -> None:
        """So many people, who have never been here, ask something each."""
        for _ in range(number):
            who = FIRST_USER + len(self.asked)
            self.vk.add_user(User(who, "Работодатель", str(who)))
            self.asked.append(who)
            self.asks(who)

    def some_add(self, number: int) -> None:
        """So many of those who have asked add a line each."""
        for who in self.dice.sample(self.asked, min(number, len(self.asked))):
            self.asks(who)

    def asks(self, who: int) -> None:
        """One message with a number of its own."""
        self.vk.writes(who, question(len(self.authors)))
        self.authors.append(who)

    def staff_answer(self, number: int) -> None:
        """A moderator answers in so many topics whose card is there."""
        self.look()
        for who in self.dice.sample(sorted(self.topics), min(number, len(self.topics))):
            text = f"ответ номер {len(self.answers)} про квоту"
            self.answers[text] = who
            self.sandbox.world.writes(MARIA, text, chat=self.chat, thread=self.topics[who])

    @property
    def wrote(self) -> list[Who]:
        """Who asked the question of each number, as `bench.kept` has it."""
        return [("vk", who) for who in self.authors]

    # ---- what they see

    def look(self) -> None:
        """Read what has come since the last look: in the moderator chat and from the community."""
        chat = self.sandbox.world.chat(self.chat)
        bot, seen = self.sandbox.world.bot.id, len(chat.messages)
        for message in islice(chat.messages.values(), self._looked, None):
            numbers = numbers_in(message.text)
            if message.sender == bot and message.thread is not None:
                self.shown |= dict.fromkeys(one for one in numbers if one not in self.shown)
                if _CARD in (message.text or "") and numbers:
                    self.topics[self.authors[numbers[0]]] = message.thread
        self._looked = seen
        for sent in islice(self.vk.sends, self._read, None):
            self.received[sent.peer, sent.text] += 1
            self.acknowledged[sent.peer] += ACK in sent.text
        self._read = len(self.vk.sends)

    def served(self) -> bool:
        """Everybody has an acknowledgement, every answer has come, staff have seen every word."""
        self.look()
        return not self.missing and len(self.shown) == len(self.authors)

    @property
    def missing(self) -> int:
        """Acknowledgements and answers that have not come."""
        acks = sum(1 for who in self.asked if not self.acknowledged[who])
        return acks + sum(1 for text, who in self.answers.items() if not self.received[who, text])

    @property
    def doubled(self) -> int:
        """Messages that stand in a dialog twice; a second acknowledgement is one too."""
        again = sum(
            count - 1 for (_, text), count in self.received.items() if not text.startswith(NOTED)
        )
        numbers = Counter((one.peer, one.random_id) for one in self.vk.sends)
        acks = sum(max(count - 1, 0) for count in self.acknowledged.values())
        return max(again, acks, sum(count - 1 for count in numbers.values()))

    @property
    def disordered(self) -> int:
        """People whose questions staff have seen in another order than they were asked in."""
        seen: dict[int, list[int]] = {}
        for number in self.shown:
            seen.setdefault(self.authors[number], []).append(number)
        return sum(numbers != sorted(numbers) for numbers in seen.values())

    # ---- the program

    @asynccontextmanager
    async def bot(self, folder: Path) -> AsyncIterator[BaseProcess]:
        """The program, killed when the block ends. Only VK's own limits hold it back."""
        environment = bot_environment(
            self.sandbox.world,
            url=self.sandbox.url,
            data=folder,
            inherited=os.environ,
            port=free_port(),
            vk=self.vk,
        )
        async with forked(environment | UNHURRIED, folder) as process:
            yield process
