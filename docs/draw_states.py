"""Draws docs/states.md from the code: `python -m docs.draw_states`.

The states come from the table that the desk consults, the clock's states from folding short
histories with the very function that computes deadlines. Words around the drawings are written by
hand and stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from appeals import lifecycle, sla
from appeals.calendar import Calendar
from appeals.model import State, What
from appeals.sla import Deadline, Kind, Mark, Policy
from appeals.windows import Window

PAGE = Path(__file__).parent / "states.md"

_ALWAYS = Calendar(ZoneInfo("UTC"))
_ASKED = datetime(2026, 11, 23, 9, tzinfo=UTC)
_WITHIN = timedelta(hours=24)
_NEW_DATE = _ASKED + 4 * _WITHIN

_PAUSES = Policy("question", Window(_WITHIN), pause_on_clarify=True)
_GOES_ON = Policy("question", Window(_WITHIN))

RUNNING, PAUSED, OVERDUE, STOPPED = "running", "paused", "overdue", "stopped"


@dataclass(frozen=True, slots=True)
class Sample:
    """A clock to try every event on: the appeal's state, what led there, hours after the question.

    `hour` is when that happened, `then` when something else does.
    """

    clock: str
    state: State
    led: tuple[Kind, ...] = ()
    hour: int = 1
    then: int = 2


_SAMPLES = (
    Sample(RUNNING, State.TAKEN),
    Sample(PAUSED, State.CLARIFYING, (Kind.CLARIFY_ASKED,)),
    Sample(OVERDUE, State.TAKEN, then=25),
    Sample(STOPPED, State.ANSWERED, (Kind.ANSWERED,)),
    Sample(STOPPED, State.ANSWERED, (Kind.ANSWERED,), then=25),
    Sample(STOPPED, State.CLOSED, (Kind.CLOSED,)),
    Sample(STOPPED, State.CLOSED, (Kind.CLOSED,), hour=25, then=26),
    Sample(STOPPED, State.CLOSED, (Kind.CLARIFY_ASKED, Kind.CLOSED)),
)


def states() -> str:
    """Which event leads from which state to which."""
    edges: dict[tuple[str, str], list[str]] = {("[*]", lifecycle.FIRST.value): ["registered"]}
    for state, what in lifecycle.TABLE:
        for to in lifecycle.outcomes(state, what):
            if to is not state:
                edges.setdefault((state.value, to.value), []).append(what.value)
    return _diagram(edges)


def staying() -> str:
    """What may happen in a state without leaving it."""
    lines = ["| event | in these states |", "|---|---|"]
    for what in What:
        known = [state for state in State if (state, what) in lifecycle.TABLE]
        stays = [state.value for state in known if state in lifecycle.outcomes(state, what)]
        if stays:
            lines.append(f"| `{what.value}` | {', '.join(stays)} |")
    always = sorted(_untabled())
    lines.append(f"| {', '.join(f'`{what}`' for what in always)} | put on record in any state |")
    return "\n".join(lines)


def clock() -> str:
    """What moves, pauses, stops or starts the clock, found by folding histories."""
    edges: dict[tuple[str, str], list[str]] = {
        ("[*]", RUNNING): ["registered"],
        (RUNNING, OVERDUE): ["the deadline passes"],
    }
    for sample in _SAMPLES:
        for kind in _possible(sample.state):
            there, label = _tried(sample, kind)
            found = edges.setdefault((sample.clock, there), []) if label else [label]
            found += [] if label in found else [label]
    return _diagram(edges)


def _possible(state: State) -> list[Kind]:
    """What concerns the clock and may happen to an appeal in this state."""
    later = (kind for kind in Kind if kind is not Kind.REGISTERED)
    return [kind for kind in later if lifecycle.outcomes(state, What(kind.value))]


def _tried(sample: Sample, kind: Kind) -> tuple[str, str]:
    """Where the event leads the clock, and what it does; no words for one that does nothing."""
    led = [Mark(one, _hour(sample.hour)) for one in sample.led]
    history = [Mark(Kind.REGISTERED, _ASKED), *led]
    before = sla.deadline(history, _PAUSES, _ALWAYS)
    history.append(Mark(kind, _hour(sample.then), _NEW_DATE))
    after = sla.deadline(history, _PAUSES, _ALWAYS)
    does = []
    if after.due_at != before.due_at:
        does.append("new date" if after.cycle > before.cycle else "date moves by the pause")
    if after.cycle > before.cycle:
        does.append("new cycle")
    if after.paused and kind is Kind.CLARIFY_ASKED:
        goes_on = sla.deadline(history, _GOES_ON, _ALWAYS)
        does += [] if goes_on.paused else ["if the policy pauses"]
    there = _seen(after, _hour(sample.then))
    if there == sample.clock and after == before:
        return there, ""
    return there, f"{kind.value} ({', '.join(does)})" if does else kind.value


def _seen(due: Deadline, now: datetime) -> str:
    if due.ended_at is not None:
        return STOPPED
    if due.paused:
        return PAUSED
    return OVERDUE if now >= due.due_at else RUNNING


def _hour(hours: int) -> datetime:
    return _ASKED + timedelta(hours=hours)


def _untabled() -> Iterator[str]:
    tabled = {what for _, what in lifecycle.TABLE} | {What.REGISTERED}
    return (what.value for what in What if what not in tabled)


def _diagram(edges: dict[tuple[str, str], list[str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    for (here, there), labels in edges.items():
        lines.append(f"    {here} --> {there}: {', '.join(labels)}")
    return "\n".join([*lines, "```"])


def drawn(page: str) -> str:
    """The page with every drawing as the code has it now; ValueError if it has no place for one."""
    for name, draw in {"states": states, "staying": staying, "clock": clock}.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"docs/states.md has no place for the drawing «{name}»")
        page = "".join((before, begin, draw(), end, after))
    return page


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
