"""Sheets that wait for the next flush, with their tags: in memory and in its mirror (ANONYMITY 3).

`keep`, `flush` and `take_up` are called one at a time: under the box's lock.
"""

from collections.abc import Awaitable, Callable, Sequence

from bot.surveys.mirror import Mirror, Pool
from storage.surveys.store import SurveyStore, SurveyUnit
from surveys.pool import Waiting, drawn, due, mixed
from surveys.wave import Stage, Wave

Holds = Callable[[], Awaitable[bool]]
"""Whether this process owns the surveys now, and did all the time; see `ownership.Ownership`."""


class NotOwner(Exception):
    """This process has lost the surveys to another one, or to nobody yet: it takes no answers."""


class WaitingSheets:
    """All that wait. Without a `mirror` they are in memory only; `holds` tells of the ownership."""

    def __init__(
        self, store: SurveyStore, mirror: Mirror | None = None, holds: Holds | None = None
    ) -> None:
        self._store, self._mirror, self._holds = store, mirror, holds
        self.pool: Pool = {}

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's answers."""
        return "WaitingSheets()"

    async def take_up(self) -> None:
        """What waited when the program ended. Waves that this database does not know wait on."""
        found = self._mirror.read() if self._mirror else dict(self.pool)
        async with self._store.begin() as unit:
            for wave in await unit.waves.all():
                waiting = found.pop(wave.id, [])
                if wave.stage is Stage.OPEN:
                    self.pool[wave.id] = await _not_yet(unit, wave, waiting)
        self.pool |= found
        self._reflect()

    async def left(self, unit: SurveyUnit, wave: Wave) -> list[Waiting]:
        """Those of a wave that no flush has taken into the box."""
        return await _not_yet(unit, wave, self.pool.get(wave.id, []))

    def includes(self, wave: str, tag: bytes) -> bool:
        """Somebody's sheet waits."""
        return any(one.tag == tag for one in self.pool.get(wave, []))

    async def keep(self, wave: str, one: Waiting) -> None:
        """In memory and in the mirror, or in neither.

        Whether this is the owner is asked last: who still is now was when the sheet was kept, so
        that nobody is told "accepted" by two owners. Raises NotOwner.
        """
        before = self.pool.get(wave, [])
        self.pool[wave] = [*before, one]
        try:
            self._reflect()
            if self._holds and not await self._holds():
                raise NotOwner
        except BaseException:
            self.pool[wave] = before
            self._reflect()
            raise

    async def flush(self, wave: Wave) -> None:
        """Put as many into the box as may go. On an error all wait on, for the next flush."""
        waiting = self.pool[wave.id]
        if not due(waiting, wave.level):
            return
        async with self._store.begin() as unit:
            # a flush whose commit was not answered may have been kept nevertheless
            waiting = await _not_yet(unit, wave, waiting)
            taken = drawn(waiting, wave.level)
            await unit.box.put(wave.id, mixed(taken))
        gone = {one.tag for one in taken}
        self.pool[wave.id] = [one for one in waiting if one.tag not in gone]
        self._reflect()

    def forget(self, wave: str) -> None:
        """Nothing of this wave waits any more."""
        self.pool.pop(wave, None)
        self._reflect()

    def _reflect(self) -> None:
        if self._mirror:
            self._mirror.write(self.pool)


async def _not_yet(unit: SurveyUnit, wave: Wave, waiting: Sequence[Waiting]) -> list[Waiting]:
    """Those of them that no flush has taken into the box."""
    known = await unit.box.known(wave.id, [one.tag for one in waiting])
    return [one for one in waiting if one.tag not in known]
