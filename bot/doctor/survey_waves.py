"""Checks of waves: those that wait for a key, that nobody can open, that nobody has closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.doctor.database import is_there
from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from bot.surveys.keys import Damaged, KeyFile
from bot.surveys.secret_file import Exposed
from storage.errors import RowRefused, StorageError
from storage.surveys.store import SurveyStore, beside
from storage.surveys.tables import VERSION
from surveys.wave import Stage, Wave

TOPIC = "survey-waves"
_LATE = timedelta(minutes=10)
"""A wave of many answers takes some minutes to close."""


async def waves(
    settings: Settings, now: datetime, *, elsewhere: bool = False, running: bool = False
) -> list[Finding]:
    """Each wave that is not over. `now` is aware; `running`: the program answers here.

    `elsewhere`: another machine owns the surveys, and has the keys.
    """
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(beside(url))
    if file is not None and not is_there(file):
        return [fine(TOPIC, "survey-waves-none")]
    try:
        known = await _known(url)
    except (StorageError, RowRefused) as trouble:
        return [problem(TOPIC, "survey-waves-silent", why=str(trouble))]
    if known is None:
        return [problem(TOPIC, "survey-waves-newer")]
    under_way = [wave for wave in known if wave.stage is not Stage.CLOSED]
    if not under_way:
        return [fine(TOPIC, "survey-waves-over" if known else "survey-waves-none")]
    keys = _Keys(settings.surveys.key_file)
    lost = "survey-wave-not-here" if elsewhere else "survey-wave-lost"
    tell = warning if elsewhere else problem
    found = []
    for wave in under_way:
        if keys.lack(wave):
            found.append(tell(TOPIC, lost, wave=wave.id))
        else:
            closes = wave.closes.astimezone(settings.authority.timezone)
            found.append(_judged(wave, closes, now, keys, running=running or elsewhere))
    return found


class _Keys:
    """What the key file has for waves; one that can't be read is told of by itself."""

    def __init__(self, file: Path | None) -> None:
        self._file = KeyFile(file) if file else None

    def lack(self, wave: Wave) -> bool:
        """Keys of this wave are needed, and not there."""
        waits = wave.stage is Stage.CLOSING and wave.with_analyst
        return not waits and wave.stage is not Stage.COUNTED and self._have(wave) is False

    def are_sure(self, wave: Wave) -> bool:
        """They are there."""
        return bool(self._have(wave))

    def _have(self, wave: Wave) -> bool | None:
        if self._file is None:
            return None
        try:
            keys = self._file.get(wave.id)
        except (Exposed, Damaged, OSError):
            return None
        if keys is None or keys.public != wave.public_key:
            return False
        return wave.with_analyst or keys.private is not None


async def _known(url: str) -> Sequence[Wave] | None:
    """All waves; None when a newer program made the tables."""
    store = SurveyStore.open(url)
    try:
        made = await store.version()
        if made is None or made > VERSION:
            return [] if made is None else None
        async with store.begin() as unit:
            return await unit.waves.all()
    finally:
        await store.close()


def _judged(wave: Wave, closes: datetime, now: datetime, keys: _Keys, *, running: bool) -> Finding:
    """`closes` is in the authority's zone."""
    named = {"wave": wave.id, "closes": f"{closes:%d.%m.%Y %H:%M}"}
    if wave.stage is Stage.CLOSING and wave.with_analyst:
        return warning(TOPIC, "survey-wave-waits", **named)
    if wave.is_due_to_close(now - _LATE):
        return warning(TOPIC, "survey-wave-stuck" if running else "survey-wave-overdue", **named)
    return fine(TOPIC, "survey-wave-fine" if keys.are_sure(wave) else "survey-wave-open", **named)
