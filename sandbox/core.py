"""The heart of the sandbox: chats and their messages, and what the bot gets to know of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Unpack

from sandbox import wire
from sandbox.changes import Change, Changes
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.ledger import Ledger
from sandbox.limits import Limits
from sandbox.press import Press
from sandbox.state import Chat, Content, Message, Person, Settings, Topic
from sandbox.text_rules import utf16_length
from sandbox.updates import Updates

BOT_ID = 7000000001
BOT_USERNAME = "otklik_sandbox_bot"
BOT_TOKEN = f"{BOT_ID}:sandbox"
FARTHEST_SECONDS = 10 * 366 * 24 * 3600


class NotPossibleError(Exception):
    """A person tried what Telegram's own client would not let them do."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The one bot of this world."""

    id: int = BOT_ID
    username: str = BOT_USERNAME
    name: str = "Отклик"
    token: str = BOT_TOKEN


def real_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


class Core:
    """People, chats, messages, the queue of updates, the ledger, the faults.

    ``now`` plus ``clock_offset`` (seconds) dates messages, ``monotonic`` (seconds) drives limits
    and the life of presses, ``files_folder`` keeps uploads (None: in memory).
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = real_now,
        monotonic: Callable[[], float] = time.monotonic,
        bot: Bot | None = None,
        files_folder: Path | None = None,
    ) -> None:
        self._wall = now
        self.clock_offset = 0.0
        self.monotonic = monotonic
        self.bot = bot or Bot()
        self.settings = Settings()
        self.changes = Changes()
        self.updates = Updates(self.now, lambda: self.announce("queue"))
        self.ledger = Ledger(self.now)
        self.faults = Faults()
        self.limits = Limits(monotonic)
        self.files = FileStore(files_folder)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: list[dict[str, Any]] = []
        self.open_presses: dict[str, Press] = {}
        self.last_query = 0
        self.last_message = 0
        self.last_album = 0
        self.closed = False

    def now(self) -> datetime:
        """Return this world's time, aware, in UTC."""
        return self._wall() + timedelta(seconds=self.clock_offset)

    def put_forward(self, seconds: float) -> None:
        """Let this world's clock go on by so many seconds at once; it never goes back."""
        if not 0 <= seconds <= FARTHEST_SECONDS - self.clock_offset:
            raise NotPossibleError("часы идут только вперёд и не дальше чем на десять лет")
        self.clock_offset += seconds
        self.announce("clock")

    def unix_now(self) -> int:
        """Return this world's time in Unix seconds."""
        return int(self.now().timestamp())

    def person(self, person: int) -> Person:
        """Return a person; raises NotPossibleError for an unknown id."""
        if person not in self.people:
            raise NotPossibleError(f"нет человека {person}")
        return self.people[person]

    def chat(self, chat: int) -> Chat:
        """Return a chat; raises NotPossibleError for an unknown id."""
        if chat not in self.chats:
            raise NotPossibleError(f"нет чата {chat}")
        return self.chats[chat]

    def message(self, chat: int, message: int) -> Message:
        """Return a message; raises NotPossibleError when it is not there."""
        found = self.chat(chat).messages.get(message)
        if found is None:
            raise NotPossibleError(f"в чате {chat} нет сообщения {message}")
        return found

    def messages(self, chat: int, thread: int | None = None) -> list[Message]:
        """Return a chat's messages, oldest first, of one topic if given."""
        every = self.chat(chat).messages.values()
        return [one for one in every if thread is None or one.thread == thread]

    def topics(self, chat: int) -> list[Topic]:
        """Return the topics of a forum in order of creation."""
        return list(self.chat(chat).topics.values())

    def announce(
        self,
        kind: str,
        chat: int | None = None,
        thread: int | None = None,
        id_: int | None = None,
        *,
        by: int | None = None,
    ) -> None:
        """Tell the listeners what has changed."""
        self.changes.announce(Change(kind, chat, thread, id_, by))

    async def until(self, predicate: Callable[[], object], timeout: float = 60.0) -> None:  # noqa: ASYNC109 - a test's own patience, not a task's budget
        """Wait until ``predicate()`` is true; raises TimeoutError after ``timeout`` seconds."""
        await self.changes.until(predicate, timeout)

    def close(self) -> None:
        """End long polls and streams: the server is going down."""
        self.closed = True
        self.updates.close()
        self.announce("bot")

    def reopen(self) -> None:
        """Let a server be started over this world again."""
        self.closed = False
        self.updates.reopen()

    def next_message_id(self, chat: Chat) -> int:
        """Count as Telegram does: supergroups and channels apart, all other chats together."""
        if chat.type in {"supergroup", "channel"}:
            chat.last_message += 1
            return chat.last_message
        self.last_message += 1
        return self.last_message

    def next_album_id(self) -> str:
        """Return a new media_group_id."""
        self.last_album += 1
        return str(13_000_000_000_000_000 + self.last_album)

    def post(self, chat: Chat, sender: int, **content: Unpack[Content]) -> Message:
        """Put a message into a chat; ``content`` are further fields of Message."""
        message = Message(
            id=self.next_message_id(chat),
            chat=chat.id,
            sender=sender,
            date=self.unix_now(),
            **content,
        )
        if message.branch is None and message.thread is None:
            message.branch = _branch(chat, message)
        chat.messages[message.id] = message
        return message

    def publish(self, message: Message) -> None:
        """Show a new message to the listeners and, where it may see it, to the bot."""
        if message.sender != self.bot.id and self.bot_sees(message):
            self.updates.add(self._kind(message), wire.message(self, message))
        by = message.sender if message.sender in self.people else None
        self.announce("message", message.chat, message.thread, message.id, by=by)

    def changed(self, message: Message) -> None:
        """Show a message that has been edited to the listeners, and a person's one to the bot."""
        if message.sender != self.bot.id and self.bot_sees(message):
            self.updates.add(f"edited_{self._kind(message)}", wire.message(self, message))
        self.announce("edit", message.chat, message.thread, message.id)

    def _kind(self, message: Message) -> str:
        return "channel_post" if self.chats[message.chat].type == "channel" else "message"

    def bot_sees(self, message: Message) -> bool:
        """Apply membership and privacy mode."""
        chat = self.chats[message.chat]
        if chat.type == "private":
            return not self.people[chat.id].blocked
        if chat.bot.status in {"left", "kicked"}:
            return False
        if chat.type == "channel":
            return chat.bot.status == "administrator"
        return (
            chat.bot.status == "administrator"
            or not self.settings.privacy_mode
            or message.service is not None
            or self._addressed_to_bot(chat, message)
        )

    def _addressed_to_bot(self, chat: Chat, message: Message) -> bool:
        text = message.text or ""
        original = chat.messages.get(message.reply_to or 0)
        to_bot = original is not None and original.sender == self.bot.id
        return to_bot or text.startswith("/") or f"@{self.bot.username}" in text

    def delete(self, message: Message) -> None:
        """Take a message away; Telegram tells the bot nothing."""
        self.chats[message.chat].messages.pop(message.id, None)
        self.announce("delete", message.chat, message.thread, message.id)

    def create_topic(self, chat: Chat, sender: int, name: str, color: int) -> Topic:
        """Create a forum topic with its service message."""
        service = {"forum_topic_created": {"name": name, "icon_color": color}}
        message = self.post(chat, sender, service=service)
        message.thread = message.id
        topic = Topic(message.id, name, color, created_by=sender)
        chat.topics[topic.id] = topic
        self.publish(message)
        self.announce("topic", chat.id, topic.id, topic.id)
        return topic

    def service_message(
        self, chat: Chat, sender: int, service: dict[str, Any], thread: int | None = None
    ) -> Message:
        """Post and publish a service message."""
        message = self.post(chat, sender, service=service, thread=thread)
        self.publish(message)
        return message

    def excerpt(self, message: Message) -> str:
        """Return the beginning of a message, for quotations."""
        text = message.text or (message.media.kind if message.media else "")
        return text if utf16_length(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 - one line of a quotation


def _branch(chat: Chat, message: Message) -> int | None:
    """Return the first message of the row of answers that a reply in a supergroup belongs to."""
    original = chat.messages.get(message.reply_to or 0)
    if chat.type != "supergroup" or original is None:
        return None
    return original.branch or original.id
