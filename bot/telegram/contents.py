"""The words and files of a Telegram message."""

from collections.abc import Iterator

from aiogram.enums import ContentType
from aiogram.types import (
    Animation,
    Audio,
    Document,
    Message,
    PhotoSize,
    Sticker,
    Video,
    VideoNote,
    Voice,
)

from appeals.words import Attachment, Content, MediaKind
from bot.names import clean_file_name
from bot.telegram.described import BOXES, described
from bot.telegram.marks import marks_of
from bot.telegram.raw import CHANNEL

_WRITTEN = BOXES | {
    ContentType.TEXT,
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.DOCUMENT,
    ContentType.LIVE_PHOTO,
    ContentType.PHOTO,
    ContentType.STICKER,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
}


def is_written(message: Message) -> bool:
    """Somebody wrote this; otherwise the platform reports something (a pin, a new title …).

    A kind that nobody knows yet counts as written in a private chat, so that nothing a client sent
    is passed over, and as a report in a group.
    """
    kind = ContentType(message.content_type)
    return kind in _WRITTEN or (kind is ContentType.UNKNOWN and message.chat.type == "private")


def content_of(message: Message) -> Content:
    """Text or caption with its styles, files; a line of words for boxes such as a contact."""
    attachments = tuple(_attachments(message))
    text = message.text or message.caption or ""
    entities = message.entities if message.text else message.caption_entities
    if not text and not attachments:
        return Content(described(message))
    return Content(text, marks_of(text, entities or ()), attachments)


def _attachments(message: Message) -> Iterator[Attachment]:
    """At most one: Telegram sends each file of an album as a message of its own."""
    photos = message.photo or (message.live_photo and message.live_photo.photo)
    if message.animation:  # comes with a `document` that is the same file
        yield _named(MediaKind.ANIMATION, message.animation)
    elif message.document:
        yield _named(MediaKind.DOCUMENT, message.document)
    elif photos:
        largest = max(photos, key=_area)
        yield _known(MediaKind.PHOTO, largest)
    elif message.video:
        yield _named(MediaKind.VIDEO, message.video)
    elif message.audio:
        yield _named(MediaKind.AUDIO, message.audio)
    else:
        yield from _nameless(message)


def _nameless(message: Message) -> Iterator[Attachment]:
    kinds = (
        (MediaKind.VOICE, message.voice),
        (MediaKind.VIDEO_NOTE, message.video_note),
        (MediaKind.STICKER, message.sticker),
    )
    for kind, file in kinds:
        if file:
            yield _known(kind, file)
            return


def _named(kind: MediaKind, file: Animation | Audio | Document | Video) -> Attachment:
    return _known(kind, file, clean_file_name(file.file_name or ""))


def _known(
    kind: MediaKind,
    file: Animation | Audio | Document | PhotoSize | Sticker | Video | VideoNote | Voice,
    name: str = "",
) -> Attachment:
    return Attachment(kind, file.file_id, name, file.file_size or 0, origin=CHANNEL)


def _area(photo: PhotoSize) -> int:
    return photo.width * photo.height
