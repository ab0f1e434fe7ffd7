"""Files of this VK: what people attach and what the community's program uploads."""

import hashlib

from sandbox.files import Upload
from sandbox.vk.core import VkCore
from sandbox.vk.sniffing import mime_of, photo_size
from sandbox.vk.state import Attachment


def stored(vk: VkCore, upload: Upload, kind: str, owner: int) -> Attachment:
    """Keep an upload as a photo, doc or audio_message of ``owner``; returns it."""
    vk.last_attachment += 1
    file = vk.files.add(kind, upload)
    width, height = photo_size(upload.content) if kind == "photo" else (0, 0)
    one = Attachment(
        kind=kind,
        owner=owner,
        id=vk.last_attachment,
        access_key=hashlib.sha256(file.file_id.encode()).hexdigest()[:18],
        file_id=file.file_id,
        title=upload.name,
        size=file.size,
        mime=mime_of(upload),
        date=vk.world.unix_now(),
        width=width,
        height=height,
    )
    vk.attachments[one.key] = one
    return one


def kind_of(upload: Upload) -> str:
    """Return how VK's client sends a file of this type when nothing else is chosen."""
    if upload.kind == "voice":
        return "audio_message"
    photo = upload.mime in {"image/jpeg", "image/png", "image/webp"}
    return "photo" if photo and upload.kind != "document" else "doc"
