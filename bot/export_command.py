"""`otklik export appeals`: the register of appeals as a file on this machine."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from appeals.register import Which
from bot.admin_words import say
from bot.register_columns import Look
from bot.register_csv import RegisterCsv
from bot.register_export import Sheet, departments, export
from bot.register_file import RegisterFile
from bot.register_words import about
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from bot.texts import Texts
from handlers.papers import Paper
from handlers.periods import Period, read_day
from storage.errors import RowRefused, StorageError
from storage.store import Store

FORMATS = ("xlsx", "csv")

Make = Callable[[Path], Sheet]


class CannotExport(Exception):
    """Nothing was written; `str` says in Russian why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The command's options as they were typed."""

    since: str = ""
    until: str = ""
    state: str = Which.ALL.value
    out: Path | None = None
    format: str = ""
    names: bool = False
    force: bool = False


def export_appeals(settings: Settings, wanted: Wanted, now: datetime) -> str:
    """Write the file; returns what to tell. Raises CannotExport, then nothing has changed.

    Without `names` clients are codes and personal data in the subjects is hidden (F4): whoever
    takes names out of the system says so.
    """
    paper = Paper(_which(wanted.state), _period(wanted))
    kind = _format(wanted)
    file = wanted.out or Path(_name(paper, now.astimezone(settings.authority.timezone), kind))
    _writable(file, wanted)
    look = Look(
        Texts(settings.texts.folder, strict=False),
        settings.authority.timezone,
        now,
        wanted.names,
    )

    def sheet(path: Path) -> Sheet:
        if kind == "csv":
            return RegisterCsv(path, look)
        return RegisterFile(path, look, about(paper, look))

    count = asyncio.run(_export(settings, paper, look, file, sheet))
    done = "export-done-names" if wanted.names else "export-done"
    return say(done, count=str(count), file=_shown(file))


async def _export(settings: Settings, paper: Paper, look: Look, file: Path, sheet: Make) -> int:
    url = settings.storage.url.get_secret_value()
    database = sqlite_file(url)
    if database is not None and not database.exists():
        raise CannotExport(say("export-no-database", file=str(database)))
    store = Store.open(url)
    try:
        if (await store.revision()).pending:
            raise CannotExport(say("dead-older"))
        look.departments = await departments(store, look.now)
        return await export(store, paper.question(look.zone, look.now), file, sheet)
    except (StorageError, RowRefused) as error:
        raise CannotExport(say("export-storage", why=str(error))) from None
    except OSError as error:
        raise CannotExport(say("export-not-written", file=_shown(file), why=_why(error))) from None
    finally:
        await store.close()


def _which(state: str) -> Which:
    if state not in {Which.ALL.value, Which.OPEN.value}:
        raise CannotExport(say("export-wrong-state", given=_shown(state)))
    return Which(state)


def _period(wanted: Wanted) -> Period:
    since, until = _day("--from", wanted.since), _day("--to", wanted.until)
    if since and until and since > until:
        raise CannotExport(say("export-wrong-order"))
    return Period(since, until)


def _day(option: str, text: str) -> date | None:
    day = read_day(text)
    if text and day is None:
        raise CannotExport(say("export-wrong-date", option=option, given=_shown(text)))
    return day


def _format(wanted: Wanted) -> str:
    """As told, else by the file's ending, else XLSX."""
    ending = wanted.out.suffix.lower().removeprefix(".") if wanted.out else ""
    chosen = wanted.format.lower() or (ending if ending in FORMATS else FORMATS[0])
    if chosen not in FORMATS:
        raise CannotExport(say("export-wrong-format", given=_shown(wanted.format)))
    return chosen


def _name(paper: Paper, today: datetime, kind: str) -> str:
    days = [day.isoformat() for day in (paper.period.since, paper.period.until) if day]
    return f"reestr-{'-'.join(days) or today.date().isoformat()}.{kind}"


def _writable(file: Path, wanted: Wanted) -> None:
    if file.is_dir():
        raise CannotExport(say("export-folder", file=_shown(file)))
    if not file.parent.is_dir():
        raise CannotExport(say("export-no-folder", folder=_shown(file.parent)))
    if file.exists() and not wanted.force:
        raise CannotExport(say("export-there", file=_shown(file)))


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _shown(typed: str | Path) -> str:
    """As it was typed, also where the locale knows no Russian."""
    return str(typed).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
