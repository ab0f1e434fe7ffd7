"""A changed policy or calendar is taken in by folding every open appeal again (C1).

What the deadlines rest on is digested and kept; when the digest differs at start, all open appeals
are gone through in batches while everything else goes on. A restart goes on where it was.
"""

import hashlib

from appeals.model import Change
from handlers import clock
from handlers.conversation import Priority, Refresh, Reply
from handlers.office import Desk, Office

FEW = 200
"""With more open appeals than this their topics are not all redrawn: it would take hours."""

_DIGEST, _REACHED, _SHOWN = "deadlines:digest", "deadlines:reached", "deadlines:shown"


def digest(desk: Desk) -> str:
    """A short digest of all that deadlines and ladders rest on."""
    policies = sorted(desk.policies.items())
    rests_on = repr((policies, sorted(desk.answer_within.items()), _calendar(desk), desk.quiet))
    return hashlib.sha256(rests_on.encode()).hexdigest()[:16]


async def begin(office: Office) -> None:
    """At start: if the rules have changed since the last time, all open appeals are due a look."""
    present = digest(office.desk)
    if await office.marks.get(_DIGEST) == present:
        return
    few = await office.appeals.count_open() <= FEW
    await office.marks.set(_DIGEST, present)
    await office.marks.set(_REACHED, "0")
    await office.marks.set(_SHOWN, "yes" if few else "")


async def step(office: Office, limit: int) -> tuple[int, list[Reply]]:
    """One batch; how many appeals were looked at, 0 when there is nothing (more) to do."""
    reached = await office.marks.get(_REACHED)
    if not reached:
        return 0, []
    appeals = await office.appeals.open_after(int(reached), limit)
    shown = bool(await office.marks.get(_SHOWN))
    moved = [appeal.id for appeal in appeals if await _folded_again(appeal.id, office)]
    await office.marks.set(_REACHED, str(appeals[-1].id) if appeals else "")
    return len(appeals), [Refresh(number, Priority.BULK) for number in moved if shown]


async def _folded_again(appeal_id: int, office: Office) -> bool:
    """Whether the date has moved; what stands as it was is not written."""
    appeal = await office.appeals.get(appeal_id)
    if appeal is None or not appeal.is_open:
        return False
    after = (await clock.timed(Change(appeal, ()), office)).appeal
    if after == appeal:
        return False
    events = clock.recomputed(appeal, after, office.now)
    await office.appeals.save(Change(after, events))
    return bool(events)


def _calendar(desk: Desk) -> tuple[object, ...]:
    calendar = desk.calendar
    return (
        calendar.zone.key,
        calendar.office_hours,
        sorted(calendar.extra_days_off),
        sorted(calendar.extra_workdays),
        calendar.short_before_holidays,
    )
