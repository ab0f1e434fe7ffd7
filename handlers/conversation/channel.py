"""A platform as the product sees it, and a message as it is given to one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content
from handlers.conversation.outcomes import Fetched, Later, Outcome, Refused
from handlers.conversation.replies import Feeling


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for a channel: final text, styles, files, captions.

    `nonce` is the same for every try to send this very message, for channels that recognise a
    repetition; `again`: an earlier try may have succeeded, so look before sending. `asks_reply`:
    where the platform can, what is written next answers this message.
    """

    content: Content
    buttons: tuple[tuple[tuple[str, str, str], ...], ...] = ()
    menu: bool = False
    reply_to: str = ""
    nonce: str = ""
    again: bool = False
    asks_reply: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, said honestly. Sizes are in the platform's own text units.

    `mixed_albums`: one message, with one id, carries files of any kinds together with its words and
    its buttons; otherwise an album is several messages, of kinds that go together, without buttons.
    `recognises`: what was sent before (`Rendered.nonce`) is found and not sent a second time.
    `replies`: a message can ask that what is written next answers it.
    """

    text_limit: int
    caption_limit: int
    album_limit: int
    upload_limit: int
    edits: bool
    inline_buttons: bool
    topics: bool
    reactions: bool
    toasts: bool
    mixed_albums: bool = False
    recognises: bool = False
    replies: bool = False


class Channel(Protocol):
    """A platform as the product sees it. No method raises for what the platform does."""

    name: str
    capabilities: Capabilities

    def length(self, text: str) -> int:
        """Length of a text in the platform's units."""

    async def send(self, to: Address, message: Rendered) -> Outcome:
        """Send one message (or one album)."""

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        """Change a message of the bot's; saying the same again counts as success."""

    async def remove(self, ref: MessageRef) -> Outcome:
        """Take a message of the bot's away for everybody, where its age allows it."""

    async def react(self, ref: MessageRef, feeling: Feeling) -> Outcome:
        """Set a reaction."""

    async def open_topic(self, chat: str, name: str) -> Outcome:
        """Make a topic; `Sent.ids[0]` is its thread."""

    async def rename_topic(self, at: Address, name: str) -> Outcome:
        """Change a topic's name."""

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Answer a press, at most once; failures don't matter."""

    async def responds(self) -> bool:
        """Whether the platform does what it is asked, by a call that changes nothing."""

    async def fetch(self, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
        """Write a file of this channel's to `into`, whose folder is there.

        Refused with TOO_LARGE when it is above `limit` bytes or above what the platform gives away,
        with MESSAGE_GONE when it is there no longer. What a failure left at `into` is thrown away.
        """
