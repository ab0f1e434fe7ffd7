"""What must fit together: each check is one question over settings that are right one by one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from appeals.calendar import Unfit, Wrong
from appeals.windows import Clock
from bot.admin_words import say
from bot.loopback import is_loopback
from bot.settings.clocks import calendar_of, policy_of
from bot.settings.model import Settings
from bot.settings.names import Path, dotted
from bot.settings.problems import Problem

Found = Iterator[Problem]


def twins(settings: Settings) -> Found:
    """Nobody and nothing is listed twice."""
    lists = {
        "staff": [member.id for member in settings.staff],
        "departments": [department.id for department in settings.departments],
        "vk.problem_categories": [category.code for category in settings.vk.problem_categories],
        "telegram.consultation_chats": list(map(str, settings.telegram.consultation_chats)),
        "telegram.channels": list(map(str, settings.telegram.channels)),
    }
    for key, ids in lists.items():
        for twin in (name for name, times in Counter(ids).items() if times > 1):
            yield Problem(key, say("settings-twice", id=twin))


def people_of_departments(settings: Settings) -> Found:
    """A head and those on duty are employees."""
    staff = {member.id for member in settings.staff}
    for place, department in enumerate(settings.departments):
        if department.head and department.head not in staff:
            key = dotted(("departments", place, "head"))
            yield Problem(f"{key} = {department.head}", say("settings-no-employee"))
        for absent in (person for person in department.duty if person not in staff):
            key = dotted(("departments", place, "duty"))
            yield Problem(f"{key} = {absent}", say("settings-no-employee"))


def departments_of_people(settings: Settings) -> Found:
    """An employee's department exists, and a problem category's too."""
    there = {department.id for department in settings.departments}
    named: list[tuple[Path, str]] = [
        (("staff", place, "department"), member.department)
        for place, member in enumerate(settings.staff)
    ]
    named += [
        (("vk", "problem_categories", place, "department"), category.department)
        for place, category in enumerate(settings.vk.problem_categories)
    ]
    for key, department in named:
        if department and department not in there:
            yield Problem(f'{dotted(key)} = "{department}"', say("settings-no-department"))


def moderator_chat(settings: Settings) -> Found:
    """Where Telegram is on, staff have somewhere to answer, and it is no public place."""
    telegram = settings.telegram
    chat = telegram.moderator_chat
    if telegram.token and chat is None:
        yield Problem("telegram.moderator_chat", say("settings-no-moderator-chat"))
    if chat is not None and chat in (*telegram.consultation_chats, *telegram.channels):
        yield Problem(f"telegram.moderator_chat = {chat}", say("settings-public-moderator-chat"))


def windows(settings: Settings) -> Found:
    """What comes in by itself has a deadline the clock can measure."""
    sources = {
        "telegram.private_kind": settings.telegram.private_kind,
        "vk.message_kind": settings.vk.message_kind,
    }
    for key, kind in sources.items():
        if settings.sla.window(kind) is None:
            yield Problem(f'{key} = "{kind}"', say("settings-no-window", kind=kind))


def clocks(settings: Settings) -> Found:
    """A deadline can be computed for every kind, from this calendar."""
    try:
        calendar = calendar_of(settings)
    except Unfit as unfit:
        yield Problem(f"calendar: {unfit.what}", say(f"settings-unfit-{unfit.why.value}"))
        return
    for kind in settings.sla.kinds():
        try:
            policy = policy_of(settings, kind)
        except Unfit as unfit:
            zero = f'.answer_within = "{settings.sla.window(kind)}"'
            key = f"sla.{kind}" + (zero if unfit.why is Wrong.ZERO_WINDOW else "")
            yield Problem(key, say(f"settings-unfit-{unfit.why.value}"))
            continue
        if policy.clock is Clock.OFFICE and not any(calendar.office_hours):
            yield Problem(f"sla.{kind}.clock", say(f"settings-unfit-{Wrong.NO_OFFICE_HOURS.value}"))


def sandbox(settings: Settings) -> Found:
    """Only a sandbox on this very computer may move the clock and look inside."""
    if not settings.sandbox.control:
        if settings.sandbox.clock_offset:
            yield Problem("sandbox.clock_offset", say("settings-offset-alone"))
        if settings.sandbox.steady_too:
            yield Problem("sandbox.steady_too", say("settings-steady-alone"))
        return
    addresses = {"telegram.api_url": settings.telegram.api_url}
    if settings.vk.token:
        addresses["vk.api_url"] = settings.vk.api_url
    hosts = {key: urlsplit(address).hostname or "" for key, address in addresses.items()}
    for key, host in (hosts | {"web.host": settings.web.host}).items():
        if not is_loopback(host):
            yield Problem(f'{key} = "{addresses.get(key, host)}"', say("settings-control-public"))


CHECKS = {
    twins: (
        "staff",
        "departments",
        "vk.problem_categories",
        "telegram.consultation_chats",
        "telegram.channels",
    ),
    people_of_departments: ("staff", "departments"),
    departments_of_people: ("staff", "departments", "vk.problem_categories"),
    moderator_chat: ("telegram.token", "telegram.moderator_chat"),
    windows: ("telegram.private_kind", "vk.message_kind", "sla"),
    clocks: ("sla", "calendar", "authority.timezone"),
    sandbox: ("sandbox", "telegram.api_url", "vk.token", "vk.api_url", "web.host"),
}


def unfit(settings: Settings, wrong: Sequence[Path] = ()) -> list[Problem]:
    """What does not fit together; a check that needs a key which is itself `wrong` waits."""
    broken = [".".join(str(step) for step in path) for path in wrong]
    return [
        problem
        for check, keys in CHECKS.items()
        if not any(_touches(key, wrong_key) for key in keys for wrong_key in broken)
        for problem in check(settings)
    ]


def unready(settings: Settings) -> list[Problem]:
    """What `otklik run` needs beyond right settings: a channel to serve, and whose it is.

    The checks of an installation (`otklik doctor`) can do without, and say what to write there.
    """
    problems = []
    if not settings.telegram.token:
        problems.append(Problem("telegram.token", say("settings-no-token")))
    if settings.vk.token and settings.vk.group_id is None:
        problems.append(Problem("vk.group_id", say("settings-no-community")))
    return problems


def _touches(key: str, wrong: str) -> bool:
    return f"{wrong}.".startswith(f"{key}.") or f"{key}.".startswith(f"{wrong}.")
