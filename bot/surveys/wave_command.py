"""`otklik survey keygen|open|close|give-up`: by hand, beside the running program or without it."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.settings import Settings
from bot.surveys.analyst import ended, ended_by_hand, giving_up
from bot.surveys.box import Box
from bot.surveys.closing import WrongKey
from bot.surveys.keys import (
    Damaged,
    KeyFile,
    destroy_analyst_key,
    make_analyst_key,
    read_analyst_key,
)
from bot.surveys.mirror import mirror_of, runtime_folder
from bot.surveys.ownership import OwnedElsewhere, is_owned_here, owning
from bot.surveys.questionnaire_file import shown
from bot.surveys.secret_file import Exposed
from bot.surveys.waves import CannotOpen, Wanted, Waves
from bot.texts import Texts
from handlers.conversation import Words
from storage.errors import NewerDatabase, StorageError
from storage.surveys.store import SurveyStore
from surveys.ports import KeysLost
from surveys.wave import Stage, Wave

LOOK_EVERY = 0.5
PATIENCE = 120.0
"""Seconds for the running program to close a wave; opening 100,000 sheets takes a while."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to tell, and whether it was done."""

    text: str
    done: bool


class Refused(Exception):
    """It can't be done; `words` say why."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.words = Words(key, args)


@dataclass(frozen=True, slots=True)
class _Open:
    """The surveys' storage while a command works."""

    store: SurveyStore
    box: Box
    settings: Settings
    texts: Texts

    @property
    def waves(self) -> Waves:
        return self.with_box(self.box)

    def with_box(self, box: Box) -> Waves:
        return Waves(box, self.settings.surveys, self.settings.authority.timezone, self.texts)


def keygen(settings: Settings | None, file: Path) -> Answer:
    """A key of the analyst's own; what is to be passed on is shown."""
    texts = _texts(settings)
    try:
        public = make_analyst_key(file)
    except FileExistsError:
        return _said(texts, "survey-key-there", file=shown(file))
    except OSError as error:
        return _said(texts, "survey-key-not-written", file=shown(file), why=_why(error))
    made = Words("survey-key-made", {"file": shown(file), "public": public})
    return Answer(texts.plain(made), done=True)


def wanted_of(days: int | None, invited: int | None, analyst: str) -> Wanted:
    """As it was typed; what is no key is refused when the wave is opened."""
    try:
        public = bytes.fromhex(analyst) if analyst else None
    except ValueError:
        public = b"no key"
    return Wanted(days, invited, public)


async def opened(
    settings: Settings, name: str, now: datetime, wanted: Wanted | None = None
) -> Answer:
    """Open a wave; the running program asks people within seconds. `now` is aware UTC."""
    texts, zone = _texts(settings), settings.authority.timezone
    try:
        async with _opened(settings, texts) as open_:
            await _keys_belong_here(open_.store, _key_file(settings))
            wave = await open_.waves.open(name, now, wanted)
    except CannotOpen as why:
        return Answer(str(why), done=False)
    except Exception as error:
        return Answer(texts.plain(_trouble(error)), done=False)
    closes = f"{wave.closes.astimezone(zone):%d.%m.%Y %H:%M}"
    args = {"wave": wave.id, "closes": closes, "code": wave.survey}
    return Answer(texts.plain(Words("survey-opened", args)), done=True)


async def closed(
    settings: Settings, name: str, now: datetime, key_file: Path | None = None
) -> Answer:
    """Close a wave before its time, or bring the analyst's key; `now` is aware UTC."""
    texts = _texts(settings)
    try:
        key = read_analyst_key(key_file) if key_file else None
        async with _opened(settings, texts) as open_:
            wave = await _named(open_.waves, name)
            wave = await _closed(open_, wave, now, key, settings)
    except Exception as error:
        return Answer(texts.plain(_trouble(error)), done=False)
    if key_file is not None and wave.stage is Stage.CLOSED:
        destroy_analyst_key(key_file)
    words = ended_by_hand(wave, "survey-results-by-command")
    return Answer(texts.plain(words), done=wave.stage is Stage.CLOSED)


async def given_up(
    settings: Settings, name: str, now: datetime, confirmed: Callable[[str, str], bool]
) -> Answer:
    """Destroy a wave that nobody can open. `now` is aware UTC.

    `confirmed` is asked with what will happen and the wave's name, before anything does.
    """
    texts = _texts(settings)
    try:
        async with _opened(settings, texts) as open_:
            wave = await _named(open_.waves, name)
            if wave.stage is Stage.COUNTED:  # interrupted: what is left needs no keys
                wave = await _closed(open_, wave, now, None, settings)
            if wave.stage not in {Stage.OPEN, Stage.CLOSING}:
                return Answer(texts.plain(ended(wave)), done=wave.stage is Stage.CLOSED)
            if not open_.waves.is_lost(wave):
                raise Refused("survey-give-up-keys-here", wave=wave.id)
            if not confirmed(texts.plain(giving_up(wave)), wave.id):
                raise Refused("survey-give-up-not", wave=wave.id)
            wave = await _given_up(open_, wave, now, settings)
    except Exception as error:
        return Answer(texts.plain(_trouble(error)), done=False)
    return Answer(texts.plain(ended(wave)), done=wave.stage is Stage.CLOSED)


async def _given_up(open_: _Open, wave: Wave, now: datetime, settings: Settings) -> Wave:
    """By the owner, who forgets what waits as well, and who may have the keys."""
    file = _key_file(settings)
    try:
        async with owning(file, open_.store.leadership):
            box = Box(open_.store, KeyFile(file), mirror_of(file, runtime_folder(os.environ)))
            await box.start()
            return await open_.with_box(box).give_up(wave, now)
    except OwnedElsewhere:
        await open_.waves.ask_to_give_up(wave)
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        found = await _named(open_.waves, wave.id)
        if found.stage is Stage.CLOSED:
            return found
        if not found.keys_lost:
            raise Refused("survey-give-up-keys-there", wave=wave.id)
        await asyncio.sleep(LOOK_EVERY)
    raise Refused("survey-not-closed-yet", wave=wave.id)


async def _closed(
    open_: _Open, wave: Wave, now: datetime, key: bytes | None, settings: Settings
) -> Wave:
    """By the program that owns the surveys where one runs, for it has the answers that wait."""
    if wave.stage is Stage.OPEN:
        async with open_.store.begin() as unit:
            await unit.waves.move(replace(wave, closes=now), Stage.OPEN)
    file = _key_file(settings)
    try:
        async with owning(file, open_.store.leadership):
            box = Box(open_.store, KeyFile(file), mirror_of(file, runtime_folder(os.environ)))
            await box.start()
            return await open_.with_box(box).close(wave, now, key)
    except OwnedElsewhere:
        wave = await _waited(open_.waves, wave)
    if wave.stage is Stage.CLOSING and key is not None:
        return await open_.waves.close(wave, now, key)
    return wave


async def _waited(waves: Waves, wave: Wave) -> Wave:
    """Until the running program has closed it, or waits for the analyst's key."""
    for _ in range(int(PATIENCE / LOOK_EVERY)):
        found = await _named(waves, wave.id)
        if found.stage is Stage.CLOSED or (found.stage is Stage.CLOSING and found.with_analyst):
            return found
        await asyncio.sleep(LOOK_EVERY)
    raise Refused("survey-not-closed-yet", wave=wave.id)


async def _named(waves: Waves, name: str) -> Wave:
    found = await waves.named(name)
    if found is None:
        raise Refused("survey-no-such-wave", name=name)
    return found


@asynccontextmanager
async def _opened(settings: Settings, texts: Texts) -> AsyncIterator[_Open]:
    """Without the mirror: what waits in it is the owner's."""
    store = SurveyStore.open(settings.storage.url.get_secret_value())
    try:
        box = Box(store, KeyFile(_key_file(settings)))
        await store.prepare()
        yield _Open(store, box, settings, texts)
    finally:
        await store.close()


async def _keys_belong_here(store: SurveyStore, file: Path) -> None:
    """The owner must have a wave's keys, and it may be on another machine."""
    if not is_owned_here(file) and not await store.leadership.leads():
        raise Refused("survey-owned-elsewhere")


def _key_file(settings: Settings) -> Path:
    if settings.surveys.key_file is None:
        raise Refused("survey-switched-off")
    return settings.surveys.key_file


def _trouble(error: Exception) -> Words:
    """In Russian, with nobody's data. Raises what nobody foresaw."""
    match error:
        case Refused():
            words = error.words
        case KeysLost():
            words = Words("survey-keys-lost", {"wave": str(error)})
        case WrongKey():
            words = Words("survey-wrong-key")
        case Exposed():
            words = Words("survey-key-exposed", {"file": shown(error.file)})
        case Damaged():
            words = Words("survey-key-damaged", {"file": shown(error.file)})
        case FileNotFoundError():
            words = Words("survey-key-missing")
        case ValueError():
            words = Words("survey-key-no-key")
        case StorageError() | NewerDatabase() | OSError():
            words = Words("survey-failed", {"why": _why(error)})
        case _:
            raise error
    return words


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _texts(settings: Settings | None) -> Texts:
    return Texts(settings.texts.folder if settings else None, strict=False)


def _said(texts: Texts, key: str, **args: str | int) -> Answer:
    return Answer(texts.plain(Words(key, args)), done=False)
