"""A rendered message as parameters of VK's methods. Pure: nothing is sent here."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from appeals.model import Address
from appeals.words import Content, Mark, Style
from bot.mending import mended
from bot.vk.keyboards import CannotSend, keyboard_of
from bot.vk.raw import CHATS_FROM
from handlers.conversation import Rendered

TEXT_LIMIT = 4096
FILES = 10

Values = dict[str, Any]


def peer_of(to: Address) -> int:
    """The dialog with a person. Raises CannotSend for what is none."""
    if not to.chat.isdecimal() or not 0 < int(to.chat) < CHATS_FROM:
        raise CannotSend("no dialog with a person")
    return int(to.chat)


def sending(peer: int, message: Rendered) -> Values:
    """What `messages.send` needs, but the names of the files.

    The recipient stands in a list, because only then VK tells the message's place in the dialog.
    """
    return {
        "peer_ids": peer,
        "random_id": random_id_of(message.nonce or uuid4().hex),
        **worded(message.content),
        "keyboard": keyboard_of(message),
        "forward": _quotation(peer, message.reply_to),
    }


def editing(peer: int, cmid: str, message: Rendered, attachments: Sequence[str]) -> Values:
    """What `messages.edit` needs; whatever is not given again goes away."""
    return {
        "peer_id": peer,
        "cmid": cmid,
        "keep_forward_messages": 1,
        **worded(message.content),
        "attachment": ",".join(attachments) or None,
        "keyboard": None if message.menu else keyboard_of(message),
    }


def worded(content: Content) -> Values:
    """The text. Raises CannotSend where there is neither text nor file, or too many files."""
    text = plain_text(content)
    if len(content.attachments) > FILES:
        raise CannotSend("too many files")
    if not text.strip() and not content.attachments:
        raise CannotSend("nothing to send")
    return {"message": text, "dont_parse_links": 1, "disable_mentions": 1}


def plain_text(content: Content) -> str:
    """The text without styles, for VK shows none; a link's address stands behind its words."""
    text, shift = mended(content.text), 0
    for mark in sorted(filter(_leads_elsewhere, content.marks), key=lambda one: one.offset):
        end = min(mark.offset + mark.length, len(content.text)) + shift
        address = f" ({mended(mark.url)})"
        if mark.url == text[mark.offset + shift : end] or len(text) + len(address) > TEXT_LIMIT:
            continue
        text = text[:end] + address + text[end:]
        shift += len(address)
    return text


def random_id_of(nonce: str) -> int:
    """The number by which VK knows a repetition: the same for the same nonce, never 0."""
    number = int.from_bytes(hashlib.sha256(nonce.encode()).digest()[:4], signed=True)
    return number or 1


def _leads_elsewhere(mark: Mark) -> bool:
    return mark.style is Style.LINK and bool(mark.url) and mark.length > 0


def _quotation(peer: int, reply_to: str) -> str | None:
    if not reply_to.isdecimal():
        return None
    numbers = [int(reply_to)]
    return json.dumps({"peer_id": peer, "conversation_message_ids": numbers, "is_reply": 1})
