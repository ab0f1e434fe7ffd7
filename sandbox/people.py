"""What a person can do: start, write, edit, send files, block, delete."""

from collections.abc import Sequence
from typing import Any

from sandbox import wire
from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.presses import Presses
from sandbox.state import Chat, Content, Media, Message
from sandbox.text_rules import CAPTION_LIMIT, is_empty, pieces, utf16_length

STICKER = Upload("sticker.webp", b"RIFF sticker WEBP", "image/webp", "sticker")
ALBUM_MOST = 10
_ADMINS = frozenset({"creator", "administrator"})


class People(Presses):
    """A world whose people act as they could in Telegram's own client."""

    def starts(self, person: int, payload: str | None = None) -> Message:
        """Press «Начать»: a blocked bot is unblocked, /start is sent."""
        if self.person(person).blocked:
            self.unblocks(person)
        text = f"/start {payload}" if payload else "/start"
        return self.writes(person, text)[0]

    def writes(
        self,
        person: int,
        text: str | None = None,
        *,
        chat: int | None = None,
        thread: int | None = None,
        files: Sequence[Upload] = (),
        album: bool | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
        entities: Sequence[dict[str, Any]] = (),
        sticker: str | None = None,
        contact: dict[str, Any] | None = None,
        sender_chat: int | None = None,
    ) -> list[Message]:
        """Send what a person wrote; returns the messages, oldest first.

        ``chat`` None is the private chat with the bot; several ``files`` are one album unless
        ``album`` is False, with ``text`` as its caption; ``sticker`` is the sticker's emoji.
        ``sender_chat`` is the channel in whose name it is written.
        Raises NotPossibleError when Telegram's client would not let it happen.
        """
        home = self._home(person, chat, thread, anonymous=anonymous)
        self._check_name(person, home, sender_chat, anonymous=anonymous)
        if reply_to is not None:
            thread = self.message(home.id, reply_to).thread
        common = Content(
            thread=thread, anonymous=anonymous, reply_to=reply_to, sender_chat=sender_chat
        )
        contents: list[Content] = [*_file_contents(self, files, text, list(entities), album=album)]
        if not files and text is not None:
            contents += _text_contents(text, list(entities))
        if sticker is not None:
            stored = self.files.add("sticker", STICKER)
            contents.append({"media": Media("sticker", stored.file_id, sticker)})
        if contact is not None:
            contents.append({"contact": contact})
        if not contents:
            raise NotPossibleError("пустое сообщение не отправляется")
        sent = [self.post(home, person, **(common | content)) for content in contents]
        for message in sent:
            self.publish(message)
        return sent

    def edits(self, person: int, message: int, text: str, *, chat: int | None = None) -> Message:
        """Change the text or caption of an own message."""
        edited = self.message(person if chat is None else chat, message)
        if edited.sender != person or edited.service is not None:
            raise NotPossibleError("изменить можно только своё сообщение")
        if is_empty(text) and edited.media is None:
            raise NotPossibleError("пустое сообщение не отправляется")
        edited.text, edited.entities = text, []
        edited.edited = self.unix_now()
        self.changed(edited)
        return edited

    def deletes(self, person: int, message: int, *, chat: int | None = None) -> None:
        """Delete a message for everybody; the bot is not told, as in Telegram.

        Other people's messages are deleted by administrators, and by both sides in private.
        """
        self.person(person)
        gone = self.message(person if chat is None else chat, message)
        home = self.chat(gone.chat)
        if home.type != "private" and gone.sender != person and not _is_admin(home, person):
            raise NotPossibleError("чужие сообщения удаляют администраторы")
        self.delete(gone)

    def blocks(self, person: int) -> None:
        """Block the bot: it is told once and can write no more."""
        self._changes_block(person, blocked=True)

    def unblocks(self, person: int) -> None:
        """Unblock the bot."""
        self._changes_block(person, blocked=False)

    def leaves_telegram(self, person: int) -> None:
        """Delete the account."""
        self.person(person).deactivated = True
        self.announce("settings", person)

    def _changes_block(self, person: int, *, blocked: bool) -> None:
        one = self.person(person)
        if one.blocked == blocked:
            return
        one.blocked = blocked
        left: dict[str, Any] = {"status": "kicked", "user": wire.bot(self), "until_date": 0}
        stays: dict[str, Any] = {"status": "member", "user": wire.bot(self)}
        self.updates.add(
            "my_chat_member",
            {
                "chat": wire.chat(self, self.chats[person]),
                "from": wire.person(one),
                "date": self.unix_now(),
                "old_chat_member": stays if blocked else left,
                "new_chat_member": left if blocked else stays,
            },
        )
        self.announce("settings", person)

    def _home(self, person: int, chat: int | None, thread: int | None, *, anonymous: bool) -> Chat:
        one = self.person(person)
        home = self.chat(person if chat is None else chat)
        if home.type == "private":
            if one.blocked:
                raise NotPossibleError("сначала разблокируйте бота")
            if home.id != person:
                raise NotPossibleError("это чужой чат")
            one.started = True
            return home
        self._join(home, person)
        if person not in home.members or home.migrated_to is not None:
            raise NotPossibleError("человек не состоит в этом чате")
        is_admin = _is_admin(home, person)
        if anonymous and not is_admin:
            raise NotPossibleError("анонимно пишут только администраторы")
        if home.type == "channel" and not is_admin:
            raise NotPossibleError("в канал пишут только администраторы")
        _check_topic(home, thread, is_admin=is_admin)
        return home

    def _join(self, home: Chat, person: int) -> None:
        """Whoever writes into an open group has joined it by then."""
        if home.is_open and home.type != "channel" and home.migrated_to is None:
            home.members.setdefault(person, "member")

    def _check_name(
        self, person: int, home: Chat, sender_chat: int | None, *, anonymous: bool
    ) -> None:
        """In a group people may write in the name of a channel of theirs."""
        if sender_chat is None:
            return
        channel = self.chat(sender_chat)
        if home.type != "supergroup" or anonymous or channel.type != "channel":
            raise NotPossibleError("от имени канала пишут только в группах")
        if not _is_admin(channel, person):
            raise NotPossibleError("от имени канала пишут его администраторы")


def _is_admin(chat: Chat, person: int) -> bool:
    return chat.members.get(person) in _ADMINS


def _check_topic(home: Chat, thread: int | None, *, is_admin: bool) -> None:
    if thread is None:
        return
    topic = home.topics.get(thread)
    if topic is None:
        raise NotPossibleError("такой темы нет")
    if topic.closed and not is_admin:
        raise NotPossibleError("тема закрыта")


def _text_contents(text: str, entities: list[dict[str, Any]]) -> list[Content]:
    if is_empty(text):
        raise NotPossibleError("пустое сообщение не отправляется")
    parts = pieces(text)
    return [{"text": part, "entities": entities if len(parts) == 1 else []} for part in parts]


def _file_contents(
    world: People,
    files: Sequence[Upload],
    text: str | None,
    entities: list[dict[str, Any]],
    *,
    album: bool | None,
) -> list[Content]:
    if utf16_length(text or "") > CAPTION_LIMIT and files:
        raise NotPossibleError("подпись длиннее 1024 знаков")
    together = len(files) > 1 and album is not False
    group: str | None = None
    contents: list[Content] = []
    for position, upload in enumerate(files):
        if together and position % ALBUM_MOST == 0:
            group = world.next_album_id()
        kind = upload.kind or kind_of(upload.mime)
        stored = world.files.add(kind, upload)
        contents.append({"media": Media(kind, stored.file_id), "album": group})
    if contents and text:
        contents[0] |= {"text": text, "entities": entities}
    return contents


def kind_of(mime: str) -> str:
    """Return how Telegram's client sends a file of this type when nothing else is chosen."""
    if mime == "image/gif":
        return "animation"
    if mime in {"image/jpeg", "image/png", "image/webp"}:
        return "photo"
    family = mime.partition("/")[0]
    return family if family in {"video", "audio"} else "document"
