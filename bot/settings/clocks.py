"""From the settings to the rules that deadlines are computed by.

Raises `appeals.calendar.Unfit` for what no deadline can be computed from; `checks.py` says it in
Russian before anything starts.
"""

from appeals.calendar import Calendar, week_of
from appeals.escalation import Quiet
from appeals.sla import Policy, Step, To
from appeals.windows import Clock, Window
from bot.durations import Duration
from bot.settings.model import Settings


def calendar_of(settings: Settings) -> Calendar:
    """The authority's working calendar."""
    given = settings.calendar
    return Calendar(
        zone=settings.authority.timezone,
        office_hours=week_of({str(day): hours for day, hours in given.office_hours.items()}),
        extra_days_off=frozenset(given.extra_days_off),
        extra_workdays=frozenset(given.extra_workdays),
        short_before_holidays=given.short_before_holidays,
    )


def quiet_of(settings: Settings) -> Quiet | None:
    """When nobody is warned; None: at any time."""
    night = settings.calendar.quiet_hours
    return Quiet(*night, settings.authority.timezone) if night else None


def policy_of(settings: Settings, kind: str) -> Policy:
    """How soon this kind is answered, and who hears of it when it is not."""
    given = settings.sla.policy(kind)
    return Policy(
        kind=kind,
        answer_within=window_of(given.answer_within) if given.answer_within else None,
        clock=Clock(given.clock),
        warn_before=tuple(map(window_of, given.warn_before)),
        escalate=tuple(Step(window_of(step.after), To(step.to)) for step in given.escalate),
        pause_on_clarify=given.pause_on_clarify,
        paused_reminder=window_of(given.paused_reminder) or None,
    )


def window_of(given: Duration) -> Window:
    """The same length for the rules."""
    return Window(given.span, given.days, given.working_days)
