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
    ) -> list[Message]:
        """Send what a person wrote; returns the messages, oldest first.

        ``chat`` None is the private chat with the bot; several ``files`` are one album unless
        ``album`` is False, with ``text`` as its caption; ``sticker`` is the sticker's emoji.
        Raises NotPossibleError when Telegram's client would not let it happen.
        """
        home = self._home(person, chat, thread, anonymous=anonymous)
        if reply_to is not None:
            thread = self.message(home.id, reply_to).thread
        common = Content(thread=thread, anonymous=anonymous, reply_to=reply_to)
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
        if self.bot_sees(edited):
            self.updates.add("edited_message", wire.message(self, edited))
        self.announce("edit", edited.chat, edited.thread, edited.id)
        return edited

    def deletes(self, person: int, message: int, *, chat: int | None = None) -> None:
        """Delete a message for everybody; the bot is not told, as in Telegram."""
        self.person(person)
        self.delete(self.message(person if chat is None else chat, message))

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
        status = home.members.get(person)
        if status is None or home.migrated_to is not None:
            raise NotPossibleError("человек не состоит в этом чате")
        if anonymous and status not in _ADMINS:
            raise NotPossibleError("анонимно пишут только администраторы")
        _check_topic(home, thread, is_admin=status in _ADMINS)
        return home


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
