"""What a user can do: write, press, edit, come by a deep link, allow and forbid messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.vk import wire
from sandbox.vk.keyboards import payload_text
from sandbox.vk.press import VkPress
from sandbox.vk.presses import VkPresses
from sandbox.vk.state import Content, Dialog, Message, User
from sandbox.vk.storing import kind_of, stored

TEXT_LIMIT = 4096
FILES_MOST = 10
START = "Начать"
START_PAYLOAD = '{"command":"start"}'


@dataclass(slots=True)
class Pressed:
    """What came of a press: a turning callback, written messages, or an opened link."""

    press: VkPress | None = None
    messages: list[Message] = field(default_factory=list)
    link: str = ""


class VkPeople(VkPresses):
    """A VK whose users act as they could in VK's own client."""

    def writes(
        self,
        user: int,
        text: str = "",
        *,
        files: Sequence[Upload] = (),
        reply_to: int | None = None,
        forwards: Sequence[int] = (),
        payload: str | None = None,
        raw: Sequence[dict[str, Any]] = (),
        geo: dict[str, Any] | None = None,
    ) -> list[Message]:
        """Send what a user wrote; returns the messages, oldest first.

        Up to ten ``files`` stand in one message; a text over 4096 characters is sent in parts, as
        VK's client does. ``raw`` are attachments of any other kind in VK's own words. Writing
        allows the community to answer. Raises NotPossibleError where the client would not let it.
        """
        author = self._author(user)
        if reply_to is not None:
            self.message(user, reply_to)
        if not (text.strip() or files or raw or geo or forwards):
            raise NotPossibleError("пустое сообщение не отправляется")
        if len(files) + len(raw) > FILES_MOST:
            raise NotPossibleError("не больше десяти вложений в одном сообщении")
        keys = [stored(self, one, kind_of(one), user).key for one in files]
        parts = [text[n : n + TEXT_LIMIT] for n in range(0, len(text), TEXT_LIMIT)] or [""]
        common = Content(ref=author.ref, ref_source=author.ref_source)
        author.allowed, author.ref, author.ref_source = True, "", ""
        last = Content(
            attachments=keys, raw=list(raw), geo=geo, payload=payload, forwarded=list(forwards)
        )
        contents: list[Content] = [Content(text=part) for part in parts]
        contents[0] |= Content(reply_to=reply_to)
        contents[-1] |= last
        return [self.post(user, user, **(common | content)) for content in contents]

    def starts(self, user: int) -> Message:
        """Press «Начать», which VK shows before the first message."""
        return self.writes(user, START, payload=START_PAYLOAD)[0]

    def opens_link(self, user: int, ref: str, ref_source: str = "") -> None:
        """Come by a deep link ``vk.me/…?ref=…``: the next message carries it."""
        one = self.user(user)
        one.ref, one.ref_source = ref, ref_source
        self.announce("settings", user)

    def opens_app(self, user: int, payload: str, app_id: int = 51_000_001) -> None:
        """Let a mini app of the community send its payload."""
        self.user(user)
        thing = {
            "user_id": user,
            "app_id": app_id,
            "payload": payload,
            "group_id": self.community.id,
        }
        self.emit("app_payload", thing)

    def edits(self, user: int, cmid: int, text: str) -> Message:
        """Change the text of an own message."""
        edited = self.message(user, cmid)
        if edited.sender != user:
            raise NotPossibleError("изменить можно только своё сообщение")
        if not (text.strip() or edited.attachments or edited.raw):
            raise NotPossibleError("пустое сообщение не отправляется")
        edited.text = text
        edited.edited = self.world.unix_now()
        self.emit("message_edit", wire.message(self, edited))
        self.announce("edit", user, cmid)
        return edited

    def deletes(self, user: int, cmid: int) -> None:
        """Delete a message for everybody; the community is not told, as in VK."""
        self.message(user, cmid)
        self.remove(user, cmid)

    def allows(self, user: int, key: str = "") -> None:
        """Allow the community to write."""
        self.user(user).allowed = True
        self.emit("message_allow", {"user_id": user, "key": key})
        self.announce("settings", user)

    def denies(self, user: int) -> None:
        """Forbid the community to write."""
        self.user(user).allowed = False
        self.emit("message_deny", {"user_id": user})
        self.announce("settings", user)

    def types(self, user: int) -> None:
        """Begin to type."""
        self.user(user)
        state = {"state": "typing", "from_id": user, "to_id": -self.community.id}
        self.emit("message_typing_state", state)

    def reads(self, user: int) -> None:
        """Read all the community has written."""
        dialog = self.dialog(user)
        if dialog.last is None or dialog.out_read >= dialog.last.cmid:
            return
        dialog.out_read = dialog.last.cmid
        self.emit(
            "message_read",
            {
                "from_id": user,
                "peer_id": user,
                "read_message_id": dialog.last.id,
                "conversation_message_id": dialog.last.cmid,
            },
        )
        self.announce("read", user)

    def presses(self, user: int, label: str, *, cmid: int | None = None) -> Pressed:
        """Press the button with this label, below ``cmid`` or, without it, below the input field.

        A callback button turns until it is answered, a text button is written as a message, a
        link only opens. Raises NotPossibleError when there is no such button.
        """
        button = _button(self._keyboard(user, cmid), label)
        action = button["action"]
        payload = payload_text(action)
        match action["type"]:
            case "callback":
                return Pressed(press=self.press(user, payload, cmid))
            case "open_link":
                return Pressed(link=action["link"])
            case "text":
                dialog = self.dialog(user)
                if cmid is None and dialog.keyboard and dialog.keyboard.get("one_time"):
                    dialog.keyboard = None
                return Pressed(messages=self.writes(user, action["label"], payload=payload))
        raise NotPossibleError("такие кнопки песочница не нажимает")

    def add_user(self, user: User) -> User:
        """Give somebody an account and an empty dialog."""
        self.users[user.id] = user
        self.dialogs.setdefault(user.id, Dialog(user.id))
        return user

    def _author(self, user: int) -> User:
        author = self.user(user)
        if author.deactivated:
            raise NotPossibleError("страница удалена или заблокирована")
        if author.banned:
            raise NotPossibleError("сообщество внесло этого человека в чёрный список")
        if not self.community.messages_on:
            raise NotPossibleError("сообщения сообщества выключены")
        return author

    def _keyboard(self, user: int, cmid: int | None) -> dict[str, Any] | None:
        if cmid is None:
            return self.dialog(user).keyboard
        return self.message(user, cmid).keyboard


def _button(keyboard: dict[str, Any] | None, label: str) -> dict[str, Any]:
    rows: list[list[dict[str, Any]]] = (keyboard or {}).get("buttons", [])
    for button in (one for row in rows for one in row):
        if button["action"].get("label") == label:
            return button
    raise NotPossibleError(f"нет кнопки «{label}»")
