"""From the installation's settings to what handlers know of the authority."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from appeals.mentions import Names
from appeals.model import Address, Employee
from appeals.roster import Department
from bot.settings.clocks import calendar_of, policy_of, quiet_of
from bot.settings.model import WINDOWS, Settings, Vk
from handlers.guide import Guide
from handlers.mailings import SURVEYS
from handlers.office import ChannelRules, Desk, ProblemCategory, PublicRules

_SUPERGROUP = "-100"


def desk_of(
    settings: Settings,
    guide: Guide,
    now: datetime,
    handles: Callable[[], Iterable[str]] = tuple,
) -> Desk:
    """The authority and its house rules for handlers.

    `now` (aware) decides the offset in the zone's label. `handles` are the authority's short names
    in messengers, as far as they are known when somebody writes.
    """
    telegram, vk, moderation = settings.telegram, settings.vk, settings.moderation
    return Desk(
        name=settings.authority.name,
        short_name=settings.authority.short_name or settings.authority.name,
        zone=settings.authority.timezone,
        zone_label=zone_label(settings, now),
        moderator_chat=Address("telegram", str(telegram.moderator_chat or "")),
        channels={
            "telegram": ChannelRules(telegram.private_kind, telegram.personal_data),
            "vk": ChannelRules(vk.message_kind, vk.personal_data, _categories(vk)),
        },
        answer_within=_windows(settings),
        guide=guide,
        note_prefix=moderation.note_prefix,
        undo=moderation.undo,
        show_executor=moderation.show_executor,
        similar_within=moderation.similar_within,
        topic_link=topic_link,
        person_link=person_link,
        policies={kind: policy_of(settings, kind) for kind in settings.sla.kinds()},
        calendar=calendar_of(settings),
        quiet=quiet_of(settings),
        public=_public(settings),
        mailings=frozenset({SURVEYS} if settings.surveys.key_file else ()),
        names_authority=names_of(settings, handles).names_authority,
    )


def names_of(settings: Settings, handles: Callable[[], Iterable[str]] = tuple) -> Names:
    """By which words people name the authority (SVERD 6.3.1)."""
    authority = settings.authority
    names = dict.fromkeys((authority.name, authority.short_name, *authority.mention_names))
    return Names(tuple(filter(None, names)), group_id=settings.vk.group_id, handles_now=handles)


def _public(settings: Settings) -> PublicRules:
    public, telegram = settings.public, settings.telegram
    return PublicRules(
        groups=frozenset(map(str, telegram.consultation_chats)),
        channels=frozenset(map(str, telegram.channels)),
        mention_names=settings.authority.mention_names,
        comments=public.comments,
        comment_words=public.comment_words,
        group_sign=public.group_sign,
        comment_sign=public.comment_sign,
        joined_within=public.joined_within,
    )


def topic_link(at: Address) -> str:
    """Where a topic of a Telegram supergroup opens in Telegram's own clients; else ""."""
    if at.channel != "telegram" or not at.chat.startswith(_SUPERGROUP) or not at.thread:
        return ""
    return f"https://t.me/c/{at.chat.removeprefix(_SUPERGROUP)}/{at.thread}"


def zone_label(settings: Settings, now: datetime) -> str:
    """How people name the authority's zone: as the settings say, else "UTC+7" as of `now`."""
    if settings.authority.zone_label:
        return settings.authority.zone_label
    offset = now.astimezone(settings.authority.timezone).utcoffset() or timedelta(0)
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def _categories(vk: Vk) -> tuple[ProblemCategory, ...]:
    return tuple(
        ProblemCategory(one.code, one.name, one.department) for one in vk.problem_categories
    )


def _windows(settings: Settings) -> dict[str, timedelta]:
    windows = {kind: settings.sla.window(kind) for kind in WINDOWS}
    return {kind: w.about for kind, w in windows.items() if w}


def person_link(employee_id: str) -> str:
    """What mentions a person in Telegram by any name."""
    return f"tg://user?id={employee_id}"


def employees_of(settings: Settings) -> list[Employee]:
    """The employees as the settings introduce them; they seed the database, which rules then."""
    return [
        Employee(one.id, one.name, one.position, frozenset(one.roles), one.department)
        for one in settings.staff
    ]


def departments_of(settings: Settings) -> list[Department]:
    """The departments as the settings introduce them; the database rules afterwards."""
    return [
        Department(one.id, one.name, one.head or "", tuple(one.duty))
        for one in settings.departments
    ]
