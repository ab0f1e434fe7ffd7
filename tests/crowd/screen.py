"""What one person sees in their chat, and what they can do there, on either platform."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from sandbox.press import Press
from sandbox.state import Person
from sandbox.vk.press import VkPress
from sandbox.vk.state import User
from tests.sandbox_server import RunningSandbox

OURS = "s:"
PROMPT = "Ответ на вопрос анкеты"
FIRST = {"telegram": 7_310_000_000, "vk": 710_000_000}


@dataclass(frozen=True, slots=True)
class Card:
    """A message with a survey's buttons under it: (caption, data)."""

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...]

    def data(self, caption: str) -> str:
        """What the button carries whose caption begins like this, "" without such a button."""
        return next((data for label, data in self.buttons if label.startswith(caption)), "")


class Screen(ABC):
    """One person's chat with the authority; `number` from 0."""

    platform: str

    def __init__(self, sandbox: RunningSandbox, number: int) -> None:
        self._sandbox = sandbox
        self.id = FIRST[self.platform] + number

    @abstractmethod
    def said(self) -> list[tuple[int, str]]:
        """What the authority has said and not taken away, oldest first."""

    @abstractmethod
    def card(self) -> Card | None:
        """The newest message with buttons of a survey."""

    @abstractmethod
    def writes(self, text: str, *, answers: int | None = None) -> None:
        """Write; `answers` is the message that was asked to be replied to."""

    @abstractmethod
    def presses(self, data: str, message: int) -> Press | VkPress:
        """Press a button, one that is long gone included."""

    def prompt(self) -> int | None:
        """The message that asks for a reply."""
        found = [at for at, text in self.said() if text.startswith(PROMPT)]
        return found[-1] if found else None

    @abstractmethod
    def everything(self) -> object:
        """The whole chat, for whoever looks for a mistake."""

    def has(self, words: str) -> bool:
        """The authority has said this."""
        return any(words in text for _, text in self.said())


class InTelegram(Screen):
    """A private chat."""

    platform = "telegram"

    def __init__(self, sandbox: RunningSandbox, number: int) -> None:
        super().__init__(sandbox, number)
        sandbox.world.add_person(Person(self.id, "Работодатель"))

    def said(self) -> list[tuple[int, str]]:
        messages = self._sandbox.world.messages(self.id)
        return [(m.id, m.text or "") for m in messages if m.sender != self.id]

    def everything(self) -> object:
        return self._sandbox.world.messages(self.id)

    def card(self) -> Card | None:
        for message in reversed(self._sandbox.world.messages(self.id)):
            rows: list[list[dict[str, Any]]] = (message.markup or {}).get("inline_keyboard", [])
            buttons = tuple((b["text"], b.get("callback_data", "")) for row in rows for b in row)
            if any(data.startswith(OURS) for _, data in buttons):
                return Card(message.id, message.text or "", buttons)
        return None

    def writes(self, text: str, *, answers: int | None = None) -> None:
        self._sandbox.world.writes(self.id, text, reply_to=answers)

    def presses(self, data: str, message: int) -> Press:
        return self._sandbox.world.presses(self.id, data, message=message, chat=self.id)


class InVk(Screen):
    """A dialog with the community."""

    platform = "vk"

    def __init__(self, sandbox: RunningSandbox, number: int) -> None:
        super().__init__(sandbox, number)
        sandbox.vk.world.add_user(User(self.id, "Работодатель", ""))

    def said(self) -> list[tuple[int, str]]:
        messages = self._sandbox.vk.world.dialog(self.id).messages.values()
        return [(m.cmid, m.text) for m in messages if m.sender < 0]

    def everything(self) -> object:
        return self._sandbox.vk.world.dialog(self.id)

    def card(self) -> Card | None:
        for message in reversed(self._sandbox.vk.world.dialog(self.id).messages.values()):
            rows = (message.keyboard or {}).get("buttons", [])
            buttons = tuple(
                (b["action"].get("label", ""), _data(b["action"])) for r in rows for b in r
            )
            if any(data.startswith(OURS) for _, data in buttons):
                return Card(message.cmid, message.text, buttons)
        return None

    def writes(self, text: str, *, answers: int | None = None) -> None:
        assert answers is None, "VK can't ask for a reply"
        self._sandbox.vk.world.writes(self.id, text)

    def presses(self, data: str, message: int) -> VkPress:
        return self._sandbox.vk.world.press(self.id, json.dumps({"d": data}), message)


def _data(action: dict[str, Any]) -> str:
    payload = action.get("payload") or "{}"
    made = json.loads(payload) if isinstance(payload, str) else payload
    return str(made.get("d", "")) if isinstance(made, dict) else ""
