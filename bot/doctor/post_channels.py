"""Checks of the channels in which posts about surveys are published: the bot must be let to."""

from bot.doctor.finding import Finding, fine, problem
from bot.settings import Settings
from bot.telegram.inspection import Inspection, Me, Unanswered


async def post_channels(settings: Settings, inspection: Inspection, me: Me) -> list[Finding]:
    """Each channel that posts go to; none where there are no surveys."""
    if settings.surveys.key_file is None:
        return []
    found = []
    for chat in channels_of(settings):
        found += await _channel(inspection, me, chat)
    return found


def channels_of(settings: Settings) -> list[str]:
    """Where posts go: as the settings say, else where the authority answers comments."""
    given = settings.surveys.post_channels
    return [str(one) for one in (settings.telegram.channels if given is None else given)]


async def _channel(inspection: Inspection, me: Me, chat: str) -> list[Finding]:
    try:
        facts = await inspection.chat(chat)
        member = await inspection.member(chat, me.id)
    except Unanswered as answer:
        unseen = problem("posts", "posts-absent", chat=chat, bot=me.username)
        return [unseen] if answer.is_no else []
    title = facts.title or chat
    if not member.present:
        return [problem("posts", "posts-absent", chat=title, bot=me.username)]
    if facts.kind == "channel" and not member.posts:
        return [problem("posts", "posts-forbidden", title=title, bot=me.username)]
    return [fine("posts", "posts-fine", title=title)]
