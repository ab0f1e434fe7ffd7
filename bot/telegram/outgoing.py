"""A rendered message as calls of the Bot API. Pure: nothing is sent here."""

from pathlib import Path
from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    ForceReply,
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from appeals.model import Address
from appeals.words import Attachment, Content, MediaKind
from bot.mending import mended
from bot.names import clean_file_name
from bot.telegram.marks import entities_of
from handlers.conversation import Rendered

UPLOAD_LIMIT = 50 * 1024 * 1024
WITHOUT_CAPTION = frozenset({MediaKind.STICKER, MediaKind.VIDEO_NOTE})

_SINGLE: dict[MediaKind, type[TelegramMethod[Any]]] = {
    MediaKind.PHOTO: SendPhoto,
    MediaKind.VIDEO: SendVideo,
    MediaKind.ANIMATION: SendAnimation,
    MediaKind.DOCUMENT: SendDocument,
    MediaKind.AUDIO: SendAudio,
    MediaKind.VOICE: SendVoice,
    MediaKind.VIDEO_NOTE: SendVideoNote,
    MediaKind.STICKER: SendSticker,
}
_IN_ALBUM: dict[MediaKind, Any] = {
    MediaKind.PHOTO: InputMediaPhoto,
    MediaKind.VIDEO: InputMediaVideo,
    MediaKind.DOCUMENT: InputMediaDocument,
    MediaKind.AUDIO: InputMediaAudio,
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class CannotSend(Exception):
    """The message breaks a rule of the platform or its file is missing; `str` says which."""


class FileTooLarge(CannotSend):
    """The file is above what the platform takes."""


def sending(
    to: Address, message: Rendered, folder: Path, *, loose: bool = True
) -> TelegramMethod[Any]:
    """The one call that sends this. `folder` is where relative attachment paths begin.

    `loose`: a reply is sent even if the message it answers is gone.
    Raises CannotSend for what would lose something: words under a sticker, buttons under an album,
    kinds of files that Telegram does not put into albums.
    """
    content = message.content
    common = _where(to) | _how(message, loose=loose)
    if not content.attachments:
        return SendMessage(**common, **worded(content, "text"), link_preview_options=NO_PREVIEW)
    if len(content.attachments) == 1:
        return _one_file(content, common, folder)
    return _album(content, common, folder)


def worded(content: Content, field: str) -> dict[str, Any]:
    """The text and its entities under Telegram's names for a text or a caption."""
    text = mended(content.text)
    entities: list[MessageEntity] = entities_of(text, content.marks)
    key = "entities" if field == "text" else "caption_entities"
    return {field: text, key: entities or None}


def inline_keyboard(message: Rendered) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None without buttons, which on an edit removes them."""
    if message.menu or not message.buttons:
        return None
    rows = [[_button(*button) for button in row] for row in message.buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _button(caption: str, data: str, url: str) -> InlineKeyboardButton:
    caption = mended(caption)
    if url:
        return InlineKeyboardButton(text=caption, url=url)
    return InlineKeyboardButton(text=caption, callback_data=data)


def _menu(message: Rendered) -> ReplyKeyboardMarkup | None:
    if not message.menu or not message.buttons:
        return None
    rows = [[KeyboardButton(text=mended(button[0])) for button in row] for row in message.buttons]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def _where(to: Address) -> dict[str, Any]:
    thread = int(to.thread) if to.thread else None
    return {"chat_id": to.chat, "message_thread_id": thread}


def _how(message: Rendered, *, loose: bool) -> dict[str, Any]:
    asked = ForceReply() if message.asks_reply else None
    how: dict[str, Any] = {"reply_markup": _menu(message) or inline_keyboard(message) or asked}
    if message.reply_to:
        how["reply_parameters"] = ReplyParameters(
            message_id=int(message.reply_to), allow_sending_without_reply=loose or None
        )
    return how


def _one_file(content: Content, common: dict[str, Any], folder: Path) -> TelegramMethod[Any]:
    (attachment,) = content.attachments
    kind = _kind(attachment)
    media = {kind.value: _file(attachment, folder)}
    if kind not in WITHOUT_CAPTION:
        media |= worded(content, "caption")
    elif content.text:
        raise CannotSend(f"{kind} carries no words")
    return _SINGLE[kind](**common, **media)


def _kind(attachment: Attachment) -> MediaKind:
    """A sticker of another platform is a picture here: its format is no sticker's."""
    is_strange = attachment.kind is MediaKind.STICKER and not attachment.file
    return MediaKind.PHOTO if is_strange else attachment.kind


def _album(content: Content, common: dict[str, Any], folder: Path) -> TelegramMethod[Any]:
    if common.pop("reply_markup"):
        raise CannotSend("an album carries no buttons")
    media: list[Any] = []
    for attachment in content.attachments:
        if attachment.kind not in _IN_ALBUM:
            raise CannotSend(f"{attachment.kind} does not go into an album")
        caption = {} if media else worded(content, "caption")
        media.append(_IN_ALBUM[attachment.kind](media=_file(attachment, folder), **caption))
    return SendMediaGroup(**common, media=media)


def _file(attachment: Attachment, folder: Path) -> str | InputFile:
    """Telegram's own id of the file, or the bytes from the program's folder."""
    if attachment.file:
        return attachment.file
    path = folder / attachment.path
    if not attachment.path or not path.is_file():
        raise CannotSend("the file is not there")
    if path.stat().st_size > UPLOAD_LIMIT:
        raise FileTooLarge("the file is too large")
    return FSInputFile(path, filename=clean_file_name(attachment.name or path.name))
