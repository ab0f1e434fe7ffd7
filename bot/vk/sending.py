"""VK as a channel of the product: what delivery calls."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from appeals.model import Address, MessageRef
from appeals.words import Attachment
from bot.mending import mended
from bot.status import Trouble
from bot.toasts import Toasts
from bot.vk.client import Client, Lane
from bot.vk.commenting import Commenting, Unprepared, is_public
from bot.vk.contents import address_of
from bot.vk.failures import Answered, CallFailed, NoAnswer, answered_within
from bot.vk.fetching import LedAway
from bot.vk.history import files_of, sent_before
from bot.vk.keyboards import CannotSend
from bot.vk.keys import Keys
from bot.vk.outcomes import (
    BUTTONS_ARE_OFF,
    NETWORK_PAUSE,
    QUOTED_IS_GONE,
    harmless,
    outcome_of,
    trouble_of,
)
from bot.vk.outgoing import FILES, TEXT_LIMIT, Values, editing, peer_of, sending
from bot.vk.parsing import parse
from bot.vk.raw import CHANNEL
from bot.vk.uploads import UPLOAD_LIMIT, FileTooLarge, NotTaken, check, own_name, uploaded
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
)

LONGEST_SNACKBAR = 90
PATIENCE = 900.0
ALARMING = frozenset({Trouble.TOKEN, Trouble.CAPTCHA})
SPARED = {"forward": QUOTED_IS_GONE, "keyboard": BUTTONS_ARE_OFF}
NOT_HERE = Refused(Refusal.OTHER, "VK has no topics")

Alarm = Callable[[Trouble | None], None]
"""Told of a call's trouble that only a person can end, and (None) of a call that succeeded."""


class Vk:
    """The VK channel (`handlers.conversation.Channel`). No method raises for a failed call.

    `folder` is where relative attachment paths begin. `wait` measures the two seconds of a toast.
    On the wall of the community `group_id` it comments; `keys` are those beside its own.
    """

    name = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        caption_limit=TEXT_LIMIT,
        album_limit=FILES,
        upload_limit=UPLOAD_LIMIT,
        edits=True,
        inline_buttons=True,
        topics=False,
        reactions=False,
        toasts=True,
        mixed_albums=True,
        recognises=True,
    )

    def __init__(
        self,
        client: Client,
        folder: Path = Path(),
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        alarm: Alarm = lambda _: None,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        group_id: int = 0,
        keys: Keys | None = None,
    ) -> None:
        self.client = client
        self._keys = keys or Keys()
        self._comments = Commenting(client, group_id, self._keys, folder)
        self._folder, self._alarm, self._monotonic = folder, alarm, monotonic
        self._toasts = Toasts(self._answer_press, wait)
        self._tried: dict[tuple[str, int], float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def length(self, text: str) -> int:
        """Characters."""
        return len(text)

    def parse(self, raw: str) -> Incoming:
        """What a stored event means; raises `bot.vk.parsing.Unreadable`."""
        return parse(raw)

    async def send(self, to: Address, message: Rendered) -> Outcome:
        """Send one message with its files; exactly once within VK's hour, thanks to its number.

        After a lost answer the dialog is looked through first, which helps after the hour too.
        """
        work = self._comments.send if is_public(to) else self._send
        return await self._try(work(to, message))

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        """Change the words and buttons; files and the quotation stay."""
        work = self._comments.edit if is_public(ref.at) else self._edit
        return await self._try(work(ref, message, has_files))

    async def remove(self, ref: MessageRef) -> Outcome:
        """Delete a message for everybody; in a dialog what is older than a day stays."""
        work = self._comments.remove if is_public(ref.at) else self._remove
        return await self._try(work(ref))

    async def react(self, ref: MessageRef, feeling: Feeling) -> Outcome:
        """A community sets no reactions: nothing to do, and nothing is missing."""
        del ref, feeling
        return Sent()

    async def open_topic(self, chat: str, name: str) -> Outcome:
        """Refused: there are none."""
        del chat, name
        return NOT_HERE

    async def rename_topic(self, at: Address, name: str) -> Outcome:
        """Refused: there are none."""
        del at, name
        return NOT_HERE

    async def responds(self) -> bool:
        """Always: a repetition is recognised, so that sending itself shows it without harm."""
        return True

    def press_received(self, press_id: str) -> None:
        """A press is stored: answer it empty in two seconds unless a toast comes first."""
        self._toasts.press_received(press_id)

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Answer a press, at most once; failures don't matter."""
        await self._toasts.toast(press_id, text, alert)

    async def fetch(self, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
        """Write a file of VK's to `into`; its address came with the message."""
        url = address_of(file.file)
        if not url:
            return Refused(Refusal.MESSAGE_GONE, "no address")
        if file.size > limit:
            return Refused(Refusal.TOO_LARGE)
        try:
            size = await self.client.download(url, into, limit)
        except LedAway as error:
            return Refused(Refusal.OTHER, str(error))
        except CallFailed as error:
            if str(error) in {"status 403", "status 404", "status 410"}:
                return Refused(Refusal.MESSAGE_GONE, str(error))
            return Later(NETWORK_PAUSE, str(error))
        return Refused(Refusal.TOO_LARGE) if size is None else Fetched(into, size)

    async def close(self) -> None:
        """End the timers and let the threads go."""
        await self._toasts.close()
        self.client.close()
        self._keys.close()

    async def _try(self, work: Awaitable[Outcome]) -> Outcome:
        try:
            outcome = await work
        except FileTooLarge as error:
            return Refused(Refusal.TOO_LARGE, str(error))
        except CannotSend as error:
            return Refused(Refusal.OTHER, str(error))
        except Unprepared as error:
            return harmless(self._failed(error.failure))
        except CallFailed as error:
            return self._failed(error)
        if isinstance(outcome, Sent):
            self._alarm(None)
        return outcome

    def _failed(self, error: CallFailed) -> Outcome:
        trouble = trouble_of(error)
        if trouble in ALARMING:
            self._alarm(trouble)
        return outcome_of(error)

    async def _send(self, to: Address, message: Rendered) -> Outcome:
        peer = peer_of(to)
        values = sending(peer, message)
        for file in message.content.attachments:
            check(file, self._folder)
        try:
            if message.again and message.nonce:
                before = await sent_before(self.client, peer, values["random_id"])
                if before:
                    return Sent((before,))
            names = await self._names(message.content.attachments, peer)
        except CallFailed as error:
            return harmless(self._failed(error))
        return await self._sent(values | {"attachment": ",".join(names) or None})

    async def _sent(self, values: Values) -> Sent:
        """What it quotes may be gone by now, buttons may be forbidden: the words go without."""
        for _ in SPARED:
            try:
                return await self._placed(values)
            except Answered as answer:
                spared = next((name for name, codes in SPARED.items() if answer.code in codes), "")
                if values.get(spared) is None:
                    raise
            values = values | {spared: None}
        return await self._placed(values)

    async def _placed(self, values: Values) -> Sent:
        answer = await self.client.call("messages.send", values)
        item = answer[0] if isinstance(answer, list) and answer else None
        if refusal := answered_within(item):
            raise refusal
        cmid = item.get("conversation_message_id") if isinstance(item, dict) else None
        if type(cmid) is not int:
            raise NoAnswer("no number in the answer")
        return Sent((str(cmid),))

    async def _edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        peer = peer_of(ref.at)
        try:
            names = await files_of(self.client, peer, ref.id) if has_files else []
        except CallFailed as error:
            return harmless(self._failed(error))
        if names is None:
            return Refused(Refusal.OTHER, "too long ago to be changed")
        await self.client.call("messages.edit", editing(peer, ref.id, message, names))
        return Sent((ref.id,))

    async def _remove(self, ref: MessageRef) -> Outcome:
        values = {"peer_id": peer_of(ref.at), "cmids": ref.id, "delete_for_all": 1}
        answer = await self.client.call("messages.delete", values)
        item = answer[0] if isinstance(answer, list) and answer else None
        if refusal := answered_within(item):
            raise refusal
        return Sent((ref.id,)) if item else Refused(Refusal.MESSAGE_GONE)

    async def _names(self, files: Sequence[Attachment], peer: int) -> list[str]:
        """VK's names of the files; while they are uploaded the client sees that somebody writes."""
        if any(not own_name(file) for file in files):
            self._begin(self._types(peer))
        return [await self._patient(file, peer) for file in files]

    async def _patient(self, file: Attachment, peer: int) -> str:
        """A file that could not be brought to VK for a quarter of an hour is given up."""
        began = self._tried.pop((file.path, peer), self._monotonic())
        try:
            return await uploaded(self.client, file, self._folder, peer)
        except CallFailed as error:
            if not isinstance(error, Answered) and self._monotonic() - began > PATIENCE:
                raise NotTaken(str(error)) from None
            self._tried[file.path, peer] = began
            raise

    async def _types(self, peer: int) -> None:
        with suppress(CallFailed):
            values = {"peer_id": peer, "type": "typing"}
            await self.client.call("messages.setActivity", values, Lane.ASIDE)

    async def _answer_press(self, press_id: str, text: str, _alert: bool) -> None:
        user, peer, event = press_id.split(":", 2)
        shown = cut(mended(text))
        data = json.dumps({"type": "show_snackbar", "text": shown}) if shown.strip() else None
        values = {"event_id": event, "user_id": user, "peer_id": peer, "event_data": data}
        await self.client.call("messages.sendMessageEventAnswer", values, Lane.TOASTS)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def cut(text: str) -> str:
    """The text as a snackbar shows it: at most ninety characters."""
    return text if len(text) <= LONGEST_SNACKBAR else f"{text[: LONGEST_SNACKBAR - 1]}…"
