"""A client in VK, who writes to the community."""

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar

from sandbox.files import Upload
from sandbox.vk.people import Pressed
from sandbox.vk.state import Message
from sandbox.vk.world import VkWorld
from tests.channels.talk import Seen, Talk

NADIA = 301
KINDS = {"photo": "photo", "doc": "document", "audio_message": "voice"}


class InVk(Talk):
    """A subscriber of the community in the dialog with it."""

    channel = "vk"
    window = "2 часа"
    cannot: ClassVar[Mapping[str, str]] = {
        "reactions": "the API gives a community no method to set a reaction",
        "styles": "messages.send takes no bold or italic text from a community",
    }

    async def opens(self) -> None:
        """At its very first start the program leaves older dialogs alone."""
        await self.until(lambda: self.vk.pollers)

    @property
    def vk(self) -> VkWorld:
        """VK."""
        return self.desk.sandbox.vk.world

    def writes(self, text: str = "", *, files: Sequence[Upload] = (), quotes: str = "") -> str:
        reply_to = int(quotes) if quotes else None
        return str(self.vk.writes(NADIA, text, files=files, reply_to=reply_to)[0].cmid)

    def edits(self, message: str, text: str) -> None:
        self.vk.edits(NADIA, int(message), text)

    def deletes(self, message: str) -> None:
        self.vk.deletes(NADIA, int(message))

    async def presses(self, seen: Seen, caption: str) -> str:
        label = next(label for label in seen.buttons if caption in label)
        return await _told(self.vk.presses(NADIA, label, cmid=int(seen.id)))

    async def forges(self, data: str, seen: Seen) -> str:
        press = self.vk.press(NADIA, json.dumps({"d": data}), int(seen.id))
        return await _told(Pressed(press))

    def blocks(self) -> None:
        self.vk.denies(NADIA)

    def allows(self) -> None:
        self.vk.allows(NADIA)

    def says_hello(self) -> None:
        self.vk.starts(NADIA)

    def read(self) -> list[Seen]:
        dialog = self.vk.dialog(NADIA).messages.values()
        return [self._seen(message) for message in dialog if message.sender < 0]

    def lasting(self) -> list[str]:
        rows = (self.vk.dialog(NADIA).keyboard or {}).get("buttons", [])
        return [button["action"]["label"] for row in rows for button in row]

    def _seen(self, message: Message) -> Seen:
        keyboard = message.keyboard or {}
        rows = keyboard.get("buttons", []) if keyboard.get("inline") else []
        files = [self.vk.attachments[key] for key in message.attachments]
        return Seen(
            str(message.cmid),
            message.text,
            tuple(KINDS[file.kind] for file in files),
            tuple(file.title for file in files),
            str(message.reply_to or ""),
            tuple(button["action"].get("label", "") for row in rows for button in row),
        )


async def _told(pressed: Pressed) -> str:
    assert pressed.press is not None
    answer = await pressed.press.answered(5.0)
    assert answer is not None
    return str(answer.get("text", ""))
