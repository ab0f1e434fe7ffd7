"""How a register's file is called, and what it says of its own contents."""

from datetime import date

from bot.register_columns import Look
from handlers.papers import Paper
from handlers.periods import Period


def about(paper: Paper, look: Look) -> str:
    """«все обращения, отдел «Квоты», с 01.11.2026 по 30.11.2026 включительно»."""
    department = look.departments.get(paper.department, paper.department) or "no"
    period = _period(paper.period, look)
    which = paper.which.value
    return look.say("register-what", which=which, department=department, period=period)


def file_name(paper: Paper, look: Look) -> str:
    """«Реестр обращений 2026-11-01–2026-11-30.xlsx»: sorts by itself in a folder."""
    days = [day.isoformat() for day in (paper.period.since, paper.period.until) if day]
    made = f"{look.local(look.now):%Y-%m-%d}"
    return look.say("register-file-name", which=paper.which.value, period="–".join(days) or made)


def _period(period: Period, look: Look) -> str:
    match (period.since, period.until):
        case (None, None):
            return look.say("register-period-all")
        case (None, date() as until):
            return look.say("register-period-until", until=f"{until:%d.%m.%Y}")
        case (date() as since, None):
            return look.say("register-period-since", since=f"{since:%d.%m.%Y}")
        case (since, until):
            return look.say(
                "register-period-both", since=f"{since:%d.%m.%Y}", until=f"{until:%d.%m.%Y}"
            )
