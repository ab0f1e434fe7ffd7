"""Checks in VK: the keys, the community, its messages, long poll and buttons."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.admin_words import say
from bot.doctor import vk_keys
from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.settings.model import Vk
from bot.status import Trouble
from bot.vk.client import VERSION, Client
from bot.vk.inspection import (
    Community,
    Inspection,
    KeyKind,
    LongPollFacts,
    TokenFacts,
    Unanswered,
)
from bot.vk.places import COMMENT_EVENTS

PATIENCE = 15.0
NEEDED_RIGHTS = frozenset({"messages", "manage"})
NEEDED_EVENTS = frozenset({"message_new", "message_event", "message_reply"})

# In the order in which VK's pages list them.
_RIGHTS = {
    "messages": "vk-right-messages",
    "photos": "vk-right-photos",
    "docs": "vk-right-docs",
    "manage": "vk-right-manage",
    "wall": "vk-right-wall",
}
_EVENTS = {
    "message_new": "vk-event-message-new",
    "message_reply": "vk-event-message-reply",
    "message_edit": "vk-event-message-edit",
    "message_allow": "vk-event-message-allow",
    "message_deny": "vk-event-message-deny",
    "message_event": "vk-event-message-event",
    "wall_post_new": "vk-event-posts",
    **dict.fromkeys(
        (one for one in COMMENT_EVENTS if one.startswith("wall_")), "vk-event-comments"
    ),
    **dict.fromkeys((one for one in COMMENT_EVENTS if one.startswith("photo_")), "vk-event-photos"),
    **dict.fromkeys((one for one in COMMENT_EVENTS if one.startswith("video_")), "vk-event-videos"),
    **dict.fromkeys((one for one in COMMENT_EVENTS if one.startswith("market_")), "vk-event-goods"),
    **dict.fromkeys((one for one in COMMENT_EVENTS if one.startswith("board_")), "vk-event-boards"),
}
_MISPLACED = {KeyKind.SERVICE: "vk-token-service", KeyKind.USER: "vk-token-user"}
_ON_THE_WAY = {
    Trouble.TOKEN: "vk-token-refused",
    Trouble.NETWORK: "vk-silent",
    Trouble.TOO_FAST: "vk-busy",
    Trouble.CAPTCHA: "vk-captcha",
}


async def vk(settings: Settings, *, mend: bool = False) -> list[Finding]:
    """All checks, as far as they can be made. With `mend` the long poll is set up as needed."""
    section = settings.vk
    if section.token is None:
        return [_switched_off(section)]
    async with _client(section, section.token) as client:
        inspection = Inspection(client, int(section.group_id or 0))
        try:
            facts = await inspection.token()
            found = [_token(facts)]
            if facts.kind is KeyKind.GROUP:
                found += await _community(section, inspection, facts, mend=mend)
                found += await _keys(section)
        except Unanswered as answer:
            found = [_on_the_way("vk-token", answer)]
    return found


def _switched_off(section: Vk) -> Finding:
    """Nobody who wants no VK is bothered; who has begun to set it up is."""
    keys = section.service_token or section.user_token
    begun = bool(section.group_id or section.problem_categories or keys)
    return warning("vk-token", "vk-token-none") if begun else fine("vk-token", "vk-off")


@asynccontextmanager
async def _client(section: Vk, token: SecretStr) -> AsyncIterator[Client]:
    client = Client(token.get_secret_value(), section.api_url, read=PATIENCE)
    try:
        yield client
    finally:
        client.close()


def _token(facts: TokenFacts) -> Finding:
    if facts.kind is not KeyKind.GROUP:
        return problem("vk-token", _MISPLACED[facts.kind])
    if facts.missing:
        told = problem if facts.missing & NEEDED_RIGHTS else warning
        return told("vk-token", "vk-rights-missing", rights=_named_all(_RIGHTS, facts.missing))
    return fine("vk-token", "vk-token-fine" if facts.rights else "vk-token-untold")


async def _community(
    section: Vk, inspection: Inspection, facts: TokenFacts, *, mend: bool
) -> list[Finding]:
    """What is wrong in the settings is named, and the token's own community looked at."""
    try:
        own = await inspection.own_community()
    except Unanswered as answer:
        return [_on_the_way("vk-community", answer)]
    found = [_named(section, own)]
    inspection = inspection.of(own.id)
    if facts.may("messages"):
        found += await _messages(inspection, own)
    mend = mend and not found[0].is_problem
    return [*found, *await _long_poll(inspection, own, mend=mend)]


def _named(section: Vk, own: Community) -> Finding:
    known = {"name": own.name, "id": str(own.id), "screen": own.screen_name or f"club{own.id}"}
    if section.group_id is None:
        return problem("vk-community", "vk-community-unset", **known)
    if int(section.group_id) != own.id:
        return problem("vk-community", "vk-community-other", given=str(section.group_id), **known)
    return fine("vk-community", "vk-community-fine", **known)


async def _messages(inspection: Inspection, own: Community) -> list[Finding]:
    try:
        if not await inspection.messages_on():
            return [problem("vk-messages", "vk-messages-off", id=str(own.id))]
    except Unanswered as answer:
        refused = problem("vk-messages", "vk-messages-refused", id=str(own.id))
        return [refused if answer.is_no else _on_the_way("vk-messages", answer)]
    # VK has no question for the buttons, and a doctor writes to nobody to find out.
    return [fine("vk-messages", "vk-messages-fine"), fine("vk-buttons", "vk-buttons-untold")]


async def _long_poll(inspection: Inspection, own: Community, *, mend: bool) -> list[Finding]:
    try:
        facts = await inspection.long_poll()
    except Unanswered as answer:
        hidden = warning("vk-longpoll", "vk-longpoll-untold", id=str(own.id))
        return [hidden if answer.is_no else _on_the_way("vk-longpoll", answer)]
    if facts is None:
        return [warning("vk-longpoll", "vk-longpoll-untold", id=str(own.id))]
    if mend and _wanting(facts):
        return [await _mended(inspection, own, facts)]
    return _judged(facts, own)


def _wanting(facts: LongPollFacts) -> bool:
    return not facts.on or bool(facts.missing) or _is_strange(facts)


def _is_strange(facts: LongPollFacts) -> bool:
    return facts.version not in {"", VERSION}


def _judged(facts: LongPollFacts, own: Community) -> list[Finding]:
    number = {"id": str(own.id)}
    if not facts.on:
        return [problem("vk-longpoll", "vk-longpoll-off", **number)]
    found = []
    if facts.missing:
        told = problem if NEEDED_EVENTS & set(facts.missing) else warning
        events = _named_all(_EVENTS, facts.missing)
        found.append(told("vk-longpoll", "vk-longpoll-events", events=events, **number))
    if _is_strange(facts):
        shown = {"version": facts.version, "needed": VERSION}
        found.append(warning("vk-longpoll", "vk-longpoll-version", **shown, **number))
    return found or [fine("vk-longpoll", "vk-longpoll-fine", version=VERSION)]


async def _mended(inspection: Inspection, own: Community, before: LongPollFacts) -> Finding:
    """Switched on what was off and nothing else; looked at again, for a yes proves little."""
    try:
        await inspection.switch_on(before.missing)
        after = await inspection.long_poll()
    except Unanswered as answer:
        refused = problem("vk-longpoll", "vk-longpoll-not-mended", id=str(own.id))
        return refused if answer.is_no else _on_the_way("vk-longpoll", answer)
    if after is None or _wanting(after):
        return problem("vk-longpoll", "vk-longpoll-not-mended", id=str(own.id))
    return fine("vk-longpoll", "vk-longpoll-mended", changes=_changes(before))


def _changes(before: LongPollFacts) -> str:
    changes = [] if before.on else [say("doctor-vk-change-on")]
    if _is_strange(before):
        changes.append(say("doctor-vk-change-version", before=before.version, after=VERSION))
    if before.missing:
        events = _named_all(_EVENTS, before.missing)
        changes.append(say("doctor-vk-change-events", events=events))
    return "; ".join(changes)


async def _keys(section: Vk) -> list[Finding]:
    """Those that read and change what stands on walls."""
    service, user, group_id = section.service_token, section.user_token, int(section.group_id or 0)
    if service is None:
        found = [vk_keys.without_service(section)]
    else:
        async with _client(section, service) as client:
            found = [await vk_keys.examined(client, KeyKind.SERVICE, group_id)]
    if user is None:
        return [*found, vk_keys.without_user()]
    async with _client(section, user) as client:
        return [*found, await vk_keys.examined(client, KeyKind.USER, group_id)]


def _named_all(texts: Mapping[str, str], names: Collection[str]) -> str:
    """Each text once: VK's page shows what is done to a comment below one heading."""
    found = dict.fromkeys(text for name, text in texts.items() if name in names)
    return ", ".join(say(f"doctor-{text}") for text in found)


def _on_the_way(topic: str, answer: Unanswered) -> Finding:
    return problem(topic, _ON_THE_WAY.get(answer.trouble, "vk-strange"))
