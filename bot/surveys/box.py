"""The sealed box of the running program: opens waves and takes ballots (ANONYMITY 1-5).

A person is told "accepted" once their sheet and tag wait in the pool and in its mirror. From there
on the two go together and are never apart: both wait, both are in the box, or both are lost.
"""

import asyncio
from dataclasses import replace
from datetime import date, datetime

import structlog

from bot.surveys.closing import Closing, Purge
from bot.surveys.keys import KeyFile
from bot.surveys.mirror import Mirror
from bot.surveys.stored_wave import move, stored
from bot.surveys.waiting import Holds, WaitingSheets
from storage.errors import RowRefused, StorageError
from storage.surveys.store import SurveyStore, SurveyUnit
from surveys.ballot import Ballot, longest, packed
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.pool import Waiting
from surveys.ports import AlreadyAnswered, KeysLost, Sheets, WaveExists
from surveys.sealing import sealed, tag_of
from surveys.wave import NotNow, Stage, Wave

log = structlog.get_logger(__name__)


class Box:
    """All waves of one installation; one process at a time owns it, as `holds` tells.

    Without a `mirror` the pool is in memory only.
    """

    def __init__(
        self,
        store: SurveyStore,
        keys: KeyFile,
        mirror: Mirror | None = None,
        purge: Purge | None = None,
        holds: Holds | None = None,
    ) -> None:
        self._store, self._keys, self._lock = store, keys, asyncio.Lock()
        self._waiting = WaitingSheets(store, mirror, holds)
        self._closing = Closing(store, keys, self._waiting, self._lock, purge)

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's answers."""
        return "Box()"

    async def start(self) -> None:
        """Take up what waited when the program ended; the storage has to be prepared.

        Waves that this database does not know wait on: it may be the wrong database. Once more
        after the ownership was lost: another owner may have changed everything. Raises
        StorageError, OSError, Exposed; nothing is lost then.
        """
        async with self._lock:
            self._keys.tidy()
            await self._waiting.take_up()

    async def open(self, wave: Wave, analyst: bytes | None = None) -> Wave:
        """Open a wave with keys of its own; returns it as it is stored.

        `wave.public_key` and `.length` are filled in here. With `analyst`, the public half of their
        key, only they can open its sheets. Raises Altered, WaveExists, Exposed, Damaged, OSError,
        and ValueError when the analyst's key is none.
        """
        length = longest(questionnaire_of(wave))
        async with self._lock, self._store.begin() as unit:
            if await unit.waves.get(wave.id) is not None:
                raise WaveExists(wave.id)
            stale = self._keys.get(wave.id) is None
            public = self._keys.make(wave.id, analyst).public
            mine = analyst is not None
            ready = replace(wave, length=length, public_key=public, with_analyst=mine)
            await unit.waves.add(ready)
            await unit.box.make(ready.id)
        if stale:  # of a wave of this name in a database that is gone, like its keys
            self._waiting.forget(ready.id)
        return ready

    async def waves(self) -> list[Wave]:
        """All waves, the earliest first."""
        async with self._store.begin() as unit:
            return await unit.waves.all()

    async def running(self, now: datetime) -> list[Wave]:
        """The waves that take answers. `now` is aware UTC."""
        return [wave for wave in await self.waves() if wave.takes_answers(now)]

    async def results(self, wave: str) -> Sheets:
        """What was answered in a wave that is counted; empty for any other."""
        async with self._store.begin() as unit:
            return await unit.results.get(wave)

    async def participation(self, wave: str) -> int | None:
        """How many are known to have answered, as of the latest flush; None once it is closing."""
        async with self._store.begin() as unit:
            found = await stored(unit, wave)
            return await unit.box.people(wave) if found.stage is Stage.OPEN else None

    async def has_answered(self, wave: str, who: Person) -> bool:
        """Has this person answered? Raises WaveUnknown, KeysLost, NotNow once it is closing."""
        async with self._lock, self._store.begin() as unit:
            found = await stored(unit, wave)
            if found.stage is not Stage.OPEN:
                raise NotNow(found.stage)
            tag = tag_of(who.platform, who.id, self._keys.of(found).tag)
            return await self._is_known(unit, wave, tag)

    async def submit(self, wave: str, who: Person, ballot: Ballot, now: datetime) -> None:
        """Take a finished ballot; see `surveys.ports.SurveyBox`. `now` is aware UTC."""
        async with self._lock:
            async with self._store.begin() as unit:
                found = await stored(unit, wave)
                if not found.takes_answers(now):
                    raise NotNow(found.stage)
                tag = tag_of(who.platform, who.id, self._keys.of(found).tag)
                if await self._is_known(unit, wave, tag):
                    raise AlreadyAnswered
            sheet = packed(ballot, questionnaire_of(found))
            await self._waiting.keep(
                wave, Waiting(tag, sealed(sheet, found.length, found.public_key))
            )
            try:
                await self._waiting.flush(found)
            except (StorageError, RowRefused, OSError) as error:  # all wait on
                log.warning("survey_flush_failed", error=type(error).__name__)

    async def close(self, wave: str, on: date, analyst: bytes | None = None) -> Wave:
        """Close the wave, or go on where closing stopped; see `closing.Closing.close`."""
        return await self._closing.close(wave, on, analyst)

    async def give_up(self, wave: str, on: date) -> Wave:
        """End a wave whose keys are lost; see `closing.Closing.give_up`."""
        return await self._closing.give_up(wave, on)

    def can_open(self, wave: Wave) -> bool:
        """The keys of this wave are here. Never where the analyst has them: nobody here can tell.

        Raises Exposed, Damaged, OSError.
        """
        try:
            return self._keys.opening(wave) is not None
        except KeysLost:
            return False

    async def mark_lost(self, wave: Wave, *, lost: bool) -> None:
        """Ask the owner to give it up, or take that back. Raises NotNow when it has moved on."""
        async with self._store.begin() as unit:
            await move(unit, replace(wave, keys_lost=lost), wave.stage)

    async def end_early(self, wave: Wave, now: datetime) -> None:
        """Let its time be over now, and be told so in its results. Raises NotNow."""
        async with self._store.begin() as unit:
            await move(unit, replace(wave, closes=now), Stage.OPEN)

    async def _is_known(self, unit: SurveyUnit, wave: str, tag: bytes) -> bool:
        return self._waiting.includes(wave, tag) or bool(await unit.box.known(wave, [tag]))
