"""The heart of the sandbox's VK: who there is, what was said, and what the community learns."""

import json
from typing import Any, Unpack

from sandbox.core import Core, NotPossibleError
from sandbox.files import FileStore
from sandbox.ledger import Ledger
from sandbox.vk import wire
from sandbox.vk.events import TYPES, WALL_TYPES, Events
from sandbox.vk.faults import VkFaults
from sandbox.vk.limits import VkLimits
from sandbox.vk.press import VkPress
from sandbox.vk.state import Attachment, Community, Content, Dialog, Message, Sent, User, VkSettings

DEFAULT_BASE = "http://127.0.0.1:8080"


class VkCore:
    """One community and its dialogs, living by the clocks of the world it is part of.

    ``base`` is the address under which files, uploads and the long poll are reached.
    """

    def __init__(self, world: Core, files: FileStore | None = None) -> None:
        self.world = world
        self.base = DEFAULT_BASE
        self.community = Community()
        self.settings = VkSettings(events=dict.fromkeys((*TYPES, *WALL_TYPES), 1))
        self.files = files or FileStore()
        self.events = Events(self.community.id, lambda: self.settings, world.monotonic)
        self.ledger = Ledger(world.now)
        self.faults = VkFaults()
        self.limits = VkLimits(world.monotonic)
        self.users: dict[int, User] = {}
        self.dialogs: dict[int, Dialog] = {}
        self.attachments: dict[str, Attachment] = {}
        self.uploaded: dict[str, str] = {}
        self.wall: list[dict[str, Any]] = []
        self.sends: list[Sent] = []
        self.numbered_sends: dict[tuple[int, int], Sent] = {}
        self.open_presses: dict[str, VkPress] = {}
        self.last_message = 0
        self.last_attachment = 456_239_000
        self.last_press = 0
        self.pollers = 0

    def user(self, user: int) -> User:
        """Return a user; raises NotPossibleError for an unknown id."""
        if user not in self.users:
            raise NotPossibleError(f"нет пользователя {user}")
        return self.users[user]

    def dialog(self, peer: int) -> Dialog:
        """Return the dialog with a user, empty when nothing was said yet."""
        self.user(peer)
        return self.dialogs.setdefault(peer, Dialog(peer))

    def message(self, peer: int, cmid: int) -> Message:
        """Return a message; raises NotPossibleError when it is not there."""
        found = self.dialog(peer).messages.get(cmid)
        if found is None:
            raise NotPossibleError(f"в диалоге {peer} нет сообщения {cmid}")
        return found

    def announce(
        self, kind: str, peer: int | None = None, cmid: int | None = None, *, sender: int = 0
    ) -> None:
        """Tell the listeners what has changed in VK; ``sender`` is negative for a community."""
        self.world.announce(f"vk_{kind}", peer, None, cmid, by=sender if sender > 0 else None)

    def emit(self, kind: str, thing: dict[str, Any]) -> None:
        """Put an event into the long poll, as VK's own copy."""
        self.events.add(kind, json.loads(json.dumps(thing)))
        self.announce("event")

    def inject(self, event: dict[str, Any]) -> None:
        """Put any JSON object into the long poll as it is, however malformed."""
        self.events.inject(event)
        self.announce("event")

    def post(self, peer: int, sender: int, **content: Unpack[Content]) -> Message:
        """Put a message into a dialog and tell the community's program of it."""
        dialog = self.dialog(peer)
        dialog.last_cmid += 1
        self.last_message += 1
        message = Message(
            self.last_message, dialog.last_cmid, peer, sender, self.world.unix_now(), **content
        )
        dialog.messages[message.cmid] = message
        if message.sender > 0:
            dialog.out_read = message.cmid
            self.emit("message_new", wire.new_message(self, message))
        else:
            dialog.typing_until = 0.0
            self._show_keyboard(dialog, message)
            self.emit("message_reply", wire.message(self, message))
        self.announce("message", peer, message.cmid, sender=sender)
        return message

    def remember_send(self, message: Message) -> Sent:
        """Write an accepted send down, findable by its random_id; returns the entry."""
        at = self.world.now().timestamp()
        sent = Sent(at, message.peer, message.id, message.cmid, message.random_id, message.text)
        self.sends.append(sent)
        if sent.random_id:
            self.numbered_sends[sent.peer, sent.random_id] = sent
        return sent

    def _show_keyboard(self, dialog: Dialog, message: Message) -> None:
        keyboard = message.keyboard
        if keyboard is not None and not keyboard.get("inline"):
            dialog.keyboard = keyboard if keyboard["buttons"] else None
