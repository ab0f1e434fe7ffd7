"""A closed wave's workbook, made when an analyst is to have it, and kept nowhere."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import tzinfo
from pathlib import Path

from bot.surveys.export_command import CannotExport, closed_wave, whole
from bot.surveys.export_xlsx import write_xlsx
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from storage.surveys.store import SurveyStore
from surveys.results import TooFew
from surveys.wave import Wave

__all__ = ["CannotExport", "workbook"]


@asynccontextmanager
async def workbook(
    store: SurveyStore, wave: Wave, zone: tzinfo, texts: Texts
) -> AsyncIterator[Path]:
    """The file while the block runs. Raises CannotExport where the wave has no results."""
    words = ResultWords(texts)
    async with store.begin() as unit:
        found = await closed_wave(unit, wave.id, zone, words)
    with tempfile.TemporaryDirectory(prefix="otklik-survey-") as folder:
        file = Path(folder) / f"{wave.id}.xlsx"
        try:
            await asyncio.to_thread(whole, found, file, write_xlsx)
        except TooFew:
            raise CannotExport(words.say("results-export-few", wave=wave.id)) from None
        yield file
