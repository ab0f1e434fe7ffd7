"""Channels: their posts, and how Telegram itself brings them into the discussion group."""

from sandbox.core import NotPossibleError
from sandbox.groups import Groups
from sandbox.state import TELEGRAM, Chat, Content, Message


class Broadcasts(Groups):
    """A world whose channels have discussion groups."""

    @property
    def own_channels(self) -> list[Chat]:
        """The authority's channels: those with a discussion group."""
        return [one for one in self._public if one.type == "channel" and one.linked is not None]

    @property
    def consultation_chats(self) -> list[Chat]:
        """The groups where clients ask, with the bot as an administrator."""
        groups = [one for one in self._public if one.type != "channel" and one.linked is None]
        return [one for one in groups if one.bot.status == "administrator"]

    @property
    def _public(self) -> list[Chat]:
        return [one for one in self.chats.values() if one.is_open and one.migrated_to is None]

    def publish(self, message: Message) -> None:
        """Show a new message; a post comes into the discussion group at once."""
        super().publish(message)
        channel = self.chats[message.chat]
        if channel.type == "channel" and channel.linked is not None and message.service is None:
            self._bring(message, self.chat(channel.linked))

    def changed(self, message: Message) -> None:
        """Show an edited message; a post is edited in the discussion group too."""
        super().changed(message)
        brought = self.forward_of(message)
        if brought is not None:
            brought.text, brought.entities = message.text, message.entities
            brought.edited = message.edited
            super().changed(brought)

    def delete(self, message: Message) -> None:
        """Take a message away, and a post from the discussion group; its comments stay."""
        brought = self.forward_of(message)
        super().delete(message)
        if brought is not None:
            super().delete(brought)

    def comments(
        self, person: int, post: Message, text: str, *, sender_chat: int | None = None
    ) -> Message:
        """Write below a post of a channel, as one does in the channel itself."""
        brought = self.forward_of(post)
        if brought is None:
            raise NotPossibleError("под этой записью нет комментариев")
        return self.writes(
            person, text, chat=brought.chat, reply_to=brought.id, sender_chat=sender_chat
        )[0]

    def forward_of(self, post: Message) -> Message | None:
        """Return where a post stands in its discussion group."""
        linked = self.chats[post.chat].linked
        if self.chats[post.chat].type != "channel" or linked is None:
            return None
        origin = {"chat": post.chat, "message": post.id}
        there = self.chats[linked].messages.values()
        return next((one for one in there if origin.items() <= (one.forward or {}).items()), None)

    def reactions_allowed(self, message: Message) -> bool:
        """Tell whether the chat lets anybody react; on a channel's post the channel decides."""
        where = message.forward["chat"] if message.forward else message.chat
        return self.chats[where].reactions

    def _bring(self, post: Message, group: Chat) -> None:
        content = Content(
            text=post.text,
            entities=post.entities,
            media=post.media,
            album=post.album,
            sender_chat=post.chat,
            forward={"chat": post.chat, "message": post.id, "date": post.date},
        )
        super().publish(self.post(group, TELEGRAM, **content))
