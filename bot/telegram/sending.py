"""Telegram as a channel of the product: what delivery calls."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import (
    CreateForumTopic,
    DeleteMessage,
    EditForumTopic,
    EditMessageCaption,
    EditMessageText,
    GetMe,
    ReopenForumTopic,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import ForumTopic, Message, ReactionTypeEmoji

from appeals.model import Address, MessageRef
from appeals.words import Attachment
from bot.mending import mended
from bot.telegram.client import Wait
from bot.telegram.downloading import download
from bot.telegram.ours import Ours
from bot.telegram.outcomes import NETWORK_PAUSE, is_topic_closed, outcome_of
from bot.telegram.outgoing import (
    NO_PREVIEW,
    UPLOAD_LIMIT,
    CannotSend,
    FileTooLarge,
    inline_keyboard,
    sending,
    worded,
)
from bot.telegram.parsing import parse
from bot.telegram.raw import CHANNEL
from bot.telegram.toasts import answering
from bot.telegram.utf16 import cut, units
from bot.toasts import Toasts
from handlers.conversation import (
    Capabilities,
    Feeling,
    Fetched,
    Incoming,
    Later,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Sent,
    Unknown,
)

LONGEST_TOPIC = 128
REACTIONS = {Feeling.DELIVERED: "👌", Feeling.WELCOME: "🤝"}

Call = Callable[[], TelegramMethod[Any]]


class Telegram:
    """The Telegram channel (`handlers.conversation.Channel`). No method raises for a failed call.

    `folder` is where relative attachment paths begin. `wait` measures the two seconds of a toast.
    `moderators` is the chat of staff, `own` are the authority's other chats and channels.
    """

    name = CHANNEL
    capabilities = Capabilities(
        text_limit=4096,
        caption_limit=1024,
        album_limit=10,
        upload_limit=UPLOAD_LIMIT,
        edits=True,
        inline_buttons=True,
        topics=True,
        reactions=True,
        toasts=True,
        replies=True,
    )

    def __init__(
        self,
        bot: Bot,
        folder: Path = Path(),
        wait: Wait = asyncio.sleep,
        *,
        moderators: str = "",
        own: Iterable[str] = (),
    ) -> None:
        self.bot = bot
        self.ours = Ours(bot.id, moderators=moderators, chats=frozenset(own))
        self._folder = folder
        self._toasts = Toasts(answering(bot), wait)

    @property
    def username(self) -> str:
        """The bot's name, empty until Telegram has said it."""
        return self.ours.username

    def introduced(self, username: str, linked: Iterable[str] = ()) -> None:
        """Telegram has said what the bot is called, and which chats belong to the known ones."""
        self.ours = replace(self.ours, username=username, chats=self.ours.chats | set(linked))

    def start_link(self, payload: str) -> str:
        """What opens the bot and sends it /start with this; empty until its name is known."""
        return f"https://t.me/{self.username}?start={payload}" if self.username else ""

    def length(self, text: str) -> int:
        """UTF-16 units."""
        return units(text)

    def parse(self, raw: str) -> Incoming:
        """What a stored update means; raises `bot.telegram.parsing.Unreadable`."""
        return parse(raw, self.ours)

    async def send(self, to: Address, message: Rendered) -> Outcome:
        """Send one message, or one album of 2–10 files; its words stand under the first file.

        Stickers and round videos take no words, albums no buttons: those are sent apart. In public
        a reply whose message is gone is refused (MESSAGE_GONE): alone it would mean nothing there.
        """
        loose = not self._is_public(to)
        return await self._try(lambda: sending(to, message, self._folder, loose=loose), to)

    def _is_public(self, to: Address) -> bool:
        return to.chat.startswith("-") and to.chat != self.ours.moderators

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        """Change the words and buttons; files stay. The same again counts as success."""
        where: dict[str, Any] = {"chat_id": ref.at.chat, "message_id": ref.id}

        def call() -> TelegramMethod[Any]:
            keyboard = inline_keyboard(message)
            if has_files:
                caption = worded(message.content, "caption")
                return EditMessageCaption(**where, **caption, reply_markup=keyboard)
            text = worded(message.content, "text")
            return EditMessageText(
                **where, **text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
            )

        return await self._try(call, ref.at)

    async def remove(self, ref: MessageRef) -> Outcome:
        """Delete a message; what is older than 48 hours stays.

        Other people's messages need the right to delete: without it NO_RIGHTS.
        """
        chat, message = ref.at.chat, int(ref.id)
        return await self._try(lambda: DeleteMessage(chat_id=chat, message_id=message))

    async def react(self, ref: MessageRef, feeling: Feeling) -> Outcome:
        """Set the bot's reaction on a message; refused where the group forbids reactions."""
        reaction = ReactionTypeEmoji(emoji=REACTIONS[feeling])
        return await self._try(
            lambda: SetMessageReaction(
                chat_id=ref.at.chat, message_id=int(ref.id), reaction=[reaction]
            ),
            ref.at,
        )

    async def open_topic(self, chat: str, name: str) -> Outcome:
        """Make a topic; `Sent.ids[0]` is its thread."""
        title = cut(mended(name), LONGEST_TOPIC)
        return await self._try(lambda: CreateForumTopic(chat_id=chat, name=title))

    async def rename_topic(self, at: Address, name: str) -> Outcome:
        """Change a topic's name; the same name again counts as success."""
        title = cut(mended(name), LONGEST_TOPIC)
        return await self._try(
            lambda: EditForumTopic(chat_id=at.chat, message_thread_id=int(at.thread), name=title)
        )

    def press_received(self, press_id: str) -> None:
        """A press is stored: answer it empty in two seconds unless a toast comes first."""
        self._toasts.press_received(press_id)

    async def responds(self) -> bool:
        """Whether Telegram answers a question about the bot itself."""
        try:
            await self.bot(GetMe())
        except Exception:  # of whatever kind it is, sending would fare no better
            return False
        return True

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Answer a press, at most once; failures don't matter."""
        await self._toasts.toast(press_id, text, alert)

    async def fetch(self, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
        """Write a file of Telegram's to `into`; Telegram gives away at most 20 MB."""
        return await download(self.bot, file, into, limit)

    async def close(self) -> None:
        """End the timers and the connection."""
        await self._toasts.close()
        await self.bot.session.close()

    async def _try(self, call: Call, to: Address | None = None) -> Outcome:
        try:
            return Sent(_ids(await self.bot(call())))
        except FileTooLarge as error:
            return Refused(Refusal.TOO_LARGE, str(error))
        except CannotSend as error:
            return Refused(Refusal.OTHER, str(error))
        except Exception as error:  # the contract: an outcome, whatever happens
            if to and to.thread and is_topic_closed(error):
                return await self._reopen(to)
            return outcome_of(error)

    async def _reopen(self, at: Address) -> Outcome:
        """Somebody closed the topic by hand: open it, and delivery sends again.

        The message itself was refused, so nothing about it is unknown.
        """
        try:
            await self.bot(ReopenForumTopic(chat_id=at.chat, message_thread_id=int(at.thread)))
        except Exception as error:  # the contract: an outcome, whatever happens
            outcome = outcome_of(error)
            return Later(NETWORK_PAUSE, outcome.why) if isinstance(outcome, Unknown) else outcome
        return Later(0, "topic was closed")


def _ids(result: object) -> tuple[str, ...]:
    """Message ids of what was sent, the thread of a new topic, nothing for a bare «true»."""
    if isinstance(result, ForumTopic):
        return (str(result.message_thread_id),)
    results = result if isinstance(result, list) else [result]
    return tuple(str(message.message_id) for message in results if isinstance(message, Message))
