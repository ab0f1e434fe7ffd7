"""Checks of the keys beside the community's: what works with each, and what does not without."""

from bot.admin_words import say
from bot.doctor.finding import Finding, fine, warning
from bot.settings.model import Vk
from bot.status import Trouble
from bot.vk.client import Client
from bot.vk.inspection import Inspection, KeyKind, Unanswered

KINDS = {
    KeyKind.GROUP: "vk-kind-group",
    KeyKind.SERVICE: "vk-kind-service",
    KeyKind.USER: "vk-kind-user",
}
_TOPICS = {KeyKind.SERVICE: "vk-service", KeyKind.USER: "vk-user"}


def without_service(section: Vk) -> Finding:
    """A person's key can do all that a service key does; without either much is not done."""
    if section.user_token is not None:
        return fine("vk-service", "vk-service-spared")
    return warning("vk-service", "vk-service-none")


def without_user() -> Finding:
    """Hard to get, and rarely needed."""
    return fine("vk-user", "vk-user-none")


async def examined(client: Client, kind: KeyKind, group_id: int) -> Finding:
    """The key is what it should be and opens what it should; nothing else depends on it."""
    topic, inspection = _TOPICS[kind], Inspection(client, group_id)
    try:
        facts = await inspection.token()
        if facts.kind is not kind:
            return warning(topic, f"{topic}-other", kind=say(f"doctor-{KINDS[facts.kind]}"))
        await inspection.try_reading()
        if kind is KeyKind.USER:
            await inspection.try_mentions()
    except Unanswered as answer:
        if answer.trouble is Trouble.TOKEN:
            return warning(topic, f"{topic}-refused")
        if answer.is_no:
            return warning(topic, f"{topic}-shut")
        return warning(topic, "vk-key-silent")
    return fine(topic, f"{topic}-fine")
