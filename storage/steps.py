"""Which rungs of the ladder have been climbed; implements `appeals.ports.Steps`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from appeals.ports import Climbed
from storage.db import Db
from storage.tables import steps

ADD = steps.insert()
OF_THESE = select(steps.c.appeal_id, steps.c.cycle, steps.c.key).where(
    steps.c.appeal_id.in_(bindparam("appeals", expanding=True))
)


class Steps:
    """Rungs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def taken(self, appeal_id: int, cycle: int) -> frozenset[str]:
        """Keys of the rungs climbed in this cycle."""
        same = (steps.c.appeal_id == appeal_id) & (steps.c.cycle == cycle)
        return frozenset(key for (key,) in await self._db.all(select(steps.c.key).where(same)))

    async def take(self, appeal_id: int, cycle: int, key: str, at: datetime, late: bool) -> bool:
        """Climb a rung; False when it was climbed before."""
        statement = (
            self._db.insert(steps)
            .values(appeal_id=appeal_id, cycle=cycle, key=key, at=at, late=late)
            .on_conflict_do_nothing()
        )
        return bool(await self._db.run(statement))

    async def taken_of(self, ids: Sequence[int]) -> Mapping[tuple[int, int], frozenset[str]]:
        """Keys of the rungs climbed, by appeal (at most `db.AT_ONCE`) and cycle."""
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in await self._db.all(OF_THESE, {"appeals": list(ids)}):
            found[row.appeal_id, row.cycle].add(row.key)
        return {which: frozenset(keys) for which, keys in found.items()}

    async def take_all(self, climbed: Sequence[Climbed], at: datetime) -> None:
        """Climb rungs that nobody has climbed. Raises RowRefused when one was climbed before."""
        values = [
            {"appeal_id": one.appeal_id, "cycle": one.cycle, "key": one.key, "late": one.late}
            for one in climbed
        ]
        if values:
            await self._db.run(ADD, [value | {"at": at} for value in values])
