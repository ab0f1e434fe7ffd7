"""A changed policy or calendar is taken in by folding every open appeal again (C1).

What the deadlines rest on is digested and kept; when the digest differs at start, all open appeals
are gone through in batches while everything else goes on. A restart goes on where it was. The same
is done when the clock was ahead and has been put right.
"""

import hashlib
from collections.abc import Sequence

from appeals.model import Change
from handlers import clock
from handlers.conversation import Priority, Refresh, Reply
from handlers.office import Desk, Office

FEW = 200
"""With more open appeals than this their topics are not all redrawn: it would take hours."""

YEARS_AHEAD = 12
"""No window is longer than ten years."""

_DIGEST, _REACHED, _SHOWN = "deadlines:digest", "deadlines:reached", "deadlines:shown"
_MOVED, _ALL = "yes", "all"
"""Which cards are redrawn: those whose date has moved, or whose next step has too."""


def digest(desk: Desk, year: int = 0) -> str:
    """A short digest of all that deadlines and ladders rest on.

    From `year` on also of the state's calendars: a decree that comes with a new version of the
    program moves dates as much as the settings do.
    """
    policies = sorted(desk.policies.items())
    years = range(year, year + YEARS_AHEAD) if year else ()
    known = [desk.calendar.state_year(one) for one in years]
    rests_on = repr(
        (policies, sorted(desk.answer_within.items()), _calendar(desk), desk.quiet, known)
    )
    return hashlib.sha256(rests_on.encode()).hexdigest()[:16]


async def begin(office: Office) -> None:
    """At start: if the rules have changed since the last time, all open appeals are due a look."""
    # An open appeal may date from the year before.
    present = digest(office.desk, office.desk.calendar.day_of(office.now).year - 1)
    if await office.marks.get(_DIGEST) == present:
        return
    await office.marks.set(_DIGEST, present)
    await _from_the_first(office, _MOVED)


async def again(office: Office) -> None:
    """The clock was set back: what stood in a future that has not come is due a look.

    A rung climbed there is still to come, and a card may call overdue what is not.
    """
    await _from_the_first(office, _ALL)


async def _from_the_first(office: Office, shown: str) -> None:
    few = await office.appeals.count_open() <= FEW
    await office.marks.set(_REACHED, "0")
    await office.marks.set(_SHOWN, shown if few else "")


async def step(office: Office, limit: int) -> tuple[int, list[Reply]]:
    """One batch; how many appeals were looked at, 0 when there is nothing (more) to do."""
    reached = await office.marks.get(_REACHED)
    if not reached:
        return 0, []
    appeals = await office.appeals.open_after(int(reached), limit)
    shown = await office.marks.get(_SHOWN)
    ids = [appeal.id for appeal in appeals]
    changed = await _folded_together(ids, office) if ids else {}
    await office.marks.set(_REACHED, str(appeals[-1].id) if appeals else "")
    drawn = [one for one, moved in changed.items() if shown == _ALL or (moved and shown)]
    return len(appeals), [Refresh(number, Priority.BULK) for number in drawn]


async def _folded_together(ids: Sequence[int], office: Office) -> dict[int, bool]:
    """Ids of those that have changed, and whether their date has moved, in a few statements.

    What somebody is changing right now is looked at alone. Raises Conflict when it has moved on.
    """
    held = await office.appeals.hold(ids)
    changes = []
    for appeal, stands in await clock.standings(held, office):
        after = clock.as_it_stands(appeal, stands)
        if after != appeal:
            changes.append(Change(after, clock.recomputed(appeal, after, office.now)))
    await office.appeals.retime(changes)
    changed = {change.appeal.id: bool(change.events) for change in changes}
    for one in sorted(set(ids) - {appeal.id for appeal in held}):
        changed |= await _folded_again(one, office)
    return changed


async def _folded_again(appeal_id: int, office: Office) -> dict[int, bool]:
    """The same of one; what stands as it was is not written."""
    appeal = await office.appeals.get(appeal_id)
    if appeal is None or not appeal.is_open:
        return {}
    after = (await clock.timed(Change(appeal, ()), office)).appeal
    if after == appeal:
        return {}
    events = clock.recomputed(appeal, after, office.now)
    await office.appeals.save(Change(after, events))
    return {appeal_id: bool(events)}


def _calendar(desk: Desk) -> tuple[object, ...]:
    calendar = desk.calendar
    return (
        calendar.zone.key,
        calendar.office_hours,
        sorted(calendar.extra_days_off),
        sorted(calendar.extra_workdays),
        calendar.short_before_holidays,
    )
