"""People on both platforms and the staff, what they have written, and what must come of it.

The program is a process of its own. What it did is read from the ledgers of the servers, what it
kept from the database that is left.
"""

import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from bench.kept import Who
from bench.numbered import numbers_in, question
from bench.vk_town import NOTED
from sandbox.environment import bot_environment
from sandbox.state import Message, Person
from sandbox.updates import MOST_AT_ONCE, Waiting
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from sandbox.world import World
from tests.endtoend.desk import MARIA, free_port
from tests.endtoend.forked import forked
from tests.sandbox_server import RunningSandbox

FIRST_PERSON = 400_000
LIMITS_OFF = {
    "OTKLIK_TELEGRAM__PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__CHAT_PER_SECOND": "10000",
    "OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000",
}
MIXED = MOST_AT_ONCE // 2
"""So many, that they come in one answer even if each of them comes twice."""
ACK = "получено: № "


def _alone(by: timedelta) -> None:
    """Nothing else counts time."""
    del by


@dataclass
class Town:
    """Everybody around the program.

    `authors` says who wrote the question of each number, `answers` who is to read each answer;
    `shown` counts how often staff have seen each question.
    """

    sandbox: RunningSandbox
    dice: random.Random
    limits: Mapping[str, str] = field(default_factory=lambda: LIMITS_OFF)
    authors: list[Who] = field(default_factory=list)
    people: list[Who] = field(default_factory=list)
    answers: dict[str, Who] = field(default_factory=dict)
    shown: dict[int, None] = field(default_factory=dict)
    topics: dict[Who, int] = field(default_factory=dict)
    received: Counter[tuple[Who, str]] = field(default_factory=Counter)
    port: int = 0
    moved: Callable[[timedelta], None] = _alone
    _looked: dict[int, int] = field(default_factory=dict)
    _read: int = 0

    @property
    def world(self) -> World:
        """Telegram."""
        return self.sandbox.world

    @property
    def vk(self) -> VkWorld:
        """VK."""
        return self.sandbox.vk.world

    # ---- what people do

    def newcomers(self, number: int) -> None:
        """So many people on each platform, who have never been here, ask something each."""
        for _ in range(number):
            for platform in ("telegram", "vk"):
                who = (platform, FIRST_PERSON + len(self.people))
                self._appears(who)
                self.people.append(who)
                self.writes(who)

    def some_add(self, number: int) -> None:
        """So many of those who have asked add a line each."""
        for who in self.dice.sample(self.people, min(number, len(self.people))):
            self.writes(who)

    def writes(self, who: Who) -> None:
        """One message with a number of its own."""
        text = question(len(self.authors))
        self.authors.append(who)
        if who[0] == "vk":
            self.vk.writes(who[1], text)
        else:
            self.world.writes(who[1], text)

    def staff_answer(self, number: int) -> None:
        """A moderator answers in so many topics whose card is there."""
        self.look()
        for who in self.dice.sample(sorted(self.topics), min(number, len(self.topics))):
            text = f"ответ номер {len(self.answers)} про квоту"
            self.answers[text] = who
            chat = self.sandbox.moderator_chat
            self.world.writes(MARIA, text, chat=chat, thread=self.topics[who])

    def _appears(self, who: Who) -> None:
        if who[0] == "vk":
            self.vk.add_user(User(who[1], "Работодатель", str(who[1])))
        else:
            self.world.add_person(Person(who[1], f"Работодатель {who[1]}"))

    # ---- what the platforms do to events

    def disorder(self, share: float) -> None:
        """What waits to be taken comes in another order, some of it twice.

        The order within one conversation stays: no platform changes that. Nor does Telegram hand
        out an update whose number is below one that was confirmed: what is mixed fits into one
        answer.
        """
        updates = self.world.updates
        waiting = sorted(updates.waiting, key=lambda one: one.id)
        first, rest = waiting[:MIXED], waiting[MIXED:]
        doubled = [one for one in first if self.dice.random() < share]
        updates.waiting = [*self._mixed([*first, *doubled]), *rest]
        events = self.vk.events
        for event in [one for one in events.after(events.asked) if self.dice.random() < share]:
            self.vk.inject(event)

    def _mixed(self, waiting: list[Waiting]) -> list[Waiting]:
        lanes: dict[str, list[Waiting]] = {}
        for one in waiting:
            lanes.setdefault(_chat_of(one), []).append(one)
        order = [chat for chat, own in lanes.items() for _ in own]
        self.dice.shuffle(order)
        return [lanes[chat].pop(0) for chat in order]

    # ---- what they see

    def look(self) -> None:
        """Read what has come since the last look."""
        for message in self._news(self.sandbox.moderator_chat):
            numbers = numbers_in(message.text)
            if message.sender != self.world.bot.id or message.thread is None:
                continue
            self.shown |= dict.fromkeys(one for one in numbers if one not in self.shown)
            if numbers and "Новое · № " in (message.text or ""):
                self.topics[self.authors[numbers[0]]] = message.thread
        for platform, person in self.people:
            if platform == "telegram":
                for message in self._news(person):
                    if message.sender == self.world.bot.id:
                        self.received[("telegram", person), message.text or ""] += 1
        for sent in islice(self.vk.sends, self._read, None):
            self.received[("vk", sent.peer), sent.text] += 1
        self._read = len(self.vk.sends)

    def _news(self, chat: int) -> list[Message]:
        messages = self.world.chats[chat].messages if chat in self.world.chats else {}
        news = list(islice(messages.values(), self._looked.get(chat, 0), None))
        self._looked[chat] = len(messages)
        return news

    def served(self) -> bool:
        """Everybody has an acknowledgement, every answer has come, staff have seen every word."""
        self.look()
        return not self.unacknowledged and not self.unanswered and not self.unseen

    @property
    def unacknowledged(self) -> list[Who]:
        """Who does not know a number yet."""
        know = {who for (who, text) in self.received if ACK in text}
        return [who for who in self.people if who not in know]

    @property
    def unanswered(self) -> list[str]:
        """Answers that have not come."""
        return [text for text, who in self.answers.items() if not self.received[who, text]]

    @property
    def unseen(self) -> list[int]:
        """Questions that staff have not seen."""
        return [number for number in range(len(self.authors)) if number not in self.shown]

    def twice(self, platform: str) -> dict[tuple[Who, str], int]:
        """What came more than once to somebody on this platform, and how often."""
        return {
            key: count
            for key, count in self.received.items()
            if count > 1 and key[0][0] == platform and not key[1].startswith(NOTED)
        }

    def disordered(self) -> list[Who]:
        """Whose questions staff have seen in another order than they were written in."""
        seen: dict[Who, list[int]] = {}
        for number in self.shown:
            seen.setdefault(self.authors[number], []).append(number)
        return [who for who, numbers in seen.items() if numbers != sorted(numbers)]

    # ---- the program

    @asynccontextmanager
    async def bot(self, folder: Path, **settings: str) -> AsyncIterator[BaseProcess]:
        """The program on both platforms, killed when the block ends."""
        self.port = free_port()
        environment = bot_environment(
            self.world,
            url=self.sandbox.url,
            data=folder,
            inherited=os.environ,
            port=self.port,
            vk=self.vk,
        )
        async with forked(environment | dict(self.limits) | settings, folder) as process:
            yield process

    async def put_forward(self, seconds: float) -> None:
        """Let time pass for the platforms and, if it answers, for the program.

        `moved` hears of it, for whatever else counts time.
        """
        self.world.put_forward(seconds)
        self.moved(timedelta(seconds=seconds))
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            try:
                answer = await client.post(
                    f"http://127.0.0.1:{self.port}/control/clock",
                    json={"offset": self.world.clock_offset},
                )
            except httpx.TransportError:
                return
        assert answer.status_code in {httpx.codes.OK, httpx.codes.SERVICE_UNAVAILABLE}


def _chat_of(one: Waiting) -> str:
    """The conversation an update belongs to."""
    body: object = next((body for kind, body in one.body.items() if kind != "update_id"), {})
    message = body.get("message", body) if isinstance(body, dict) else {}
    chat = message.get("chat", {}).get("id") if isinstance(message, dict) else None
    return f"{chat}:{message.get('message_thread_id')}"
