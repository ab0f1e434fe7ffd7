"""The sealed box of the running program: takes ballots, mixes them, closes waves (ANONYMITY 1-5).

A person is told "accepted" once their sheet and tag wait in the pool and in its mirror. From there
on the two go together and are never apart: both wait, both are in the box, or both are lost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import structlog

from bot.surveys.keys import KeyFile
from bot.surveys.mirror import Mirror, Pool
from storage.errors import RowRefused, StorageError
from storage.surveys.store import SurveyStore, SurveyUnit
from surveys.ballot import Ballot, longest, packed
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.emptying import Emptying
from surveys.pool import Flush, Waiting, drawn, due, last, mixed
from surveys.ports import AlreadyAnswered, KeysLost, Sheets, WaveExists, WaveUnknown
from surveys.sealing import WaveKeys, belongs, sealed, tag_of
from surveys.wave import Counted, NotNow, Stage, Wave

Purge = Callable[[str], Awaitable[None]]
"""Removes invitations and reminders of a wave from the front desk's storage; may be repeated."""

Holds = Callable[[], Awaitable[bool]]
"""Whether this process owns the surveys now, and did all the time; see `ownership.Ownership`."""

log = structlog.get_logger(__name__)


class WrongKey(Exception):
    """The analyst's key is not the one this wave's sheets were sealed for."""


class NotOwner(Exception):
    """This process has lost the surveys to another one, or to nobody yet: it takes no answers."""


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
        self._store, self._keys, self._mirror = store, keys, mirror
        self._purge, self._holds = purge, holds
        self._pool: Pool = {}
        self._lock, self._closing = asyncio.Lock(), asyncio.Lock()

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
            found = self._mirror.read() if self._mirror else dict(self._pool)
            async with self._store.begin() as unit:
                for wave in await unit.waves.all():
                    waiting = found.pop(wave.id, [])
                    if wave.stage is Stage.OPEN:
                        self._pool[wave.id] = await _not_yet(unit, wave, waiting)
            self._pool |= found
            self._reflect()

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
            public = self._keys.make(wave.id, analyst).public
            mine = analyst is not None
            ready = replace(wave, length=length, public_key=public, with_analyst=mine)
            await unit.waves.add(ready)
            await unit.box.make(ready.id)
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
            found = await _wave(unit, wave)
            return await unit.box.people(wave) if found.stage is Stage.OPEN else None

    async def has_answered(self, wave: str, who: Person) -> bool:
        """Has this person answered? Raises WaveUnknown, KeysLost, NotNow once it is closing."""
        async with self._lock, self._store.begin() as unit:
            found = await _wave(unit, wave)
            if found.stage is not Stage.OPEN:
                raise NotNow(found.stage)
            tag = tag_of(who.platform, who.id, self._keys_of(found).tag)
            return await self._is_known(unit, wave, tag)

    async def submit(self, wave: str, who: Person, ballot: Ballot, now: datetime) -> None:
        """Take a finished ballot; see `surveys.ports.SurveyBox`. `now` is aware UTC."""
        async with self._lock:
            async with self._store.begin() as unit:
                found = await _wave(unit, wave)
                if not found.takes_answers(now):
                    raise NotNow(found.stage)
                tag = tag_of(who.platform, who.id, self._keys_of(found).tag)
                if await self._is_known(unit, wave, tag):
                    raise AlreadyAnswered
            sheet = packed(ballot, questionnaire_of(found))
            await self._keep(wave, Waiting(tag, sealed(sheet, found.length, found.public_key)))
            try:
                await self._flush(found)
            except (
                StorageError,
                RowRefused,
                OSError,
            ) as error:  # all wait on; the next flush takes them
                log.warning("survey_flush_failed", error=type(error).__name__)

    async def close(self, wave: str, on: date, analyst: bytes | None = None) -> Wave:
        """Close the wave, or go on where closing stopped; closing twice is harmless.

        `on` is today's date at the authority, `analyst` the key that opens the sheets where only
        the analyst has it; without it such a wave stays CLOSING. Raises WaveUnknown, KeysLost,
        WrongKey, Altered, StorageError, OSError: then it can be tried again.
        """
        async with self._closing:
            async with self._store.begin() as unit:
                found = await _wave(unit, wave)
            if found.stage is Stage.OPEN:
                found = await self._take_no_more(found)
            if found.stage is Stage.CLOSING:
                self._forget(wave)
                key = analyst or self._opening_key(found)
                if key is None:
                    return found
                found = await self._count(found, key)
            return await self._finish(found, on)

    def can_open(self, wave: Wave) -> bool:
        """The keys of this wave are here. Never where the analyst has them: nobody here can tell.

        Raises Exposed, Damaged, OSError.
        """
        try:
            return self._opening_key(wave) is not None
        except KeysLost:
            return False

    async def give_up(self, wave: str, on: date) -> Wave:
        """End a wave whose keys are lost: everything answered in it is destroyed unread.

        `on` is today's date at the authority. What waits in the memory of another process is left
        to it: let the owner do this. Raises WaveUnknown, NotNow when it has been counted already,
        StorageError, OSError.
        """
        async with self._closing:
            async with self._lock, self._store.begin() as unit:
                found = await _wave(unit, wave)
                ended = found.given_up()
                await _move(unit, ended, found.stage)
                await unit.mail.drop(wave)
                await unit.box.drop(wave)
            return await self._finish(ended, on)

    async def mark_lost(self, wave: Wave, *, lost: bool) -> None:
        """Ask the owner to give it up, or take that back. Raises NotNow when it has moved on."""
        async with self._store.begin() as unit:
            await _move(unit, replace(wave, keys_lost=lost), wave.stage)

    async def _take_no_more(self, wave: Wave) -> Wave:
        """The last flush; from here on nobody's participation is known, nor who was invited."""
        async with self._lock, self._store.begin() as unit:
            left = await _not_yet(unit, wave, self._pool.get(wave.id, []))
            going = last(left, wave.level)
            others = await unit.box.count(wave.id)
            closing = wave.closing(remainder=bool(left and not going and others))
            closing = replace(closing, invited=await _invited(unit, wave))
            await _move(unit, closing, wave.stage)
            await unit.mail.drop(wave.id)
            await unit.box.drop_tags(wave.id)
            await unit.box.put(wave.id, Flush(sheets=mixed(going).sheets))
        return closing

    async def _count(self, wave: Wave, key: bytes) -> Wave:
        """Open every sheet, write the results, drop the sheets: the last two in one step."""
        if not belongs(key, wave.public_key):
            raise WrongKey
        emptying = Emptying(questionnaire_of(wave), key)
        async with self._store.begin() as unit:
            async for sealed_ones in unit.box.sheets(wave.id):
                await asyncio.to_thread(emptying.add, sealed_ones)
        sheets = await asyncio.to_thread(emptying.done)
        counted = wave.with_results(Counted(len(sheets.rows), emptying.spoiled))
        async with self._store.begin() as unit:
            await _move(unit, counted, wave.stage)
            if counted.counted.sheets is not None:
                await unit.results.put(wave.id, sheets)
            await unit.box.drop(wave.id)
        return counted

    async def _finish(self, wave: Wave, on: date) -> Wave:
        """Wipe the traces, destroy the keys, put it on record."""
        if wave.stage is Stage.CLOSED:
            return wave
        self._forget(wave.id)
        if self._purge:
            await self._purge(wave.id)
        await self._store.sweep()
        self._keys.destroy(wave.id)
        closed = wave.ended(on)
        async with self._store.begin() as unit:
            if not await unit.waves.move(closed, wave.stage):
                closed = await _wave(unit, wave.id)  # another process was quicker
                if closed.stage is not Stage.CLOSED:
                    raise NotNow(closed.stage)
        log.info("survey_wave_closed")
        return closed

    async def _flush(self, wave: Wave) -> None:
        waiting = self._pool[wave.id]
        if not due(waiting, wave.level):
            return
        async with self._store.begin() as unit:
            # a flush whose commit was not answered may have been kept nevertheless
            waiting = await _not_yet(unit, wave, waiting)
            taken = drawn(waiting, wave.level)
            await unit.box.put(wave.id, mixed(taken))
        gone = {one.tag for one in taken}
        self._pool[wave.id] = [one for one in waiting if one.tag not in gone]
        self._reflect()

    async def _is_known(self, unit: SurveyUnit, wave: str, tag: bytes) -> bool:
        waits = any(one.tag == tag for one in self._pool.get(wave, []))
        return waits or bool(await unit.box.known(wave, [tag]))

    async def _keep(self, wave: str, one: Waiting) -> None:
        """In memory and in the mirror, or in neither.

        Whether this is the owner is asked last: who still is now was when the sheet was kept, so
        that nobody is told "accepted" by two owners.
        """
        before = self._pool.get(wave, [])
        self._pool[wave] = [*before, one]
        try:
            self._reflect()
            if self._holds and not await self._holds():
                raise NotOwner
        except BaseException:
            self._pool[wave] = before
            self._reflect()
            raise

    def _forget(self, wave: str) -> None:
        self._pool.pop(wave, None)
        self._reflect()

    def _reflect(self) -> None:
        if self._mirror:
            self._mirror.write(self._pool)

    def _keys_of(self, wave: Wave) -> WaveKeys:
        """Raises KeysLost, also for those of another wave of the same name."""
        keys = self._keys.get(wave.id)
        if keys is None or keys.public != wave.public_key:
            raise KeysLost(wave.id)
        return keys

    def _opening_key(self, wave: Wave) -> bytes | None:
        """None while the analyst has not brought it. Raises KeysLost."""
        if wave.with_analyst:
            return None
        private = self._keys_of(wave).private
        if private is None:
            raise KeysLost(wave.id)
        return private


async def _wave(unit: SurveyUnit, wave: str) -> Wave:
    found = await unit.waves.get(wave)
    if found is None:
        raise WaveUnknown(wave)
    return found


async def _move(unit: SurveyUnit, wave: Wave, was: Stage) -> None:
    if not await unit.waves.move(wave, was):
        raise NotNow(was)


async def _invited(unit: SurveyUnit, wave: Wave) -> int | None:
    """What was said by hand, else how many invitations went out."""
    if wave.invited is not None or not await unit.mail.is_drawn_up(wave.id):
        return wave.invited
    return await unit.mail.invited(wave.id) or None


async def _not_yet(unit: SurveyUnit, wave: Wave, waiting: Sequence[Waiting]) -> list[Waiting]:
    """Those of them that no flush has taken into the box."""
    known = await unit.box.known(wave.id, [one.tag for one in waiting])
    return [one for one in waiting if one.tag not in known]
