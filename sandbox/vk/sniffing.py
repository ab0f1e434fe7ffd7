"""What a file really is, by its first bytes: VK takes as photos and voice only what is one."""

import mimetypes
import struct

from sandbox.files import Upload

_PHOTOS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
}
UNKNOWN = "application/octet-stream"
_PNG = b"\x89PNG"
PNG_HEADER = 24
UNKNOWN_SIZE = (800, 600)


def is_photo(content: bytes) -> bool:
    """Tell whether the bytes begin as a JPEG, PNG, GIF or WebP does."""
    return _photo_mime(content) is not None


def mime_of(upload: Upload) -> str:
    """Return the type of a file: as it was sent, or else by its bytes or name."""
    if upload.mime != UNKNOWN:
        return upload.mime
    named = mimetypes.guess_type(upload.name)[0]
    return _photo_mime(upload.content) or named or UNKNOWN


def _photo_mime(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for start, mime in _PHOTOS.items() if content.startswith(start)), None)


def is_voice(content: bytes) -> bool:
    """Tell whether the bytes begin as an Ogg or MP3 file does."""
    return content.startswith((b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf3"))


def photo_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels; 800 by 600 for what is no PNG."""
    if content.startswith(_PNG) and len(content) >= PNG_HEADER:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return UNKNOWN_SIZE
