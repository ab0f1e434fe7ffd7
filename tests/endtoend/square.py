"""The product at work where others read along in Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION, FOREIGN
from sandbox.state import Message, Topic
from tests.endtoend.desk import ELENA, OLGA, FrontDesk, front_desk

PLACES = {"consultation_chats": [CONSULTATION], "channels": [CHANNEL]}
POST = "С 1 декабря меняется порядок приёма. Вопросы пишите в комментариях."

__all__ = ["CHANNEL", "CONSULTATION", "DISCUSSION", "FOREIGN", "Square", "square"]


class Square(FrontDesk):
    """The front desk, and what is written before everybody."""

    def says(self, text: str, who: int = OLGA, chat: int = CONSULTATION, **more: Any) -> Message:
        """Write in a group."""
        return self.world.writes(who, text, chat=chat, **more)[0]

    def post(self, text: str = POST) -> Message:
        """Publish in the channel."""
        return self.world.writes(ELENA, text, chat=CHANNEL)[0]

    def said(self, chat: int = CONSULTATION) -> list[Message]:
        """What the bot wrote in a group."""
        return [one for one in self.world.messages(chat) if one.sender == self.world.bot.id]

    async def topic_of(self, words: str) -> Topic:
        """The topic of the appeal whose card says this."""
        found: list[Topic] = []

        def there() -> bool:
            found[:] = [
                topic
                for topic in self.world.topics(self.chat)
                if any(words in (one.text or "") for one in self.in_topic(topic)[:1])
            ]
            return bool(found)

        await self.until(there)
        return found[0]

    async def in_topic_saying(self, topic: Topic, words: str) -> Message:
        """The bot's message in a topic that says this."""
        found: list[Message] = []

        def there() -> bool:
            found[:] = [one for one in self.in_topic(topic) if words in (one.text or "")]
            return bool(found)

        await self.until(there)
        return found[0]

    def in_general(self) -> list[Message]:
        """What the bot wrote outside all topics of the moderator chat."""
        written = self.world.messages(self.chat)
        return [m for m in written if m.thread is None and m.sender == self.world.bot.id]


@asynccontextmanager
async def square(
    folder: Path, sections: dict[str, Any] | None = None, **options: Any
) -> AsyncIterator[Square]:
    """The product with a consultation group, a channel and its discussion."""
    given = dict(sections or {})
    given["telegram"] = PLACES | given.get("telegram", {})
    async with front_desk(folder, given, **options) as desk:
        yield Square(desk.sandbox, desk.app, desk.clock)
