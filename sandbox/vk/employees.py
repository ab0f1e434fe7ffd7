"""What an employee can do in VK's own interface: answer, edit, read, put on the blacklist."""

from collections.abc import Sequence

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.vk import wire
from sandbox.vk.people import TEXT_LIMIT, VkPeople
from sandbox.vk.state import Message
from sandbox.vk.storing import kind_of, stored


class VkEmployees(VkPeople):
    """A VK whose community is also looked after by hand."""

    def answers(
        self,
        admin: int,
        peer: int,
        text: str = "",
        *,
        files: Sequence[Upload] = (),
        reply_to: int | None = None,
    ) -> Message:
        """Write to a user as the community, by hand; the event names the employee."""
        self._employee(admin)
        if not self.user(peer).allowed:
            raise NotPossibleError("человек не разрешал сообществу писать ему")
        if not (text.strip() or files):
            raise NotPossibleError("пустое сообщение не отправляется")
        if len(text) > TEXT_LIMIT:
            raise NotPossibleError("сообщение длиннее 4096 знаков")
        if reply_to is not None:
            self.message(peer, reply_to)
        keys = [stored(self, one, kind_of(one), -self.community.id).key for one in files]
        self.read_by_community(peer)
        return self.post(
            peer, -self.community.id, text=text, attachments=keys, reply_to=reply_to, admin=admin
        )

    def employee_edits(self, admin: int, peer: int, cmid: int, text: str) -> Message:
        """Change what the community wrote."""
        self._employee(admin)
        edited = self.message(peer, cmid)
        if edited.sender > 0:
            raise NotPossibleError("это сообщение написал клиент")
        edited.text = text
        self.mark_edited(edited)
        return edited

    def bans(self, user: int, *, banned: bool = True) -> None:
        """Put somebody on the community's blacklist, or take them off it."""
        self.user(user).banned = banned
        self.announce("settings", user)

    def read_by_community(self, peer: int, up_to: int | None = None) -> None:
        """Mark a user's messages as read, all of them or up to a conversation message id."""
        dialog = self.dialog(peer)
        read = dialog.last_cmid if up_to is None else min(up_to, dialog.last_cmid)
        if read > dialog.in_read:
            dialog.in_read = read
            self.announce("read", peer)

    def mark_edited(self, message: Message) -> None:
        """Date an edited message of the community and tell of it."""
        message.edited = self.world.unix_now()
        self.emit("message_edit", wire.message(self, message))
        self.announce("edit", message.peer, message.cmid)

    def _employee(self, admin: int) -> None:
        if self.user(admin).role != "staff":
            raise NotPossibleError("этот человек не руководит сообществом")
