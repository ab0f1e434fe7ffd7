"""Checks of the places in Telegram where others read along: consultation groups and channels."""

from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.telegram.inspection import ChatFacts, Inspection, Me, MemberFacts, Unanswered
from handlers.office import FirstSign


async def public_places(settings: Settings, inspection: Inspection, me: Me) -> list[Finding]:
    """Each place of the settings; a channel is looked at by its discussion group.

    Reactions are the first sign, or stand for it when many ask at once.
    """
    telegram, public = settings.telegram, settings.public
    found: list[Finding] = []
    for chat in telegram.consultation_chats:
        reacts = public.group_sign is not FirstSign.NONE
        found += await _place(inspection, me, str(chat), reacts=reacts)
    for chat in telegram.channels:
        reacts = public.comment_sign is not FirstSign.NONE
        found += await _place(inspection, me, str(chat), reacts=reacts, is_channel=True)
    return found


async def _place(
    inspection: Inspection, me: Me, chat: str, *, reacts: bool, is_channel: bool = False
) -> list[Finding]:
    facts, unseen = await _facts(inspection, chat, is_channel=is_channel)
    if facts is None:
        return unseen
    if facts.kind != "channel":
        if is_channel:
            return [problem("channel", "channel-no-channel", title=facts.title, chat=chat)]
        return await _group(inspection, me, chat, facts, reacts=reacts)
    if not facts.linked:
        return [problem("channel", "channel-no-discussion", title=facts.title)]
    group, unseen = await _facts(inspection, facts.linked, is_channel=False)
    if group is None:
        return unseen
    title = facts.title
    return [
        fine("channel", "channel-fine", title=title, group=group.title),
        *await _group(inspection, me, facts.linked, group, reacts=reacts),
    ]


async def _facts(
    inspection: Inspection, chat: str, *, is_channel: bool
) -> tuple[ChatFacts | None, list[Finding]]:
    """What the place is, or what is to be done so that the bot sees it."""
    topic = "channel" if is_channel else "group"
    try:
        return await inspection.chat(chat), []
    except Unanswered as answer:
        if answer.moved_to:
            return None, [problem("group", "group-moved", chat=chat, new=answer.moved_to)]
        return None, [problem(topic, f"{topic}-absent", chat=chat)] if answer.is_no else []


async def _group(
    inspection: Inspection, me: Me, chat: str, facts: ChatFacts, *, reacts: bool
) -> list[Finding]:
    """In a group the bot sees all messages as an administrator, or with privacy mode off."""
    try:
        member = await inspection.member(chat, me.id)
    except Unanswered as answer:
        return [problem("group", "group-absent", chat=chat)] if answer.is_no else []
    if not member.present:
        return [problem("group", "group-absent", chat=chat)]
    if not member.admin and not me.sees_all:
        return [problem("group", "group-blind", chat=facts.title or chat, bot=me.username)]
    found = [fine("group", "group-fine", chat=facts.title or chat)]
    return found + _shortcomings(member, facts, reacts=reacts)


def _shortcomings(member: MemberFacts, facts: ChatFacts, *, reacts: bool) -> list[Finding]:
    """What works without, only worse."""
    found = []
    if facts.kind == "group":
        found.append(warning("group", "group-basic", title=facts.title))
    elif not member.deletes:
        found.append(warning("group", "group-no-deleting", title=facts.title))
    if reacts and not facts.reactions:
        found.append(warning("group", "group-no-reactions", title=facts.title))
    return found
