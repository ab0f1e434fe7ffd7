"""Checks in Telegram: the bot, the moderator chat, and the people in it."""

from collections.abc import Sequence

from appeals.model import Employee
from bot.doctor.finding import Finding, fine, problem, warning
from bot.doctor.house import names
from bot.doctor.post_channels import post_channels
from bot.doctor.public_telegram import public_places
from bot.settings import Settings
from bot.status import Trouble
from bot.telegram.inspection import ChatFacts, Inspection, Me, Unanswered

_ON_THE_WAY = {
    Trouble.TOKEN: "token-refused",
    Trouble.NETWORK: "telegram-silent",
    Trouble.TOO_FAST: "telegram-busy",
}


async def telegram(
    settings: Settings, inspection: Inspection, employees: Sequence[Employee]
) -> list[Finding]:
    """All checks, as far as they can be made: without the bot there is no chat to look at."""
    try:
        me = await inspection.me()
    except Unanswered as answer:
        return [_on_the_way("token", answer)]
    found = [fine("token", "token-fine", bot=me.username)]
    found += await _webhook(inspection)
    chat = settings.telegram.moderator_chat
    if chat is not None:
        found += await _moderator_chat(inspection, me, str(chat), employees)
    found += await public_places(settings, inspection, me)
    return found + await post_channels(settings, inspection, me)


async def _webhook(inspection: Inspection) -> list[Finding]:
    try:
        host = await inspection.webhook()
    except Unanswered:
        return []  # a Bot API server without webhooks has none
    return [warning("webhook", "webhook-set", host=host)] if host else []


async def _moderator_chat(
    inspection: Inspection, me: Me, chat: str, employees: Sequence[Employee]
) -> list[Finding]:
    try:
        facts = await inspection.chat(chat)
    except Unanswered as answer:
        return [_no_chat(answer, me, chat)]
    found = [_kind(facts)]
    try:
        found += await _rights(inspection, me, chat, facts)
        found += await _people(inspection, chat, employees)
        found += await _unsigned(inspection, chat)
    except Unanswered as answer:
        no = answer.is_no
        absent = problem("rights", "rights-absent", bot=me.username)
        found.append(absent if no else _on_the_way("chat", answer))
    return found


def _kind(facts: ChatFacts) -> Finding:
    if facts.kind == "group":
        return problem("chat", "chat-basic-group", title=facts.title)
    if facts.kind != "supergroup":
        return problem("chat", "chat-no-group", title=facts.title)
    if not facts.forum:
        return problem("chat", "chat-no-topics", title=facts.title)
    return fine("chat", "chat-fine", title=facts.title)


async def _rights(inspection: Inspection, me: Me, chat: str, facts: ChatFacts) -> list[Finding]:
    member = await inspection.member(chat, me.id)
    if not member.present:
        return [problem("rights", "rights-absent", bot=me.username)]
    if not member.admin:
        key = "rights-no-admin" if me.sees_all else "rights-no-admin-blind"
        return [problem("rights", key, bot=me.username)]
    if not member.manages_topics and facts.kind == "supergroup":
        return [problem("rights", "rights-no-topics", bot=me.username)]
    return [fine("rights", "rights-fine" if facts.forum else "rights-no-forum")]


async def _people(
    inspection: Inspection, chat: str, employees: Sequence[Employee]
) -> list[Finding]:
    absent = [one for one in employees if not await _is_member(inspection, chat, one)]
    present = [one for one in employees if one not in absent]
    strangers = [one for one in present if not await inspection.reaches(one.id)]
    found = []
    if absent:
        found.append(warning("people", "people-absent", names=_signed(absent)))
    if strangers:
        found.append(warning("people", "people-not-started", names=names(strangers)))
    if employees and not found:
        found.append(fine("people", "people-fine"))
    return found


async def _is_member(inspection: Inspection, chat: str, employee: Employee) -> bool:
    """Telegram says no as well when it does not know such a user."""
    try:
        return (await inspection.member(chat, employee.id)).present
    except Unanswered as answer:
        if answer.is_no:
            return False
        raise


async def _unsigned(inspection: Inspection, chat: str) -> list[Finding]:
    unsigned = [one.name for one in await inspection.administrators(chat) if one.anonymous]
    return [warning("unsigned", "unsigned", names=", ".join(unsigned))] if unsigned else []


def _no_chat(answer: Unanswered, me: Me, chat: str) -> Finding:
    if answer.moved_to:
        return problem("chat", "chat-moved", chat=answer.moved_to)
    if not answer.is_no:
        return _on_the_way("chat", answer)
    key = "chat-not-found" if me.joins_groups else "chat-not-allowed"
    return problem("chat", key, chat=chat, bot=me.username)


def _on_the_way(topic: str, answer: Unanswered) -> Finding:
    key = _ON_THE_WAY.get(answer.trouble, "telegram-strange")
    return problem(topic, key)


def _signed(employees: Sequence[Employee]) -> str:
    return ", ".join(f"{one.name} ({one.id})" for one in employees)
