"""Closing a wave: the last flush, the counting, the wiping of every trace (ANONYMITY 5).

Each step can be repeated: closing goes on where it stopped.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import structlog

from bot.surveys.keys import KeyFile
from bot.surveys.stored_wave import move, stored
from bot.surveys.waiting import WaitingSheets
from storage.surveys.store import SurveyStore, SurveyUnit
from surveys.definition import questionnaire_of
from surveys.emptying import Emptying
from surveys.pool import Flush, last, mixed
from surveys.sealing import belongs
from surveys.wave import Counted, NotNow, Stage, Wave

Purge = Callable[[str], Awaitable[None]]
"""Removes invitations and reminders of a wave from the front desk's storage; may be repeated."""

log = structlog.get_logger("bot.surveys.box")  # for who reads the log, one part of the program


class WrongKey(Exception):
    """The analyst's key is not the one this wave's sheets were sealed for."""


class Closing:
    """One wave at a time. Under the box's `lock` nothing is handed in meanwhile."""

    def __init__(
        self,
        store: SurveyStore,
        keys: KeyFile,
        waiting: WaitingSheets,
        lock: asyncio.Lock,
        purge: Purge | None = None,
    ) -> None:
        self._store, self._keys, self._waiting = store, keys, waiting
        self._lock, self._purge = lock, purge
        self._closing = asyncio.Lock()

    async def close(self, wave: str, on: date, analyst: bytes | None = None) -> Wave:
        """Close the wave, or go on where closing stopped; closing twice is harmless.

        `on` is today's date at the authority, `analyst` the key that opens the sheets where only
        the analyst has it; without it such a wave stays CLOSING. Raises WaveUnknown, KeysLost,
        WrongKey, Altered, StorageError, OSError: then it can be tried again.
        """
        async with self._closing:
            async with self._store.begin() as unit:
                found = await stored(unit, wave)
            if found.stage is Stage.OPEN:
                found = await self._take_no_more(found)
            if found.stage is Stage.CLOSING:
                self._waiting.forget(wave)
                key = analyst or self._keys.opening(found)
                if key is None:
                    return found
                found = await self._count(found, key)
            return await self._finish(found, on)

    async def give_up(self, wave: str, on: date) -> Wave:
        """End a wave whose keys are lost: everything answered in it is destroyed unread.

        `on` is today's date at the authority. What waits in the memory of another process is left
        to it: let the owner do this. Raises WaveUnknown, NotNow when it has been counted already,
        StorageError, OSError.
        """
        async with self._closing:
            async with self._lock, self._store.begin() as unit:
                found = await stored(unit, wave)
                ended = found.given_up()
                await move(unit, ended, found.stage)
                await unit.mail.drop(wave)
                await unit.box.drop(wave)
            return await self._finish(ended, on)

    async def _take_no_more(self, wave: Wave) -> Wave:
        """The last flush; from here on nobody's participation is known, nor who was invited."""
        async with self._lock, self._store.begin() as unit:
            left = await self._waiting.left(unit, wave)
            going = last(left, wave.level)
            others = await unit.box.count(wave.id)
            closing = wave.closing(remainder=bool(left and not going and others))
            closing = replace(closing, invited=await _invited(unit, wave))
            await move(unit, closing, wave.stage)
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
            await move(unit, counted, wave.stage)
            if counted.counted.sheets is not None:
                await unit.results.put(wave.id, sheets)
            await unit.box.drop(wave.id)
        return counted

    async def _finish(self, wave: Wave, on: date) -> Wave:
        """Wipe the traces, destroy the keys, put it on record."""
        if wave.stage is Stage.CLOSED:
            return wave
        self._waiting.forget(wave.id)
        if self._purge:
            await self._purge(wave.id)
        await self._store.sweep()
        self._keys.destroy(wave.id)
        closed = wave.ended(on)
        async with self._store.begin() as unit:
            if not await unit.waves.move(closed, wave.stage):
                closed = await stored(unit, wave.id)  # another process was quicker
                if closed.stage is not Stage.CLOSED:
                    raise NotNow(closed.stage)
        log.info("survey_wave_closed")
        return closed


async def _invited(unit: SurveyUnit, wave: Wave) -> int | None:
    """What was said by hand, else how many invitations went out."""
    if wave.invited is not None or not await unit.mail.is_drawn_up(wave.id):
        return wave.invited
    return await unit.mail.invited(wave.id) or None
