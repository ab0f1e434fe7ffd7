"""The tick: whose ladder has a rung due, and what is recorded and to be said because of it (C2)."""

from collections.abc import Sequence
from dataclasses import replace

from appeals import escalation
from appeals.model import SYSTEM, Appeal, Change, Event, What
from appeals.roster import Roster
from appeals.sla import Rung
from handlers import clock
from handlers.conversation import Priority, Refresh, Reply
from handlers.office import Office


async def step(office: Office, limit: int) -> tuple[int, list[Reply]]:
    """One batch of due appeals; how many there were. Fewer than `limit`: none is left for now."""
    due = await ripe(office, limit)
    roster = await office.roster.load(office.now)
    replies = [reply for number in due for reply in await climb(number, roster, office)]
    return len(due), replies


async def ripe(office: Office, limit: int) -> Sequence[int]:
    """Ids of the appeals whose ladder has a rung due, the longest due first."""
    return [appeal.id for appeal in await office.appeals.due(office.now, limit)]


async def climb(appeal_id: int, roster: Roster, office: Office) -> list[Reply]:
    """Every due rung of one appeal: claimed, checked once more, recorded with its notices.

    The deadline is folded anew, so that a rung of a date that no longer stands is never climbed.
    Raises Conflict when the appeal has moved on.
    """
    appeal = await office.appeals.get(appeal_id)
    if appeal is None or not appeal.is_open:
        return []
    stands = await clock.standing(Change(appeal, ()), office)
    now_due = clock.as_it_stands(appeal, stands)
    events = list(clock.recomputed(appeal, now_due, office.now))
    climbed = [
        rung
        for rung in escalation.ripe(stands.rungs, office.now)
        if await _take(rung, now_due, office)
    ]
    for rung in climbed:
        events += await _told(rung, now_due, roster, office)
    left = [rung for rung in stands.rungs if rung.at > office.now]
    moved_on = replace(now_due, next_step_at=escalation.next_at(left))
    await office.appeals.save(Change(moved_on, tuple(events)))
    shows = any(rung.key == escalation.OVERDUE for rung in climbed)
    return [Refresh(appeal.id, Priority.BULK)] if shows else []


async def _take(rung: Rung, appeal: Appeal, office: Office) -> bool:
    late = escalation.is_late(rung, office.now)
    return await office.steps.take(appeal.id, appeal.cycle, rung.key, office.now, late)


async def _told(rung: Rung, appeal: Appeal, roster: Roster, office: Office) -> list[Event]:
    """The notices of a rung, and its line in the history; the mere deadline has neither."""
    if rung.key == escalation.OVERDUE:
        return []
    late = escalation.is_late(rung, office.now)
    who = roster.recipients(rung.to.value, appeal.executor, appeal.department)
    for recipient in who:
        await office.notices.add(recipient, appeal.id, rung.key, late, office.now)
    what = What.ESCALATED if rung.breach else What.WARNED
    data: dict[str, str | int] = {
        "step": rung.key,
        "to": rung.to.value,
        "who": ",".join(who),
        "due": rung.at.isoformat(),
        "late": int(late),
    }
    return [Event(what, office.now, SYSTEM, data)]
