"""Which rungs of the ladder have been climbed; implements `appeals.ports.Steps`.

A clock that was ahead and was put right leaves rungs climbed in what is the future again. They
don't count: in their own time they are climbed once more, for being told twice beats silence.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from appeals.ports import Climbed
from storage.column_types import UtcTime
from storage.db import Db
from storage.tables import steps

ADD = steps.insert()
NOW = bindparam("now", type_=UtcTime)
OF_THESE = select(steps.c.appeal_id, steps.c.cycle, steps.c.key).where(
    steps.c.appeal_id.in_(bindparam("appeals", expanding=True))
)
TAKEN_OF = OF_THESE.where(steps.c.at <= NOW)
AHEAD_OF = OF_THESE.where(steps.c.at > NOW)
AGAIN = (
    update(steps)
    .where(
        steps.c.appeal_id == bindparam("this"),
        steps.c.cycle == bindparam("within"),
        steps.c.key == bindparam("rung"),
    )
    .values(at=NOW, late=bindparam("is_late"))
)


class Steps:
    """Rungs within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def taken(self, appeal_id: int, cycle: int, now: datetime) -> frozenset[str]:
        """Keys of the rungs climbed in this cycle by `now`."""
        same = (steps.c.appeal_id == appeal_id) & (steps.c.cycle == cycle) & (steps.c.at <= now)
        return frozenset(key for (key,) in await self._db.all(select(steps.c.key).where(same)))

    async def take(self, appeal_id: int, cycle: int, key: str, at: datetime, late: bool) -> bool:
        """Climb a rung; False when it was climbed by then."""
        insert = self._db.insert(steps).values(
            appeal_id=appeal_id, cycle=cycle, key=key, at=at, late=late
        )
        statement = insert.on_conflict_do_update(
            index_elements=["appeal_id", "cycle", "key"],
            set_={"at": insert.excluded.at, "late": insert.excluded.late},
            where=steps.c.at > insert.excluded.at,
        )
        return bool(await self._db.run(statement))

    async def taken_of(
        self, ids: Sequence[int], now: datetime
    ) -> Mapping[tuple[int, int], frozenset[str]]:
        """Keys of the rungs climbed by `now`, by appeal (at most `db.AT_ONCE`) and cycle."""
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in await self._db.all(TAKEN_OF, {"appeals": list(ids), "now": now}):
            found[row.appeal_id, row.cycle].add(row.key)
        return {which: frozenset(keys) for which, keys in found.items()}

    async def take_all(self, climbed: Sequence[Climbed], at: datetime) -> None:
        """Climb rungs that nobody has climbed. Raises RowRefused when one was climbed by then."""
        if not climbed:
            return
        ids = list({one.appeal_id for one in climbed})
        rows = await self._db.all(AHEAD_OF, {"appeals": ids, "now": at})
        ahead = {(row.appeal_id, row.cycle, row.key) for row in rows}
        again = [one for one in climbed if (one.appeal_id, one.cycle, one.key) in ahead]
        fresh = [one for one in climbed if (one.appeal_id, one.cycle, one.key) not in ahead]
        if again:
            await self._db.run(AGAIN, [_again(one) | {"now": at} for one in again])
        if fresh:
            await self._db.run(ADD, [_fresh(one) | {"at": at} for one in fresh])


def _fresh(one: Climbed) -> dict[str, object]:
    return {"appeal_id": one.appeal_id, "cycle": one.cycle, "key": one.key, "late": one.late}


def _again(one: Climbed) -> dict[str, object]:
    return {"this": one.appeal_id, "within": one.cycle, "rung": one.key, "is_late": one.late}
