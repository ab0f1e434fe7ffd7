"""Saying things past the outbox: straight through the channel, under the same rate limiter.

Nothing of it is stored, counted or logged (ANONYMITY 4). What can't be said within some tries is
not said: the person can ask for the card again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content, MediaKind
from bot.limits import Limits
from bot.surveys.card_words import Drawn
from bot.surveys.data import pressing
from bot.texts import Texts
from handlers.conversation import (
    Channel,
    Later,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Sent,
    Unknown,
    Words,
)

TRIES = 5
LONGEST_REST = 60.0
NOBODY = frozenset({Refusal.BLOCKED, Refusal.CHAT_GONE})

Wait = Callable[[float], Awaitable[None]]
Rows = tuple[tuple[tuple[str, str], ...], ...]
"""Buttons as (caption, data)."""


class Unheard(Exception):
    """The person takes no messages from here (any more)."""


class Mouth:
    """`channels` and `limits` are delivery's own, by name; `home` is the moderator chat.

    `stopped`: in an emergency stop nothing is said outside of it; toasts aside.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        limits: Mapping[str, Limits],
        texts: Texts,
        home: Callable[[], Address],
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._channels, self._limits, self._texts = channels, limits, texts
        self._home, self._wait = home, wait
        self.stopped = False

    def is_home(self, at: Address) -> bool:
        """Here the moderators sit."""
        home = self._home()
        return (at.channel, at.chat) == (home.channel, home.chat)

    async def say(self, at: Address, words: Words, rows: Rows = (), reply: bool = False) -> str:
        """Say a line of the product; the message's id, empty when nobody knows it. Raises Unheard.

        `reply`: the person is asked to answer this very message.
        """
        return await self._send(at, self._texts.render(words), rows, reply)

    async def hand(self, at: Address, file: Path, words: Words) -> bool:
        """Send a file of this machine; False when it did not go. Raises Unheard."""
        document = Attachment(MediaKind.DOCUMENT, name=file.name, path=str(file))
        content = replace(self._texts.render(words), attachments=(document,))
        message = Rendered(content, nonce=uuid4().hex)
        return isinstance(await self._try(at, lambda c: c.send(at, message)), Sent)

    async def show(self, at: Address, drawn: Drawn) -> str:
        """Show a card as a new message; its id. Raises Unheard."""
        return await self._send(at, drawn.content, rows_of(drawn))

    async def change(self, ref: MessageRef, drawn: Drawn) -> bool:
        """Draw another card in place of this one; False when that can't be done. Raises Unheard."""
        message = Rendered(drawn.content, _buttons(rows_of(drawn)))
        outcome = await self._try(ref.at, lambda c: c.edit(ref, message, has_files=False))
        return isinstance(outcome, Sent | Unknown)

    async def retire(self, ref: MessageRef, words: Words, rows: Rows = ()) -> None:
        """Say something else in place of a card. Raises Unheard."""
        message = Rendered(self._texts.render(words), _buttons(rows))
        await self._try(ref.at, lambda c: c.edit(ref, message, has_files=False))

    async def remove(self, ref: MessageRef) -> bool:
        """Take a message away; False when that can't be done. Raises Unheard."""
        outcome = await self._try(ref.at, lambda c: c.remove(ref))
        return isinstance(outcome, Sent)

    async def bulk_turn(self, at: Address) -> None:
        """Wait until something may go there that everything else goes before."""
        while wait := self._limits[at.channel].bulk_in(at.chat):
            await self._wait(wait)

    async def mail(
        self, at: Address, words: Words, rows: Rows, nonce: str, again: bool = False
    ) -> Outcome:
        """Write to somebody first; `bulk_turn` comes before. What came of the last of some tries.

        `nonce` is this message's own; `again`: an earlier try may have succeeded.
        """
        message = Rendered(self._texts.render(words), _buttons(rows), nonce=nonce, again=again)
        outcome: Outcome = Later(0, "stopped")
        for _ in range(TRIES):
            if self.stopped:
                return outcome
            self._limits[at.channel].take(at.chat, group=False)
            outcome = await self._channels[at.channel].send(at, message)
            if not isinstance(outcome, Later):
                break
            self._limits[at.channel].pause(at.chat, min(outcome.seconds, LONGEST_REST))
            await self.bulk_turn(at)
        return outcome

    async def toast(self, channel: str, press_id: str, words: Words | None = None) -> None:
        """Answer a press, with nothing to read where all is well."""
        text = self._texts.plain(words) if words else ""
        if press_id:
            await self._channels[channel].toast(press_id, text, alert=False)

    async def _send(self, at: Address, content: Content, rows: Rows, reply: bool = False) -> str:
        message = Rendered(content, _buttons(rows), nonce=uuid4().hex, asks_reply=reply)
        outcome = await self._try(at, lambda c: c.send(at, message))
        return outcome.ids[0] if isinstance(outcome, Sent) and outcome.ids else ""

    async def _try(self, at: Address, call: Callable[[Channel], Awaitable[Outcome]]) -> Outcome:
        """Until it succeeds or can't; what may have succeeded is not repeated."""
        if self.stopped and not self.is_home(at):
            raise Unheard
        outcome: Outcome = Unknown("not tried")
        for _ in range(TRIES):
            await self._turn(at)
            outcome = await call(self._channels[at.channel])
            if isinstance(outcome, Refused) and outcome.reason in NOBODY:
                raise Unheard
            if not isinstance(outcome, Later):
                break
            self._limits[at.channel].pause(at.chat, min(outcome.seconds, LONGEST_REST))
        return outcome

    async def _turn(self, at: Address) -> None:
        """Wait until the platform may be written to, and count it."""
        limits, group = self._limits[at.channel], self.is_home(at)
        while wait := limits.ready_in(at.chat, group):
            await self._wait(wait)
        limits.take(at.chat, group)


def rows_of(drawn: Drawn) -> Rows:
    """The card's buttons under the prefix of surveys."""
    return tuple(tuple((one.text, pressing(one.data)) for one in row) for row in drawn.rows)


def _buttons(rows: Rows) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    return tuple(tuple((caption, data, "") for caption, data in row) for row in rows)
