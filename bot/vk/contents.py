"""The words and files of a VK message."""

from collections.abc import Iterator
from typing import Any

from appeals.words import Attachment, Content, MediaKind
from bot.names import clean_file_name
from bot.vk.described import CROPPED, described, place, text_of
from bot.vk.raw import CHANNEL

DEEPEST = 5
FORWARDED = "Пересланное сообщение:"
VOICE_NAME, STICKER_NAME = "voice.ogg", "sticker.png"

Json = dict[str, Any]
Found = Attachment | str


def content_of(message: Json) -> Content:
    """Text, files and, in lines of words, whatever else is attached or forwarded."""
    text, files = _parts(message, 0)
    return Content(text, attachments=files)


def named_file(file: str) -> str:
    """VK's own name of a file, by which it is sent again."""
    return file.partition(" ")[0]


def address_of(file: str) -> str:
    """Where the file's bytes are."""
    return file.partition(" ")[2]


def name_of(kind: str, body: Json) -> str:
    """How an attachment is named in a message: `doc-1_2_key`; empty when it can't be."""
    owner, number, key = body.get("owner_id"), body.get("id"), body.get("access_key")
    if type(owner) is not int or type(number) is not int:
        return ""
    return f"{kind}{owner}_{number}" + (f"_{key}" if isinstance(key, str) and key else "")


def attached(message: Json) -> Iterator[tuple[str, Json]]:
    """Kind and body of each attachment of a message."""
    found = message.get("attachments")
    for one in found if isinstance(found, list) else ():
        kind = one.get("type") if isinstance(one, dict) else None
        if isinstance(kind, str):
            body = one.get(kind)
            yield kind, body if isinstance(body, dict) else {}


def _parts(message: Json, depth: int) -> tuple[str, tuple[Attachment, ...]]:
    found = [_one(kind, body) for kind, body in attached(message)]
    lines = [own for own in [_own(message)] if own]
    lines += [one for one in found if isinstance(one, str)]
    files = tuple(one for one in found if isinstance(one, Attachment))
    if message.get("geo"):
        lines.append(place(message["geo"]))
    if message.get("is_cropped") is True:
        lines.append(CROPPED)
    for inner in _forwarded(message) if depth < DEEPEST else ():
        words, more = _parts(inner, depth + 1)
        lines.append("\n".join(filter(None, (FORWARDED, words))))
        files += more
    return "\n".join(lines), files


def _own(message: Json) -> str:
    text = message.get("text")
    return text if isinstance(text, str) else ""


def _forwarded(message: Json) -> list[Json]:
    found = message.get("fwd_messages")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _one(kind: str, body: Json) -> Found:
    """A file, or a line of words for what is none or has no address."""
    match kind:
        case "photo":
            return _file(kind, body, MediaKind.PHOTO, _largest(body, "sizes"))
        case "doc":
            url = text_of(body, "url")
            return _file(kind, body, MediaKind.DOCUMENT, url, _title(body))
        case "audio_message":
            return _file(kind, body, MediaKind.VOICE, text_of(body, "link_ogg"), VOICE_NAME)
        case "graffiti":
            return _file(kind, body, MediaKind.PHOTO, text_of(body, "url"))
        case "sticker":
            url = _largest(body, "images")
            return Attachment(MediaKind.STICKER, f" {url}", STICKER_NAME, origin=CHANNEL)
    return described(kind, body)


def _file(kind: str, body: Json, media: MediaKind, url: str, name: str = "") -> Found:
    known = name_of(kind, body)
    if not known and not url:
        return described(kind, body)
    return Attachment(media, f"{known} {url}".rstrip(), name, _size(body), origin=CHANNEL)


def _title(body: Json) -> str:
    """The title with its ending, which VK leaves out now and then."""
    title, ending = text_of(body, "title"), text_of(body, "ext")
    whole = not ending or title.lower().endswith(f".{ending.lower()}")
    return clean_file_name(title if whole else f"{title}.{ending}")


def _size(body: Json) -> int:
    size = body.get("size")
    return size if type(size) is int and size > 0 else 0


def _largest(body: Json, name: str) -> str:
    """The address of the picture with most pixels."""
    known = body.get(name)
    sizes = [one for one in known if isinstance(one, dict)] if isinstance(known, list) else []
    best = max(sizes, key=_area, default={})
    return text_of(best, "url") or text_of(best, "src")


def _area(size: Json) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if type(width) is int and type(height) is int else 0
