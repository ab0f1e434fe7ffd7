"""Files of the program's own, brought to VK so that a message can name them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vk_api import VkUpload

from appeals.words import Attachment, MediaKind
from bot.names import clean_file_name
from bot.vk.client import Client
from bot.vk.contents import name_of, named_file
from bot.vk.failures import Answered, NoAnswer
from bot.vk.keyboards import CannotSend
from bot.vk.raw import CHANNEL

UPLOAD_LIMIT = 200 * 1024 * 1024
PHOTO_LIMIT = 50 * 1024 * 1024
PHOTO_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
DEFAULT_NAMES = {MediaKind.PHOTO: "photo.jpg", MediaKind.VOICE: "voice.ogg"}
NOT_TAKEN = frozenset({22, 100, 105, 118, 121, 129, 1150, 1152})

Work = Callable[[VkUpload], Any]


class FileTooLarge(CannotSend):
    """The file is above what the platform takes."""


class NotTaken(CannotSend):
    """VK does not want this file, whatever it is sent as. `str` says why in VK's words."""


class Named(io.FileIO):
    """A file by the name that people shall see; the library reads the ending from it."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path)
        self.name = name


def own_name(file: Attachment) -> str:
    """VK's name of a file that came from VK; empty for all others."""
    return named_file(file.file) if file.origin in {"", CHANNEL} else ""


def check(file: Attachment, folder: Path) -> None:
    """Raises CannotSend when there is nothing that could be uploaded."""
    if own_name(file):
        return
    path = folder / file.path
    if not file.path or not path.is_file():
        raise CannotSend("the file is not there")
    size = path.stat().st_size
    if size > UPLOAD_LIMIT:
        raise FileTooLarge("the file is too large")
    if size == 0:
        raise CannotSend("the file is empty")


async def uploaded(client: Client, file: Attachment, folder: Path, peer: int) -> str:
    """VK's name of the file, uploaded if need be: a picture as a picture, a voice as a voice.

    What VK does not take as such goes as a document. Raises NotTaken when it does not take that
    either, and CallFailed.
    """
    if known := own_name(file):
        return known
    path = folder / file.path
    name = clean_file_name(file.name) or DEFAULT_NAMES.get(file.kind) or path.name
    for work in [*_special(file.kind, path, name, peer), _document(path, name, peer, "doc")]:
        try:
            return name_in(await client.upload(work))
        except Answered as answer:
            if answer.code not in NOT_TAKEN:
                raise
            why = answer.detail
    raise NotTaken(why)


def _special(kind: MediaKind, path: Path, name: str, peer: int) -> list[Work]:
    if kind is MediaKind.VOICE:
        return [_document(path, name, peer, "audio_message")]
    picture = kind is MediaKind.PHOTO and Path(name).suffix.lower() in PHOTO_ENDINGS
    if picture and path.stat().st_size <= PHOTO_LIMIT:
        return [_photo(path, name, peer)]
    return []


def _photo(path: Path, name: str, peer: int) -> Work:
    def work(uploader: VkUpload) -> object:
        with Named(path, name) as content:
            return uploader.photo_messages(content, peer_id=peer)

    return work


def _document(path: Path, name: str, peer: int, kind: str) -> Work:
    def work(uploader: VkUpload) -> object:
        with Named(path, name) as content:
            return uploader.document(content, title=name, message_peer_id=peer, doc_type=kind)

    return work


def name_in(answer: object) -> str:
    """The attachment's name from what saving answered: a list of photos, or one other file."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        found = name_of("photo", answer[0])
    elif isinstance(answer, dict):
        kind = answer.get("type")
        body = answer.get(kind) if isinstance(kind, str) else None
        found = name_of("doc", body) if isinstance(body, dict) else ""
    else:
        found = ""
    if not found:
        raise NoAnswer("no file in the answer")
    return found
