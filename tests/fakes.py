"""Hand-written stand-ins for the world outside: a platform with a ledger, a clock one can move."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content
from handlers.conversation import (
    Capabilities,
    Feeling,
    Fetched,
    Later,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Sent,
)

NO_MESSAGE = Rendered(Content())

SMALL = Capabilities(
    text_limit=500,
    caption_limit=50,
    album_limit=10,
    upload_limit=1000,
    edits=True,
    inline_buttons=True,
    topics=True,
    reactions=True,
    toasts=True,
)


@dataclass
class ManualClock:
    """Stands still until it is moved."""

    wall: datetime = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    steady: float = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def advance(self, seconds: float) -> None:
        """Time passes on both clocks."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def jump(self, seconds: float) -> None:
        """Somebody corrects the wall clock."""
        self.wall += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Call:
    """One line of the ledger: what the platform was asked to do."""

    method: str
    at: Address
    text: str = ""
    message: Rendered = NO_MESSAGE
    id: str = ""


@dataclass
class FakeChannel:
    """A platform in memory (`handlers.conversation.Channel`).

    `answers` holds outcomes to give instead of success, by method, the next one first; a call that
    is answered so is in the ledger all the same. `gate`, when set, keeps every call waiting.
    `fair` is what it responds when it is only looked at, `looked` how often that was.
    `files` are the contents the platform has, by file id; `asked_for` is the ledger of fetches.
    """

    name: str = "telegram"
    capabilities: Capabilities = SMALL
    ledger: list[Call] = field(default_factory=list)
    toasts: list[tuple[str, str, bool]] = field(default_factory=list)
    answers: dict[str, list[Outcome]] = field(default_factory=dict)
    refuse: Callable[[Call], Outcome | None] = lambda _: None
    gate: asyncio.Event | None = None
    on_toast: Callable[[str], None] = lambda _: None
    files: dict[str, bytes] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)
    not_now: list[Later | Exception] = field(default_factory=list)
    on_fetch: Callable[[int], object] = lambda _: None
    running: int = 0
    most_running: int = 0
    fair: bool = True
    looked: int = 0
    _last_id: int = 100

    def length(self, text: str) -> int:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    async def send(self, to: Address, message: Rendered) -> Outcome:
        files = len(message.content.attachments)
        messages = 1 if self.capabilities.mixed_albums else max(files, 1)
        ids = tuple(self._new_id() for _ in range(messages))
        return await self._do(Call("send", to, message.content.text, message), Sent(ids))

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        method = "edit_caption" if has_files else "edit"
        return await self._do(Call(method, ref.at, message.content.text, message, ref.id), Sent())

    async def remove(self, ref: MessageRef) -> Outcome:
        return await self._do(Call("remove", ref.at, id=ref.id), Sent())

    async def react(self, ref: MessageRef, feeling: Feeling) -> Outcome:
        return await self._do(Call("react", ref.at, feeling.value, id=ref.id), Sent())

    async def open_topic(self, chat: str, name: str) -> Outcome:
        call = Call("open_topic", Address(self.name, chat), name)
        return await self._do(call, Sent((self._new_id(),)))

    async def rename_topic(self, at: Address, name: str) -> Outcome:
        return await self._do(Call("rename_topic", at, name), Sent())

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        self.on_toast(text)
        self.toasts.append((press_id, text, alert))

    async def responds(self) -> bool:
        """As the test wants it."""
        self.looked += 1
        return self.fair

    async def fetch(self, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
        self.asked_for.append(file.file)
        content = self.files.get(file.file)
        if content is not None:
            into.write_bytes(content[: limit + 1])
        self.on_fetch(len(self.asked_for))
        if self.gate is not None:
            await self.gate.wait()
        if self.not_now:
            trouble = self.not_now.pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            return trouble
        if content is None:
            return Refused(Refusal.MESSAGE_GONE)
        if len(content) > limit:
            return Refused(Refusal.TOO_LARGE)
        return Fetched(into, len(content))

    def calls(self, method: str) -> list[Call]:
        """Of the ledger only these."""
        return [call for call in self.ledger if call.method == method]

    def texts(self, chat: str = "") -> list[str]:
        """What was sent, in order; to one chat when given."""
        return [call.text for call in self.calls("send") if chat in {"", call.at.chat}]

    async def _do(self, call: Call, success: Outcome) -> Outcome:
        self.ledger.append(call)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.running -= 1
        waiting = self.answers.get(call.method)
        if waiting:
            return waiting.pop(0)
        return self.refuse(call) or success

    def _new_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)
