"""The ladder of one appeal as the sandbox's page shows it: what was climbed, what lies ahead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from appeals import escalation, sla
from appeals.model import Appeal, Event, What
from appeals.sla import Deadline, Policy, Rung, To
from appeals.windows import Window
from handlers import clock
from handlers.conversation import Words
from handlers.dates import stretch
from handlers.office import Office

TAKEN, LATE, AHEAD, SKIPPED = "taken", "late", "ahead", "skipped"
TELLING = frozenset({What.WARNED, What.ESCALATED})
"""Events whose data say `who` was told."""

Climbed = Mapping[str, Event | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: its name, when it stands, what became of it; `told` are ids of employees."""

    rung: Rung
    name: Words
    state: str
    told: tuple[str, ...] = ()


async def steps_of(appeal: Appeal, office: Office) -> tuple[Step, ...]:
    """Every rung of the present cycle, in order; of what has ended the rest is skipped."""
    history = await office.appeals.history(appeal.id)
    due, policy = clock.folded(appeal, history, office.desk), office.desk.policy(appeal.kind)
    whole = _whole(due, policy, office)
    taken = await office.steps.taken(appeal.id, due.cycle, office.now)
    telling = _telling(history)
    climbed = {key: telling.get(key) for key in taken}
    ahead = {rung.key: rung for rung in _ahead(appeal, due, whole, taken, office)}
    return tuple(_step(rung, name_of(rung, policy), climbed, ahead) for rung in whole)


def in_order(rung: Rung) -> tuple[datetime, bool]:
    """By time; the deadline itself before the steps of the same moment."""
    return rung.at, rung.key != escalation.OVERDUE


def name_of(rung: Rung, policy: Policy) -> Words:
    """What a rung is called, for example «Начальнику отдела через 2 ч после срока»."""
    windows = {f"warn:{window}": window for window in policy.warn_before}
    windows |= {f"{step.to}:{step.after}": step.after for step in policy.escalate}
    window = windows.get(rung.key, Window())
    step = rung.to.value if rung.breach else "warning"
    facts: dict[str, str | int] = {
        "step": "overdue" if rung.key == escalation.OVERDUE else step,
        "span": stretch(window.span + timedelta(days=window.days)),
        "working": window.working_days,
        "once": "no" if window else "yes",
    }
    return Words("behind-rung", facts)


def _whole(due: Deadline, policy: Policy, office: Office) -> Sequence[Rung]:
    """The ladder as it would stand if the clock ran."""
    running = replace(due, ended_at=None, paused_at=None)
    overdue = Rung(escalation.OVERDUE, max(due.due_at, due.since), To.EXECUTOR, breach=True)
    rungs = (*sla.ladder(running, policy, office.desk.calendar), overdue)
    return sorted(rungs, key=in_order)


def _ahead(
    appeal: Appeal, due: Deadline, whole: Sequence[Rung], taken: Collection[str], office: Office
) -> Sequence[Rung]:
    """What will still be climbed; while the clock is paused that is everything left, some day."""
    if due.paused or not appeal.is_open:
        return whole if due.paused else ()
    policy, desk = office.desk.policy(appeal.kind), office.desk
    rungs = sla.ladder(due, policy, desk.calendar)
    return escalation.climbable(rungs, due, taken, desk.quiet, office.now)


def _telling(history: Sequence[Event]) -> Mapping[str, Event]:
    """By the rung's key: the last line that says who was told; of a climbed rung, this cycle's."""
    return {str(one.data.get("step")): one for one in history if one.what in TELLING}


def _step(rung: Rung, name: Words, climbed: Climbed, ahead: Mapping[str, Rung]) -> Step:
    if rung.key not in climbed:
        stands = ahead.get(rung.key)
        return Step(stands or rung, name, AHEAD if stands else SKIPPED)
    told = climbed[rung.key]
    if told is None:
        return Step(rung, name, TAKEN)
    who = filter(None, str(told.data.get("who", "")).split(","))
    return Step(rung, name, LATE if told.data.get("late") else TAKEN, tuple(who))
