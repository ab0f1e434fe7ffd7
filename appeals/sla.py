"""Until when an appeal must be answered, and who hears of it when: pure rules over its history.

Nothing is patched in place: `deadline` folds the history anew each time, so that a changed calendar
or policy is taken in by asking again (C1). `now` is not needed here: a moment is compared with it
by whoever acts. All instants are aware UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from appeals.calendar import Calendar, Unfit, Wrong, utc
from appeals.model import Event
from appeals.windows import Clock, Window, earlier, elapsed, end_of, later, working_days_between


class Kind(StrEnum):
    """What moves, stops or starts a clock; the values are those of the history's events."""

    REGISTERED = "registered"
    CLARIFY_ASKED = "clarify_asked"
    CLIENT_WROTE = "client_wrote"
    INTERIM = "interim"
    EXTENDED = "extended"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    TOOK_IN = "took_in"
    UNDONE = "undone"
    REOPENED = "reopened"


_VALUES = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the history as the clock sees it.

    `at`: when it counts from; for REGISTERED the publication of the question, not its receipt
    (QUOTA 17.2). `until`: the date set by an interim answer or an extension, of what was taken in,
    or a date given at registration.
    """

    kind: Kind
    at: datetime
    until: datetime | None = None


class To(StrEnum):
    """Who hears of a step."""

    EXECUTOR = "executor"
    HEAD = "head"
    CONTROLLER = "controller"


_LEVELS = tuple(To)

PAUSED = "paused"
"""The key of a reminder that the clock stands still begins so."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step after the deadline: how long after it, and who hears of it."""

    after: Window
    to: To


@dataclass(frozen=True, slots=True)
class Policy:
    """How soon a kind of appeal is answered, and who hears of it when it is not.

    `answer_within` is None for a kind whose date is given at registration; `paused_reminder`: how
    long a clock may stand still before staff are reminded, None for always. Raises `Unfit` for a
    window of no length and for a step that stands there twice.
    """

    kind: str
    answer_within: Window | None = None
    clock: Clock = Clock.ALWAYS
    warn_before: tuple[Window, ...] = ()
    escalate: tuple[Step, ...] = ()
    pause_on_clarify: bool = False
    paused_reminder: Window | None = None

    def __post_init__(self) -> None:
        if self.answer_within is not None and not self.answer_within:
            raise Unfit(Wrong.ZERO_WINDOW, self.kind)
        for steps in (self.warn_before, self.escalate):
            for place, step in enumerate(steps):
                if step in steps[:place]:
                    raise Unfit(Wrong.TWIN_STEP, self.kind)


@dataclass(frozen=True, slots=True)
class Deadline:
    """An appeal's deadline as its history makes it.

    `started_at`: when the running clock started. `cycle` counts the ladders: each new date, and
    each reopening, is a cycle of its own that began at `since`, so that its steps are taken anew.
    `interim`: the date was named to the client in an interim answer; `named`: a person named it, so
    that it rests on no calendar. `ended_at`: answered or closed then. While `paused`, `due_at` is
    the earliest it can still become.
    """

    due_at: datetime
    started_at: datetime
    since: datetime
    cycle: int = 1
    interim: bool = False
    named: bool = False
    paused_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def paused(self) -> bool:
        """The clock stands still until the client answers."""
        return self.paused_at is not None

    @property
    def met(self) -> bool | None:
        """Ended in time or not; None while the appeal is open."""
        return None if self.ended_at is None else self.ended_at <= self.due_at


@dataclass(frozen=True, slots=True)
class Rung:
    """A moment of the ladder; `breach` tells a step after the deadline from a warning before it.

    `key` is unique within a cycle, is made of the step's own words ("warn:4h", "head:2h") and stays
    when steps are added, removed or put in another order.
    """

    key: str
    at: datetime
    to: To
    breach: bool


def marks(events: Iterable[Event], published_at: datetime) -> Iterator[Mark]:
    """The history of an appeal as the clock sees it; what moves no clock is left out.

    Times in an event's data are ISO 8601 with an offset: `published` and `due` of a registration,
    `until` of an interim answer and an extension. `published_at` stands in for histories that do
    not name the publication. Raises ValueError for a time that can't be read.
    """
    for event in events:
        if event.what.value == Kind.REGISTERED.value:
            published = _time(event, "published") or published_at
            yield Mark(Kind.REGISTERED, published, _time(event, "due"))
        elif event.what.value in _VALUES:
            yield Mark(Kind(event.what.value), event.at, _time(event, "until"))


def deadline(history: Iterable[Mark], policy: Policy, calendar: Calendar) -> Deadline:
    """Fold a history, oldest first, into the deadline it leads to.

    - An interim answer starts a new clock with the time it names (APPEALS 30: it ends nothing).
    - An extension moves the date and never shortens it (APPEALS 24). Either ends a pause.
    - A clarification pauses only where the policy says so, and never what is already overdue.
    - Taking in another appeal keeps the earlier of both dates; the one that went ends.
    - «Ответ дан» and closing stop the clock (APPEALS 27); undoing a closing restores what was.
    - Reopening keeps the date: it grants no time. It begins a cycle, so that it is not overlooked.

    Raises `Unfit` for a history that begins with no registration, lacks a date, or needs office
    hours that the calendar does not have.
    """
    lines = iter(history)
    first = next(lines, None)
    if first is None or first.kind is not Kind.REGISTERED:
        raise Unfit(Wrong.NO_START)
    state = before = _started(first, policy, calendar)
    for mark in lines:
        if mark.kind is Kind.UNDONE:
            state = before
            continue
        if mark.kind is Kind.CLOSED:
            before = state
        state = _after(state, mark, policy, calendar)
    return state


def ladder(due: Deadline, policy: Policy, calendar: Calendar) -> tuple[Rung, ...]:
    """The warnings before a deadline and the steps after it, in order, under the policy's clock.

    Nothing for an appeal that has ended; for a paused one a reminder that it is. A warning for a
    moment before the cycle began is left out: whoever set the new date knows it. What is reopened
    after its deadline climbs from the reopening, step by step, not to the controller at once.
    """
    if due.ended_at is not None:
        return ()
    if due.paused_at is not None:
        return _reminder(due.paused_at, policy, calendar)
    clock, foot = policy.clock, max(due.due_at, due.since)
    warnings = (
        Rung(f"warn:{window}", earlier(due.due_at, window, clock, calendar), To.EXECUTOR, False)
        for window in policy.warn_before
    )
    steps = (
        Rung(f"{step.to}:{step.after}", later(foot, step.after, clock, calendar), step.to, True)
        for step in policy.escalate
    )
    rungs = (*(rung for rung in warnings if rung.at > due.since), *steps)
    return tuple(sorted(rungs, key=lambda rung: (rung.at, rung.breach, _LEVELS.index(rung.to))))


def _reminder(paused_at: datetime, policy: Policy, calendar: Calendar) -> tuple[Rung, ...]:
    """One for each pause: the client may be asked again, and forget again."""
    window = policy.paused_reminder
    if window is None:
        return ()
    key = f"{PAUSED}:{window}:{paused_at:%Y%m%dT%H%M%S}"
    return (Rung(key, later(paused_at, window, policy.clock, calendar), To.EXECUTOR, False),)


def provisional_year(due: Deadline, policy: Policy, calendar: Calendar) -> int | None:
    """The year on which the date rests and whose transferred days nobody has decreed yet (C1).

    None for a date that no such year can move.
    """
    window = policy.answer_within
    counts_work = policy.clock is Clock.OFFICE or bool(window and window.working_days)
    if due.named or not counts_work:
        return None
    years = range(calendar.day_of(due.started_at).year, calendar.day_of(due.due_at).year + 1)
    return next(filter(calendar.is_provisional, years), None)


def _started(mark: Mark, policy: Policy, calendar: Calendar) -> Deadline:
    at = utc(mark.at)
    if mark.until is not None:
        return Deadline(utc(mark.until), at, at, named=True)
    if policy.answer_within is None:
        raise Unfit(Wrong.NO_WINDOW, policy.kind)
    return Deadline(end_of(at, policy.answer_within, policy.clock, calendar), at, at)


def _after(state: Deadline, mark: Mark, policy: Policy, calendar: Calendar) -> Deadline:
    """What a mark makes of the deadline before it.

    A cycle is counted by the event alone: it must not depend on a policy that may change again.
    """
    at, cycle = utc(mark.at), state.cycle + 1
    match mark.kind:
        case Kind.CLARIFY_ASKED if policy.pause_on_clarify:
            state = _asked(state, at)
        case Kind.CLIENT_WROTE:
            state = _heard(state, at, policy, calendar)
        case Kind.INTERIM:
            state = Deadline(_new_date(mark), at, at, cycle, interim=True, named=True)
        case Kind.EXTENDED:
            state = _extended(state, _new_date(mark), at)
        case Kind.TOOK_IN:
            state = _took_in(state, _new_date(mark))
        case Kind.ANSWERED | Kind.CLOSED | Kind.MERGED:
            state = replace(_heard(state, at, policy, calendar), ended_at=at)
        case Kind.REOPENED:
            state = replace(state, since=at, cycle=cycle, ended_at=None)
    return state


def _extended(state: Deadline, until: datetime, at: datetime) -> Deadline:
    """A later date begins a cycle; one that is not later changes nothing but that."""
    named = state.named or until > state.due_at
    due = max(state.due_at, until)
    return Deadline(due, state.started_at, at, state.cycle + 1, named=named)


def _took_in(state: Deadline, until: datetime) -> Deadline:
    """Of two appeals that became one the earlier date stays; the ladder goes on."""
    return replace(state, due_at=until, named=True) if until < state.due_at else state


def _asked(state: Deadline, at: datetime) -> Deadline:
    """A question to the client: the pause begins with the first one; what is overdue stays so."""
    return state if state.paused or at >= state.due_at else replace(state, paused_at=at)


def _heard(state: Deadline, at: datetime, policy: Policy, calendar: Calendar) -> Deadline:
    """The pause is over: the date moves by what of it would have counted."""
    if state.paused_at is None:
        return state
    # a host clock set back in the meantime moves nothing
    heard = max(state.paused_at, at)
    due = _moved(state.due_at, state.paused_at, heard, policy, calendar)
    return replace(state, due_at=due, paused_at=None)


def _moved(
    due: datetime, asked: datetime, heard: datetime, policy: Policy, calendar: Calendar
) -> datetime:
    """A window of days moves by whole days of its kind, to the end of a day; a span by time."""
    window = policy.answer_within or Window()
    if not window.counts_days:
        return later(
            due, Window(elapsed(asked, heard, policy.clock, calendar)), policy.clock, calendar
        )
    first, last = calendar.day_of(asked), calendar.day_of(heard)
    if window.working_days:
        pause = Window(working_days=working_days_between(first, last, calendar))
    else:
        pause = Window(days=(last - first).days)
    # 24:00 is the end of its own day, not the beginning of the next
    return end_of(due - due.resolution, pause, policy.clock, calendar) if pause else due


def _new_date(mark: Mark) -> datetime:
    if mark.until is None:
        raise Unfit(Wrong.NO_NEW_TIME, mark.kind.value)
    return utc(mark.until)


def _time(event: Event, name: str) -> datetime | None:
    written = event.data.get(name)
    return None if written is None else utc(datetime.fromisoformat(str(written)))
