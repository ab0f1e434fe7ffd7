"""`otklik survey export`: a closed wave as files on this machine."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from bot.surveys.closed_wave import ClosedWave, about
from bot.surveys.export_csv import write_csv
from bot.surveys.export_json import write_json
from bot.surveys.export_png import write_png
from bot.surveys.export_svg import write_svg
from bot.surveys.export_xlsx import write_xlsx
from bot.surveys.page import page
from bot.surveys.questionnaire_file import shown
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from storage.errors import NewerDatabase, RowRefused, StorageError
from storage.surveys.store import SurveyStore, SurveyUnit, beside
from surveys.definition import Altered
from surveys.results import Results, TooFew, results
from surveys.tally import tally_of
from surveys.wave import Stage, Wave

Write = Callable[[ClosedWave, Path], list[Path]]


class CannotExport(Exception):
    """Nothing was written; `str` says in Russian why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The command's options as they were typed."""

    wave: str
    format: str = ""
    out: Path | None = None
    force: bool = False


def _write_html(wave: ClosedWave, file: Path) -> list[Path]:
    file.write_text(page(wave.results, wave.words, wave.earlier), encoding="utf-8")
    return [file]


FORMATS: dict[str, tuple[Write, str]] = {
    "xlsx": (write_xlsx, ".xlsx"),
    "csv": (write_csv, ".csv"),
    "json": (write_json, ".json"),
    "html": (_write_html, ".html"),
    "svg": (write_svg, ".zip"),
    "png": (write_png, ".png.zip"),
}
"""What writes each, and the ending of its file."""


def export_survey(settings: Settings, wanted: Wanted) -> str:
    """Write the files; returns what to tell. Raises CannotExport, then nothing has changed."""
    words = ResultWords(Texts(settings.texts.folder, strict=False))
    kind = wanted.format.lower() or _kind_of(wanted.out)
    if kind not in FORMATS:
        raise CannotExport(words.say("results-export-format", given=wanted.format))
    write, ending = FORMATS[kind]
    file = wanted.out or Path(f"{wanted.wave}{ending}")
    _writable(file, wanted, words)
    wave = asyncio.run(_read(settings, wanted.wave, words))
    try:
        files = whole(wave, file, write, force=wanted.force)
    except FileExistsError as error:
        there = shown(Path(error.filename))
        raise CannotExport(words.say("results-export-there", file=there)) from None
    except TooFew:
        raise CannotExport(words.say("results-export-few", wave=wanted.wave)) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        text = words.say("results-export-not-written", file=shown(file), why=why)
        raise CannotExport(text) from None
    return " ".join(filter(None, [_done(wave, files), wave.withheld]))


def _done(wave: ClosedWave, files: Sequence[Path]) -> str:
    count = len(wave.sheets.rows)
    if len(files) == 1:
        return wave.words.say("results-export-done", count=count, file=shown(files[0]))
    names = ", ".join(map(shown, files))
    return wave.words.say("results-export-done-more", count=count, files=names)


def whole(wave: ClosedWave, file: Path, write: Write, *, force: bool = False) -> list[Path]:
    """Write `file` and its companions, all or none; only the owner may read them.

    Raises FileExistsError unless `force`, OSError.
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".survey-") as folder:
        drafts = write(wave, Path(folder) / file.name)
        finished = [(draft, file.with_name(draft.name)) for draft in drafts]
        for draft, place in finished:
            if place.exists() and not force:
                raise FileExistsError(None, None, str(place))
            draft.chmod(0o600)
        for draft, place in finished:
            draft.replace(place)
    return [place for _, place in finished]


def _kind_of(out: Path | None) -> str:
    """By the file's ending when no format was said, else a workbook."""
    endings = {ending: kind for kind, (_, ending) in FORMATS.items()}
    return endings.get(out.suffix.lower(), "xlsx") if out else "xlsx"


def _writable(file: Path, wanted: Wanted, words: ResultWords) -> None:
    if file.is_dir():
        raise CannotExport(words.say("results-export-folder", file=shown(file)))
    if not file.parent.is_dir():
        raise CannotExport(words.say("results-export-no-folder", folder=shown(file.parent)))
    if file.exists() and not wanted.force:
        raise CannotExport(words.say("results-export-there", file=shown(file)))


async def _read(settings: Settings, wave: str, words: ResultWords) -> ClosedWave:
    url = settings.storage.url.get_secret_value()
    database = sqlite_file(beside(url))
    if database is not None and not database.exists():
        text = words.say("results-export-no-database", file=shown(database))
        raise CannotExport(text)
    store = SurveyStore.open(url)
    try:
        await store.prepare()
        async with store.begin() as unit:
            return await closed_wave(unit, wave, settings.authority.timezone, words)
    except (StorageError, RowRefused, NewerDatabase) as error:
        raise CannotExport(words.say("results-export-storage", why=str(error))) from None
    finally:
        await store.close()


async def closed_wave(unit: SurveyUnit, wave: str, zone: tzinfo, words: ResultWords) -> ClosedWave:
    """The wave with its results and those of the waves before. Raises CannotExport."""
    waves = await unit.waves.all()
    found = next((one for one in waves if one.id == wave), None)
    if found is None:
        known = ", ".join(one.id for one in waves if one.stage is Stage.CLOSED) or "no"
        raise CannotExport(words.say("results-export-no-wave", wave=wave, known=known))
    if found.stage is not Stage.CLOSED:
        raise CannotExport(words.say("results-export-open", wave=wave))
    if found.counted.sheets is None:
        raise CannotExport(words.say("results-export-few", wave=wave))
    before = [one for one in waves if one.survey == found.survey and one.opens < found.opens]
    earlier = [await _published(unit, one, zone) for one in sorted(before, key=_opening)]
    try:
        told = about(found, zone)
    except Altered:
        raise CannotExport(words.say("results-export-altered", wave=wave)) from None
    sheets = await unit.results.get(wave)
    return ClosedWave(told, sheets, words, [one for one in earlier if one is not None])


async def _published(unit: SurveyUnit, wave: Wave, zone: tzinfo) -> Results | None:
    """What was published of a former wave; None where there is nothing to compare with."""
    if wave.stage is not Stage.CLOSED or wave.counted.sheets is None:
        return None
    try:
        told = about(wave, zone)
        return results(told, tally_of(told.questionnaire, await unit.results.get(wave.id)))
    except (Altered, TooFew):
        return None


def _opening(wave: Wave) -> datetime:
    return wave.opens
