"""Makes the files that handlers wished for (`handlers.papers`), at the moment they are sent."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from appeals.words import Attachment, Content
from bot.register_columns import Look
from bot.register_export import departments, export
from bot.register_file import RegisterFile
from bot.register_words import about, file_name
from bot.texts import Texts
from handlers.conversation import Rendered, Words
from handlers.office import Desk
from handlers.papers import FOLDER, Paper, paper_of
from storage.store import Store

log = structlog.get_logger(__name__)


def wishes(message: Rendered) -> list[Paper]:
    """Which files have to be made before this can be sent."""
    found = (paper_of(file.path) for file in message.content.attachments)
    return [paper for paper in found if paper]


@dataclass(frozen=True, slots=True)
class Papers:
    """`folder` is where attachments lie; `now` gives aware UTC."""

    store: Store
    folder: Path
    texts: Texts
    now: Callable[[], datetime]

    async def tidy(self) -> None:
        """At start: remove what a crash has left."""
        await asyncio.to_thread(shutil.rmtree, self.folder / FOLDER, ignore_errors=True)

    @asynccontextmanager
    async def made(self, message: Rendered, desk: Desk, channel: str) -> AsyncIterator[Rendered]:
        """The message with its files made; they are gone again when it has been sent.

        Names stand in them only where the channel may show personal data (F4). A file that can't be
        made is replaced by words that say so. Raises StorageError.
        """
        if not wishes(message):
            yield message
            return
        names = desk.channels[channel].personal_data
        now = self.now()
        look = Look(self.texts, desk.zone, now, names, await departments(self.store, now))
        try:
            home = await asyncio.to_thread(self._new_folder)
        except OSError as error:
            log.error("file_not_made", error=type(error).__name__)
            yield self._without(message)
            return
        try:
            yield await self._with(message, look, home)
        finally:
            await asyncio.to_thread(shutil.rmtree, home, ignore_errors=True)

    def _new_folder(self) -> Path:
        (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self.folder / FOLDER))

    async def _with(self, message: Rendered, look: Look, home: Path) -> Rendered:
        files: list[Attachment] = []
        for number, file in enumerate(message.content.attachments):
            paper = paper_of(file.path)
            if paper is None:
                files.append(file)
                continue
            path = home / f"{number}.xlsx"
            try:
                await self._make(paper, look, path)
            except OSError as error:
                log.error("file_not_made", error=type(error).__name__)
                return self._without(message)
            relative = str(path.relative_to(self.folder))
            files.append(replace(file, name=file_name(paper, look), path=relative))
        return replace(message, content=replace(message.content, attachments=tuple(files)))

    async def _make(self, paper: Paper, look: Look, path: Path) -> None:
        question = paper.question(look.zone, look.now)
        await export(
            self.store, question, path, lambda draft: RegisterFile(draft, look, about(paper, look))
        )

    def _without(self, message: Rendered) -> Rendered:
        words = self.texts.render(Words("register-not-made"))
        said = Content(message.content.text, message.content.marks)
        return replace(message, content=words.after(said) if said.text else words)
