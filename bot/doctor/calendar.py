"""Check of the working calendar: dates may rest on a year that nobody has decreed yet (C1)."""

from datetime import datetime

from appeals.sla import Deadline, provisional_year
from appeals.windows import end_of
from bot.doctor.finding import Finding, fine, warning
from bot.settings import Settings
from bot.settings.clocks import calendar_of, policy_of


def calendar(settings: Settings, now: datetime) -> Finding:
    """Whether a question asked `now` (aware) would get a date that may still move."""
    known = calendar_of(settings)
    unsure: set[int] = set()
    for kind in settings.sla.kinds():
        policy = policy_of(settings, kind)
        if policy.answer_within is None:
            continue
        until = end_of(now, policy.answer_within, policy.clock, known)
        if year := provisional_year(Deadline(until, now, now), policy, known):
            unsure.add(year)
    if unsure:
        return warning(
            "calendar", "calendar-provisional", years=", ".join(map(str, sorted(unsure)))
        )
    return fine("calendar", "calendar-fine")
