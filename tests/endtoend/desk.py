"""The whole product in one event loop: the sandbox's Telegram over HTTP, and the real program.

People act as in Telegram's own clients; what the product did is read from the chats and the ledger.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, running
from bot.settings import Settings
from sandbox.files import Upload
from sandbox.press import Press
from sandbox.state import Message, Topic
from sandbox.world import World
from tests.sandbox_server import RunningSandbox, running_sandbox
from tests.sqlite_tables import NAME, fresh_file

OLGA, PETR, ANNA = 101, 102, 103
MARIA, SERGEI, ELENA, GUEST = 201, 202, 203, 204
PHOTO = Upload("photo.jpg", b"\xff\xd8\xff\xe0 jpeg", "image/jpeg")
PDF = Upload("raschet.pdf", b"%PDF-1.4", "application/pdf")
VOICE = Upload("voice.ogg", b"OggS", "audio/ogg", "voice")
PATIENCE = 60.0
NOON = datetime(2026, 11, 18, 5, tzinfo=UTC)
"""Of a working day at the authority. What is seen here does not depend on when it is run."""


class MovableClock:
    """Time that goes on as it does and can be moved forward or back; the steady clock only forward.

    It begins at ``starts`` (aware UTC).
    """

    def __init__(self, starts: datetime = NOON) -> None:
        self._ahead = starts - datetime.now(UTC)
        self._moved = timedelta(0)

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC) + self._ahead + self._moved

    def monotonic(self) -> float:
        """Seconds, moved along."""
        return time.monotonic() + max(self._moved.total_seconds(), 0)

    def move(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._moved += by


@dataclass
class FrontDesk:
    """The running product and the people around it."""

    sandbox: RunningSandbox
    app: App
    clock: MovableClock

    @property
    def world(self) -> World:
        """Telegram."""
        return self.sandbox.world

    @property
    def chat(self) -> int:
        """The moderator chat, wherever it has moved."""
        return self.world.moderator_chat.id

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true in Telegram."""
        await self.world.until(condition, PATIENCE)

    async def worked_off(self) -> None:
        """Wait until the program has taken all that people did, and worked on it."""
        async with asyncio.timeout(PATIENCE):
            while self.world.updates.waiting or await self._waiting():  # noqa: ASYNC110 - rows tell nobody
                await asyncio.sleep(0.02)

    async def _waiting(self) -> int:
        async with self.app.store.begin() as unit:
            return await unit.inbox.waiting()

    def pass_time(self, **span: float) -> None:
        """Move the clock and let the program notice."""
        self.clock.move(timedelta(**span))
        self.app.worker.wake()
        self.app.delivery.wake()
        self.app.timing.ticker.wake()

    # ---- what people do

    def asks(self, text: str | None = None, who: int = OLGA, **more: Any) -> Message:
        """Write to the bot in private; the first message of what was sent."""
        return self.world.writes(who, text, **more)[0]

    def writes(self, topic: Topic, text: str | None, who: int = MARIA, **more: Any) -> Message:
        """Write in a topic."""
        return self.world.writes(who, text, chat=self.chat, thread=topic.id, **more)[0]

    def presses(self, message: Message, caption: str, who: int) -> Press:
        """Press a button by its caption, as it stands under the message now."""
        found = [button for button in buttons(message) if caption in button["text"]]
        return self.world.presses(
            who, found[0]["callback_data"], message=message.id, chat=message.chat
        )

    async def registered(
        self, text: str = "Какая квота?", who: int = OLGA
    ) -> "tuple[Message, Topic]":
        """Ask and wait until staff see the card; the acknowledgement and the topic."""
        before = len(self.world.topics(self.chat))
        answers = len(self.answers(who))
        self.asks(text, who)
        await self.until(lambda: len(self.world.topics(self.chat)) > before)
        topic = self.world.topics(self.chat)[-1]
        await self.until(lambda: self.in_topic(topic) and len(self.answers(who)) > answers)
        return self.answers(who)[answers], topic

    # ---- what people see

    def answers(self, who: int = OLGA) -> list[Message]:
        """What the bot said to a client."""
        return [m for m in self.world.messages(who) if m.sender != who and m.service is None]

    def in_topic(self, topic: Topic) -> list[Message]:
        """What the bot said in a topic; the card is the first."""
        bot = self.world.bot.id
        written = self.world.messages(self.chat, topic.id)
        return [m for m in written if m.sender == bot and m.service is None]

    def card(self, topic: Topic) -> Message:
        """The appeal's card."""
        return self.in_topic(topic)[0]

    def texts(self, messages: list[Message]) -> list[str]:
        """What they say."""
        return [message.text or "" for message in messages]


def buttons(message: Message) -> list[dict[str, Any]]:
    """The inline buttons under a message."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def settings(sandbox: RunningSandbox, folder: Path, /, **sections: Any) -> Settings:
    """An installation of the preset's authority, with limits that tests don't wait for."""
    given: dict[str, Any] = {
        "authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"},
        "preset": "nso-quota",
        "telegram": {
            "token": sandbox.token,
            "api_url": sandbox.url,
            "moderator_chat": sandbox.moderator_chat,
            "personal_data": False,
            "per_second": 10_000,
            "chat_per_second": 10_000,
            "group_per_minute": 100_000,
        },
        "storage": {
            "url": f"sqlite+aiosqlite:///{folder / 'otklik.db'}",
            "files": str(folder / "files"),
        },
        "web": {"port": free_port()},
        "staff": [
            {"id": "201", "name": "Мария Иванова", "position": "ведущий специалист"},
            {"id": "202", "name": "Сергей Орлов", "position": "специалист"},
            {"id": "203", "name": "Елена Павлова", "roles": ["head", "moderator"]},
        ],
    }
    for name, section in sections.items():
        given[name] = given.get(name, {}) | section if isinstance(section, dict) else section
    return Settings.model_validate(given)


def free_port() -> int:
    """A loopback port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def front_desk(
    folder: Path,
    sections: dict[str, Any] | None = None,
    *,
    vk: dict[str, Any] | None = None,
    starts: datetime = NOON,
    **options: Any,
) -> AsyncIterator[FrontDesk]:
    """The product at work on its own sandbox; with `vk` (more of its settings) in VK too.

    Its day begins at ``starts`` (aware UTC).

    With `rate_limits` the platforms' limits hold, and are counted by the clock that can be moved.
    """
    clock = MovableClock(starts)
    if options.get("rate_limits"):
        options.setdefault("monotonic", clock.monotonic)
    if not (folder / NAME).exists():
        await fresh_file(folder)
    async with running_sandbox(now=clock.now, **options) as sandbox:
        given = dict(sections or {})
        if vk is not None:
            given["vk"] = community(sandbox) | vk
        async with running(settings(sandbox, folder, **given), clock) as app:
            yield FrontDesk(sandbox, app, clock)


def community(sandbox: RunningSandbox) -> dict[str, Any]:
    """The settings that switch VK on."""
    vk = sandbox.vk
    return {"token": vk.token, "group_id": vk.group_id, "api_url": vk.api_url}
