"""The tick: whose ladder has a rung due, and what is recorded and to be said because of it (C2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appeals import escalation
from appeals.model import SYSTEM, Appeal, Change, Event, What
from appeals.ports import Climbed, Told
from appeals.roster import Roster
from appeals.sla import Rung
from handlers import clock, notices
from handlers.conversation import Priority, Refresh, Reply
from handlers.office import Office


@dataclass(frozen=True, slots=True)
class Climb:
    """What one appeal's due rungs make of it: recorded together, with what employees are told."""

    change: Change
    rungs: tuple[Rung, ...]
    told: tuple[Told, ...]

    @property
    def shows(self) -> bool:
        """The appeal looks different from now on: it has become overdue."""
        return any(rung.key == escalation.OVERDUE for rung in self.rungs)


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
    cycle = stands.due.cycle
    claimed = [
        rung
        for rung in escalation.ripe(stands.rungs, office.now)
        if await office.steps.take(appeal.id, cycle, rung.key, office.now, _late(rung, office))
    ]
    whose = await _responsible([appeal.id], office)
    climbed = _climbed(appeal, stands, claimed, _Heard(roster, whose), office)
    await office.notices.add_all(climbed.told, office.now)
    await office.appeals.save(climbed.change)
    return _shown([climbed])


async def climb_together(ids: Sequence[int], roster: Roster, office: Office) -> list[Reply]:
    """The same for some hundreds of appeals, in a few statements for all of them.

    What somebody is changing right now is left for the next time.
    """
    held = await office.appeals.hold(ids)
    heard = _Heard(roster, await _responsible(ids, office))
    climbs = [
        _climbed(appeal, stands, escalation.ripe(stands.rungs, office.now), heard, office)
        for appeal, stands in await clock.standings(held, office)
    ]
    steps = [
        Climbed(one.change.appeal.id, one.change.appeal.cycle, rung.key, _late(rung, office))
        for one in climbs
        for rung in one.rungs
    ]
    await office.steps.take_all(steps, office.now)
    await office.notices.add_all([told for one in climbs for told in one.told], office.now)
    await office.appeals.retime([one.change for one in climbs])
    return _shown(climbs)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who hears of an appeal; of one that nobody has taken, who is responsible for its incident."""

    roster: Roster
    responsible: Mapping[int, str]

    def of(self, rung: Rung, appeal: Appeal) -> Sequence[str]:
        executor = appeal.executor or self.responsible.get(appeal.id, "")
        return self.roster.recipients(rung.to.value, executor, appeal.department)


async def _responsible(ids: Sequence[int], office: Office) -> Mapping[int, str]:
    incidents = await office.incidents.of_many(list(ids))
    return {appeal_id: one.executor for appeal_id, one in incidents.items()}


def _climbed(
    appeal: Appeal, stands: clock.Standing, rungs: Sequence[Rung], heard: _Heard, office: Office
) -> Climb:
    """The appeal behind these rungs, the lines of its history, and who hears of it."""
    now_due = clock.as_it_stands(appeal, stands)
    events = list(clock.recomputed(appeal, now_due, office.now))
    told: list[Told] = []
    # The mere deadline has neither a notice nor a line of its own.
    for rung in (rung for rung in rungs if rung.key != escalation.OVERDUE):
        who = heard.of(rung, appeal)
        # Of a breach somebody hears in any case: without employees the moderator chat itself.
        told_to = who or ((notices.NOBODY,) if rung.breach else ())
        told += [Told(one, appeal.id, rung.key, _late(rung, office)) for one in told_to]
        events.append(_line(rung, who, office))
    left = [rung for rung in stands.rungs if rung.at > office.now]
    moved_on = replace(now_due, next_step_at=escalation.next_at(left))
    return Climb(Change(moved_on, tuple(events)), tuple(rungs), tuple(told))


def _line(rung: Rung, who: Sequence[str], office: Office) -> Event:
    data: dict[str, str | int] = {
        "step": rung.key,
        "to": rung.to.value,
        "who": ",".join(who),
        "due": rung.at.isoformat(),
        "late": int(_late(rung, office)),
    }
    return Event(What.ESCALATED if rung.breach else What.WARNED, office.now, SYSTEM, data)


def _late(rung: Rung, office: Office) -> bool:
    return escalation.is_late(rung, office.now)


def _shown(climbs: Sequence[Climb]) -> list[Reply]:
    return [Refresh(one.change.appeal.id, Priority.BULK) for one in climbs if one.shows]
