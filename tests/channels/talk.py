"""One client's side of a channel, and the moderators' side that all channels share.

A scenario speaks this vocabulary only; what a platform can't do is skipped with its own rule.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from sandbox.files import Upload
from sandbox.press import Press
from sandbox.state import Message, Topic
from tests.endtoend.desk import MARIA, FrontDesk, buttons


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the client sees it; `files` are kinds («photo», «document», «voice»)."""

    id: str
    text: str
    files: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    quotes: str = ""
    buttons: tuple[str, ...] = ()


class Talk(ABC):
    """A client who talks with the authority in one channel."""

    channel: ClassVar[str]
    window: ClassVar[str]
    cannot: ClassVar[Mapping[str, str]] = {}

    def __init__(self, desk: FrontDesk) -> None:
        self.desk = desk

    def needs(self, capability: str) -> None:
        """Skip where the platform has a rule against it."""
        if rule := self.cannot.get(capability):
            pytest.skip(f"{self.channel}: {rule}")

    @abstractmethod
    async def opens(self) -> None:
        """Wait until the program listens, as a client who comes later finds it."""

    # ---- the client

    @abstractmethod
    def writes(self, text: str = "", *, files: Sequence[Upload] = (), quotes: str = "") -> str:
        """Send a message, with its files together; the id of the (first) message."""

    @abstractmethod
    def edits(self, message: str, text: str) -> None:
        """Change an own message."""

    @abstractmethod
    def deletes(self, message: str) -> None:
        """Delete an own message."""

    @abstractmethod
    async def presses(self, seen: Seen, caption: str) -> str:
        """Press the button whose caption holds these words; what the toast said."""

    @abstractmethod
    async def forges(self, data: str, seen: Seen) -> str:
        """Press with data that no button carries; what the toast said."""

    @abstractmethod
    def blocks(self) -> None:
        """Take no more messages from the authority."""

    @abstractmethod
    def allows(self) -> None:
        """Take messages again."""

    @abstractmethod
    def says_hello(self) -> None:
        """Open the conversation as the platform offers it."""

    @abstractmethod
    def read(self) -> list[Seen]:
        """What the authority has said, oldest first."""

    @abstractmethod
    def lasting(self) -> list[str]:
        """Captions of the keyboard below the input field."""

    @property
    def last(self) -> Seen:
        """The newest of it."""
        return self.read()[-1]

    # ---- waiting

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true on either platform."""
        await self.desk.until(condition)

    async def hears(self, words: str) -> Seen:
        """Wait until the client has read these words; the newest message that holds them."""
        await self.until(lambda: self._with(words))
        return self._with(words)[-1]

    def _with(self, words: str) -> list[Seen]:
        return [one for one in self.read() if words in one.text]

    # ---- the moderators, who sit in Telegram

    async def registered(self, text: str = "Когда у вас приём?") -> tuple[Seen, Topic]:
        """Ask, and wait for the acknowledgement and the card."""
        known = {topic.id for topic in self.topics}
        before = len(self.read())
        self.writes(text)
        await self.until(lambda: {topic.id for topic in self.topics} - known)
        topic = self.topics[-1]
        await self.until(lambda: self.desk.in_topic(topic) and len(self.read()) > before)
        return self.read()[before], topic

    @property
    def topics(self) -> list[Topic]:
        """The topics of the moderator chat."""
        return self.desk.world.topics(self.desk.chat)

    def staff_write(self, topic: Topic, text: str | None, who: int = MARIA, **more: Any) -> Message:
        """An employee writes in the topic."""
        return self.desk.writes(topic, text, who, **more)

    async def answered(self, topic: Topic, text: str, who: int = MARIA, **more: Any) -> Message:
        """An employee writes, and it has arrived."""
        written = self.staff_write(topic, text, who, **more)
        await self.until(lambda: written.reactions)
        return written

    def staff_press(self, message: Message, caption: str, who: int = MARIA) -> Press:
        """An employee presses a button in the moderator chat."""
        return self.desk.presses(message, caption, who)

    async def on_card(self, topic: Topic, caption: str, who: int = MARIA) -> Press:
        """Press a button of the card once it is there."""
        await self.until(lambda: self._offers(topic, caption))
        return self.staff_press(self.desk.card(topic), caption, who)

    def _offers(self, topic: Topic, caption: str) -> bool:
        return any(caption in button["text"] for button in buttons(self.desk.card(topic)))

    async def done(self, topic: Topic) -> Seen:
        """«Ответ дан»; the question whether it has helped."""
        await self.on_card(topic, "Ответ дан")
        await self.until(lambda: "Ответ дан" in topic.name)
        return await self.hears("решён?")

    async def topic_says(self, topic: Topic, words: str) -> Message:
        """Wait until the bot has said these words in the topic; the newest such message."""
        await self.until(lambda: self._said(topic, words))
        return self._said(topic, words)[-1]

    def _said(self, topic: Topic, words: str) -> list[Message]:
        return [m for m in self.desk.in_topic(topic) if words in (m.text or "")]

    def files_in(self, topic: Topic) -> list[str]:
        """Kinds of the files shown in the topic."""
        return [m.media.kind for m in self.desk.in_topic(topic) if m.media]

    def commands(self, text: str, who: int = MARIA) -> None:
        """A command in the moderator chat, outside all topics."""
        self.desk.world.writes(who, text, chat=self.desk.chat)

    async def general_says(self, words: str) -> None:
        """Wait until the bot has said these words outside all topics."""
        everywhere = self.desk.world.messages
        await self.until(
            lambda: any(words in (m.text or "") for m in everywhere(self.desk.chat) if not m.thread)
        )
