"""Files people and the bot have sent: kept in a folder, or in memory for tests."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
SMALL = "-s"
FOLDERS = {
    "photo": "photos",
    "video": "videos",
    "animation": "animations",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "sticker": "stickers",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sends it; ``size`` may claim more bytes than are really there."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"
    kind: str | None = None
    size: int | None = None


@dataclass(slots=True)
class StoredFile:
    """A file Telegram knows; ``size`` in bytes, ``path`` as getFile answers it."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    size: int
    path: str


class FileStore:
    """Keeps uploads under file ids; ``folder`` None means in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._contents: dict[str, bytes] = {}
        self.known: dict[str, StoredFile] = {}

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Store an upload as a ``kind`` and return what is known of it."""
        number = len(self.known) + 1
        digest = hashlib.sha256(upload.name.encode() + b"\0" + upload.content).hexdigest()
        suffix = "".join(c for c in Path(upload.name).suffix if c.isalnum() or c == ".")
        stored = StoredFile(
            file_id=f"BQAC{number:08d}{digest[:8]}",
            unique_id=f"Ag{digest[8:20]}",
            kind=kind,
            name=upload.name,
            mime=upload.mime,
            size=len(upload.content) if upload.size is None else upload.size,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}{suffix}",
        )
        self.known[stored.file_id] = stored
        self._write(stored.file_id, upload.content)
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """Return the file of this id (a photo's smaller size counts as the photo)."""
        return self.known.get(file_id.removesuffix(SMALL))

    def at(self, path: str) -> StoredFile | None:
        """Return the file whose download path this is."""
        return next((one for one in self.known.values() if one.path == path), None)

    def content(self, stored: StoredFile) -> bytes:
        """Return the bytes; raises FileNotFoundError when they have not survived."""
        if self._folder is not None:
            return (self._folder / stored.file_id).read_bytes()
        if stored.file_id not in self._contents:
            raise FileNotFoundError(stored.file_id)
        return self._contents[stored.file_id]

    def _write(self, file_id: str, content: bytes) -> None:
        if self._folder is None:
            self._contents[file_id] = content
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / file_id).write_bytes(content)
