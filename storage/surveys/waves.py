"""The waves of all surveys."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from storage.db import Db
from storage.surveys.tables import waves
from surveys.wave import Counted, Stage, Wave

_PLAIN = [one.name for one in fields(Wave) if one.name not in {"stage", "counted"}]


class Waves:
    """Reads and writes waves inside one transaction."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, wave: Wave) -> None:
        """A new wave. Raises RowRefused when there is one of this id."""
        await self._db.run(insert(waves).values(_columns(wave)))

    async def get(self, id_: str) -> Wave | None:
        """The wave of this id."""
        row = await self._db.first(select(waves).where(waves.c.id == id_))
        return None if row is None else _wave(row)

    async def all(self) -> list[Wave]:
        """All waves, the earliest first."""
        rows = await self._db.all(select(waves).order_by(waves.c.opens, waves.c.id))
        return [_wave(row) for row in rows]

    async def move(self, wave: Wave, was: Stage) -> bool:
        """Save a wave that has left stage `was`; False when somebody else was quicker."""
        mine = (waves.c.id == wave.id) & (waves.c.stage == was.value)
        return bool(await self._db.run(update(waves).where(mine).values(_columns(wave))))


def _columns(wave: Wave) -> Mapping[str, Any]:
    return {name: getattr(wave, name) for name in _PLAIN} | {
        "stage": wave.stage.value,
        "sheets": wave.counted.sheets,
        "spoiled": wave.counted.spoiled,
    }


def _wave(row: Row[Any]) -> Wave:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Wave(**plain, stage=Stage(row.stage), counted=Counted(row.sheets, row.spoiled))
