"""Files across platforms: fetched when first sent, kept by their content, fetched once.

Below the folder of attachments: `fetched/ab/abcd…` are the contents, each under its SHA-256;
`fetched/known/…` say which content a platform's file has; `fetched/drafts/…` are under way.
"""

import asyncio
import hashlib
import os
import re
import shutil
import stat
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from appeals.words import Attachment, MediaKind
from bot.faults import described
from handlers.conversation import Channel, Fetched, Later, Refusal, Refused, Rendered

FOLDER = "fetched"
AT_ONCE = 4
LONGEST_FETCH = 300.0
PATIENCE = 900.0
"""Seconds after which the words go out without the file: a deadline does not wait for a picture."""
SHORTEST_REST, LONGEST_REST = 2.0, 60.0

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAMES = {
    MediaKind.PHOTO: "photo.jpg",
    MediaKind.VIDEO: "video.mp4",
    MediaKind.ANIMATION: "animation.mp4",
    MediaKind.AUDIO: "audio.mp3",
    MediaKind.VOICE: "voice.ogg",
    MediaKind.VIDEO_NOTE: "video.mp4",
    MediaKind.STICKER: "sticker.webp",
}

log = structlog.get_logger(__name__)


def is_foreign(file: Attachment, channel: str) -> bool:
    """Another channel knows this file, so its bytes are needed to send it here."""
    return file.origin not in {"", channel}


def foreign(message: Rendered, channel: str) -> Sequence[Attachment]:
    """The files of a message that this channel does not know."""
    return [file for file in message.content.attachments if is_foreign(file, channel)]


class Files:
    """The folder of fetched files, and the fetching.

    `folder` is where attachments lie; `monotonic` gives seconds. At most four files of a platform
    are fetched at once, so that one which hangs holds up its own files only.
    """

    def __init__(self, folder: Path, monotonic: Callable[[], float]) -> None:
        self._folder, self._monotonic = folder, monotonic
        self._home = folder / FOLDER
        self._at_once: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(AT_ONCE)
        )
        self._one_by_one: dict[str, asyncio.Lock] = {}
        self._asked_at: dict[str, float] = {}
        self._ill_until: dict[str, float] = {}

    async def tidy(self) -> None:
        """At start: remove what a crash has left half fetched."""
        await asyncio.to_thread(shutil.rmtree, self._home / "drafts", ignore_errors=True)

    def at_hand(self, file: Attachment) -> bool:
        """Its bytes lie here, under `path`."""
        return bool(file.path) and (self._folder / file.path).is_file()

    def local(self, message: Rendered, channel: str) -> Rendered:
        """The message with each foreign file as one of the program's own, under a readable name."""
        files = tuple(
            _own(file) if is_foreign(file, channel) else file
            for file in message.content.attachments
        )
        return replace(message, content=replace(message.content, attachments=files))

    async def fetch(
        self, file: Attachment, source: Channel | None, limit: int
    ) -> Fetched | Later | Refused:
        """Bring the file here unless it is here already; `Fetched.path` is relative to the folder.

        `limit` is in bytes. Refused is final, also after a quarter of an hour of trouble.
        """
        key = _key(file)
        began = self._asked_at.setdefault(key, self._monotonic())
        async with self._one_by_one.setdefault(key, asyncio.Lock()):
            result = await self._fetch(file, key, source, limit)
        if isinstance(result, Later) and self._monotonic() - began >= PATIENCE:
            result = Refused(Refusal.UNKNOWN, result.why)
        if isinstance(result, Later):
            return replace(result, seconds=min(max(result.seconds, SHORTEST_REST), LONGEST_REST))
        self._asked_at.pop(key, None)
        self._one_by_one.pop(key, None)
        return result

    async def _fetch(
        self, file: Attachment, key: str, source: Channel | None, limit: int
    ) -> Fetched | Later | Refused:
        known = await asyncio.to_thread(self._known, key)
        if known is not None:
            return known if known.size <= limit else Refused(Refusal.TOO_LARGE)
        if source is None:
            return Refused(Refusal.OTHER, "the channel is switched off")
        async with self._at_once[source.name]:
            wait = self._ill_until.get(source.name, 0) - self._monotonic()
            if wait > 0:
                return Later(wait, "the platform is in trouble")
            result = await self._brought(file, key, source, limit)
        if isinstance(result, Later):
            rest = min(max(result.seconds, SHORTEST_REST), LONGEST_REST)
            self._ill_until[source.name] = self._monotonic() + rest
            log.warning("file_not_fetched", channel=source.name, why=result.why)
        return result

    async def _brought(
        self, file: Attachment, key: str, source: Channel, limit: int
    ) -> Fetched | Later | Refused:
        """One attempt; whatever happens to it, there is a result and no draft is left."""
        draft = self._home / "drafts" / uuid.uuid4().hex
        try:
            await asyncio.to_thread(draft.parent.mkdir, parents=True, exist_ok=True)
            async with asyncio.timeout(LONGEST_FETCH):
                result = await source.fetch(file, draft, limit)
            if not isinstance(result, Fetched):
                return result
            return await asyncio.to_thread(self._keep, result.path, key, limit)
        except TimeoutError:
            return Later(SHORTEST_REST, "timeout")
        except Exception as error:  # a full disk, or a channel that breaks its word and raises
            return Later(LONGEST_REST, described(error))
        finally:
            with suppress(OSError):
                await asyncio.to_thread(draft.unlink, missing_ok=True)

    def _keep(self, draft: Path, key: str, limit: int) -> Fetched | Refused:
        """On the disk for good before anything says that it is there."""
        size = draft.stat().st_size
        if size > limit:
            return Refused(Refusal.TOO_LARGE)
        with draft.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            os.fsync(content.fileno())
        path = self._home / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)
        self._remember(key, f"{digest} {size}")
        return Fetched(path.relative_to(self._folder), size)

    def _remember(self, key: str, content: str) -> None:
        place = self._home / "known" / key[:2] / key
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = self._home / "drafts" / f"{key}.{uuid.uuid4().hex}"
        draft.write_text(content, encoding="ascii")
        draft.replace(place)

    def _known(self, key: str) -> Fetched | None:
        """What was fetched earlier, if it is here still and whole."""
        try:
            said = (self._home / "known" / key[:2] / key).read_text(encoding="ascii")
            digest, size = said.split()
            path = self._home / digest[:2] / digest
            there = path.lstat()
            if not _DIGEST.fullmatch(digest) or not stat.S_ISREG(there.st_mode):
                return None  # not of our making: a link could lead to any file of this machine
            if there.st_size != int(size):
                return None
        except (OSError, ValueError):
            return None
        return Fetched(path.relative_to(self._folder), int(size))


def _key(file: Attachment) -> str:
    return hashlib.sha256(f"{file.origin}\n{file.file}".encode()).hexdigest()


def _own(file: Attachment) -> Attachment:
    name = file.name or _NAMES.get(file.kind, "file")
    return replace(file, file="", origin="", name=name)
