"""Pressing callback buttons: the program gets an event, the button turns until it is answered."""

import hashlib
import json
from typing import Any

from sandbox.vk.core import VkCore
from sandbox.vk.press import VkPress

PRESS_SECONDS = 60.0


class VkPresses(VkCore):
    """A VK in which callback buttons can be pressed."""

    def press(self, user: int, payload: str | None, cmid: int | None = None) -> VkPress:
        """Let a user press a callback button with ``payload``, forged payloads included.

        ``cmid`` is the message the button hangs on, None for the keyboard below the input field.
        """
        self.user(user)
        self._forget_old_presses()
        self.last_press += 1
        seed = f"press {self.community.id} {self.last_press} {self.world.unix_now()}"
        number = hashlib.sha256(seed.encode()).hexdigest()[:12]
        pressed = VkPress(number, user, user, self.world.monotonic())
        self.open_presses[number] = pressed
        thing: dict[str, Any] = {
            "user_id": user,
            "peer_id": user,
            "event_id": number,
            "payload": _value(payload),
        }
        if cmid is not None:
            thing["conversation_message_id"] = cmid
        self.emit("message_event", thing)
        return pressed

    def press_to_answer(self, number: str, user: int, peer: int) -> VkPress | None:
        """Return the press unless it is unknown, somebody else's, answered or over a minute old."""
        self._forget_old_presses()
        found = self.open_presses.get(number)
        if found is None or (found.user, found.peer) != (user, peer):
            return None
        return self.open_presses.pop(number)

    def remove(self, peer: int, cmid: int) -> None:
        """Take a message away."""
        self.dialogs[peer].messages.pop(cmid, None)
        self.announce("delete", peer, cmid)

    def _forget_old_presses(self) -> None:
        horizon = self.world.monotonic() - PRESS_SECONDS
        self.open_presses = {
            number: press for number, press in self.open_presses.items() if press.at >= horizon
        }


def _value(payload: str | None) -> object:
    """A payload that is JSON comes to the program as the value itself."""
    if payload is None:
        return {}
    try:
        value: object = json.loads(payload)
    except ValueError:
        return payload
    return value
