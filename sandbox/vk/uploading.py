"""VK's upload servers: what they take, and the tickets they give for saving."""

import hashlib
import json
import secrets
from pathlib import PurePath
from typing import Any

from sandbox.files import Upload
from sandbox.vk.sniffing import is_photo, is_voice
from sandbox.vk.storing import stored
from sandbox.vk.world import VkWorld

SERVER = 857_416
NOTHING = "[]"
MEGABYTE = 1024 * 1024
PHOTO_LIMIT = 50 * MEGABYTE
DOC_LIMIT = 200 * MEGABYTE
PHOTOS_MOST = 5
FORBIDDEN = frozenset(
    {".mp3", ".exe", ".bat", ".cmd", ".com", ".msi", ".scr", ".apk", ".jar", ".js", ".vbs"}
)


def upload_hash(photo: str) -> str:
    """Return the hash that comes with uploaded photos."""
    return hashlib.sha256(photo.encode()).hexdigest()[:32]


def take_photos(vk: VkWorld, uploads: list[Upload]) -> dict[str, Any]:
    """Answer an upload of photos; what is no photo, or too large, is silently left out."""
    taken = [one for one in uploads[:PHOTOS_MOST] if is_photo(one.content) and _fits(one)]
    tickets = [{"photo": _ticket(vk, one, "photo")} for one in taken]
    photo = json.dumps(tickets, separators=(",", ":")) if tickets else NOTHING
    return {"server": SERVER, "photo": photo, "hash": upload_hash(photo)}


def take_doc(vk: VkWorld, upload: Upload | None, kind: str) -> dict[str, Any]:
    """Answer an upload of a document or voice message: a ticket, or what is wrong with it."""
    if upload is None:
        return _refused("no_file", "файл не передан")
    if PurePath(upload.name).suffix.lower() in FORBIDDEN and kind == "doc":
        return _refused("wrong_extension", "такие файлы загружать нельзя")
    size = len(upload.content) if upload.size is None else upload.size
    if size == 0:
        return _refused("empty_file", "файл пустой")
    if size > DOC_LIMIT:
        return _refused("file_too_large", "файл слишком велик")
    if kind == "audio_message" and not is_voice(upload.content):
        return _refused("wrong_format", "это не голосовое сообщение")
    return {"file": _ticket(vk, upload, "doc" if kind == "graffiti" else kind)}


def _fits(upload: Upload) -> bool:
    return (upload.size or len(upload.content)) <= PHOTO_LIMIT


def _ticket(vk: VkWorld, upload: Upload, kind: str) -> str:
    ticket = f"{-vk.community.id}|0|{secrets.token_hex(12)}"
    vk.uploaded[ticket] = stored(vk, upload, kind, -vk.community.id).key
    return ticket


def _refused(error: str, words: str) -> dict[str, Any]:
    return {"error": error, "error_descr": words}
