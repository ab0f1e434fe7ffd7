"""What happens to groups: topics by hand, lost rights, the upgrade to a supergroup."""

from dataclasses import replace
from typing import Any, Literal

from sandbox import wire
from sandbox.core import NotPossibleError
from sandbox.people import People
from sandbox.state import TOPIC_COLOR, BotRights, Chat, Topic

BotStatus = Literal["administrator", "member", "left", "kicked"]


class Groups(People):
    """A world whose groups are administered by people."""

    def creates_topic(self, person: int, chat: int, name: str) -> Topic:
        """An employee opens a topic by hand; the bot is told."""
        return self.create_topic(self._forum(chat), person, name, TOPIC_COLOR)

    def closes_topic(self, person: int, chat: int, topic: int, *, closed: bool = True) -> None:
        """An employee closes (or reopens) a topic by hand; the bot is told."""
        forum = self._forum(chat)
        forum.topics[topic].closed = closed
        kind = "forum_topic_closed" if closed else "forum_topic_reopened"
        self.service_message(forum, person, {kind: {}}, topic)
        self.announce("topic", chat, topic, topic)

    def deletes_topic(self, chat: int, topic: int) -> None:
        """An administrator deletes a topic with all its messages; no update is sent."""
        forum = self._forum(chat)
        if forum.topics.pop(topic, None) is None:
            raise NotPossibleError("такой темы нет")
        for message in [one for one in forum.messages.values() if one.thread == topic]:
            del forum.messages[message.id]
        self.announce("topic", chat, topic, topic)

    def upgrades(self, chat: int) -> Chat:
        """A basic group becomes a supergroup with a new id; both chats tell of it."""
        old = self.chat(chat)
        if old.type != "group" or old.migrated_to is not None:
            raise NotPossibleError("это не обычная группа")
        number = -1002000000000 - abs(chat) % 1_000_000_000
        new = replace(old, id=number, type="supergroup", members=dict(old.members), messages={})
        self.chats[number] = new
        admin = next(iter(old.members))
        self.service_message(old, admin, {"migrate_to_chat_id": number})
        self.service_message(new, admin, {"migrate_from_chat_id": chat})
        old.migrated_to = number
        self.announce("settings", number)
        return new

    def becomes_forum(self, chat: int, *, is_forum: bool = True) -> None:
        """An owner switches topics on or off in a supergroup."""
        self.chat(chat).is_forum = is_forum
        self.announce("settings", chat)

    def sets_bot_rights(self, chat: int, rights: BotRights) -> None:
        """An owner changes what the bot is in a group; it is told by my_chat_member."""
        group = self.chat(chat)
        old, group.bot = group.bot, rights
        owner = next(iter(group.members))
        self.updates.add(
            "my_chat_member",
            {
                "chat": wire.chat(self, group),
                "from": wire.user(self, owner),
                "date": self.unix_now(),
                "old_chat_member": bot_member(self, old),
                "new_chat_member": bot_member(self, rights),
            },
        )
        self.announce("settings", chat)

    def _forum(self, chat: int) -> Chat:
        forum = self.chat(chat)
        if not forum.is_forum:
            raise NotPossibleError("в этом чате нет тем")
        return forum


def bot_member(world: People, rights: BotRights) -> dict[str, Any]:
    """Return the bot's own ChatMember."""
    base: dict[str, Any] = {"status": rights.status, "user": wire.bot(world)}
    if rights.status == "administrator":
        return base | administrator_rights(rights)
    return {**base, "until_date": 0} if rights.status == "kicked" else base


def administrator_rights(rights: BotRights) -> dict[str, Any]:
    """Return the rights of a ChatMemberAdministrator."""
    names = (
        "is_anonymous",
        "can_manage_video_chats",
        "can_promote_members",
        "can_change_info",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_be_edited",
        "can_send_welcome_messages",
    )
    return {
        **dict.fromkeys(names, False),
        "can_manage_chat": True,
        "can_restrict_members": True,
        "can_invite_users": True,
        "can_pin_messages": True,
        "can_delete_messages": rights.can_delete_messages,
        "can_manage_topics": rights.can_manage_topics,
        "can_post_messages": rights.can_post_messages,
    }
