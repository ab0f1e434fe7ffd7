"""People in Telegram, what they have written, and what the program has made of it.

All is read from the ledger of the server, each call once: a town of thousands is looked at often.
"""

import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path

from bench.kept import Who
from bench.numbered import numbers_in, question
from bench.vk_town import UNHURRIED
from sandbox.environment import bot_environment
from sandbox.ledger import Entry
from sandbox.state import Person
from tests.endtoend.desk import free_port
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox

FIRST_PERSON = 200_000
TWICE_THE_PACE = {"OTKLIK_TELEGRAM__PER_SECOND": "60"}
_ACKNOWLEDGED = re.compile(r"получено: № \d{4}-(\d{6})")
_TOPIC = re.compile(r"Новое (\d{6})")
_CARD = re.compile(r"Новое · № \d{4}-(\d{6})")


@dataclass
class Town:
    """Everybody around the program.

    `authors` says who wrote the question of each number. How often each was sent: `acknowledged`
    by appeal and person, `topics` and `cards` by appeal, `words` by question that no card shows.
    """

    sandbox: RunningSandbox
    dice: random.Random
    asked: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    acknowledged: Counter[tuple[str, int]] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)
    words: Counter[int] = field(default_factory=Counter)
    shown: set[int] = field(default_factory=set)
    _read: int = 0

    # ---- what people do

    def newcomers(self, number: int) -> None:
        """So many people, who have never been here, ask something each."""
        for _ in range(number):
            who = FIRST_PERSON + len(self.asked)
            self.sandbox.world.add_person(Person(who, f"Работодатель {who}"))
            self.asked.append(who)
            self.writes(who)

    def some_add(self, number: int) -> None:
        """So many of those who have asked add a line each."""
        for who in self.dice.sample(self.asked, min(number, len(self.asked))):
            self.writes(who)

    def writes(self, who: int) -> None:
        """One message with a number of its own."""
        self.sandbox.world.writes(who, question(len(self.authors)))
        self.authors.append(who)

    @property
    def wrote(self) -> list[Who]:
        """Who asked the question of each number, as `bench.kept` has it."""
        return [("telegram", who) for who in self.authors]

    # ---- what they see

    def look(self) -> None:
        """Read the calls that have taken effect since the last look."""
        entries = self.sandbox.world.ledger.entries
        for entry in islice(entries, self._read, None):
            if entry.ok and entry.method == "createForumTopic":
                self.topics.update(_TOPIC.findall(str(entry.params["name"])))
            elif entry.ok and entry.method == "sendMessage":
                self._sent(entry)
        self._read = len(entries)

    def _sent(self, entry: Entry) -> None:
        text, chat = str(entry.params.get("text", "")), int(str(entry.params["chat_id"]))
        if chat == self.sandbox.moderator_chat:
            if entry.params.get("message_thread_id"):
                questions = numbers_in(text)
                cards = _CARD.findall(text)
                self.cards.update(cards)
                self.words.update([] if cards else questions)
                self.shown.update(questions)
        else:
            self.acknowledged.update((number, chat) for number in _ACKNOWLEDGED.findall(text))

    def made(self) -> int:
        """How many acknowledgements, topics, cards and words for staff were sent."""
        self.look()
        counts = (self.acknowledged, self.topics, self.cards, self.words)
        return sum(sum(one.values()) for one in counts)

    def waiting(self) -> int:
        """Whose question staff don't see yet."""
        self.look()
        return len(self.asked) - len(self.cards)

    def served(self) -> bool:
        """Everybody has an acknowledgement, and staff have seen every word."""
        self.look()
        acknowledged = {who for _, who in self.acknowledged}
        return len(acknowledged) == len(self.asked) and len(self.shown) == len(self.authors)

    def repeats(self) -> Counter[tuple[str, int]]:
        """How often something was sent again: by kind and person ("topic": whatever staff see)."""
        found: Counter[tuple[str, int]] = Counter()
        people = dict(self.acknowledged.keys())
        for (_, who), count in self.acknowledged.items():
            found["acknowledgement", who] += count - 1
        for counted in (self.topics, self.cards):
            for number, count in counted.items():
                found["topic", people[number]] += count - 1
        for written, count in self.words.items():
            found["topic", self.authors[written]] += count - 1
        return +found

    # ---- the program

    @asynccontextmanager
    async def bot(self, folder: Path) -> AsyncIterator[BaseProcess]:
        """The program at twice Telegram's pace, killed when the block ends."""
        environment = bot_environment(
            self.sandbox.world,
            url=self.sandbox.url,
            data=folder,
            inherited=os.environ,
            port=free_port(),
        )
        async with forked(environment | UNHURRIED | TWICE_THE_PACE, folder) as process:
            yield process
