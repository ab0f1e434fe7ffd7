"""Somebody's message is taken away from a public place, where the platform lets the bot."""

from appeals.model import Address, Message, MessageRef, Side
from handlers import quiet
from handlers.channels import is_public
from handlers.conversation import (
    Button,
    ModeratorChat,
    Place,
    Priority,
    Refusal,
    Refused,
    Remove,
    Reply,
    Say,
    TopicOf,
    Words,
)
from handlers.office import Office
from handlers.press_data import PUBLIC_GROUP, PressData


def button(message_id: int) -> Button:
    """«Удалить запись» of a stored message."""
    return Button(Words("button-remove"), str(PressData(PUBLIC_GROUP, "remove", message_id)))


def asked(message: Message, home: Address) -> list[Reply]:
    """Only what a client wrote in public is taken away; `home` is the moderator chat."""
    theirs = message.side is Side.CLIENT and is_public(message.ref.at, home)
    return [Remove(message.ref, message.appeal_id)] if theirs else []


async def removed(
    ref: MessageRef, appeal_id: int | None, refused: Refused | None, office: Office
) -> list[Reply]:
    """The outcome in words, with what can be done where the platform forbids it."""
    words = Words("public-removed")
    if refused is not None and refused.reason is not Refusal.MESSAGE_GONE:
        link = await _link(ref, appeal_id, office)
        reason, known = refused.reason.value, "yes" if link else "no"
        facts = {"reason": reason, "channel": ref.at.channel, "link": known}
        words = Words("public-not-removed", facts, link=link)
    place: Place = TopicOf(appeal_id) if appeal_id else ModeratorChat()
    return [Say(place, words, priority=Priority.COPY)]


async def _link(ref: MessageRef, appeal_id: int | None, office: Office) -> str:
    """Where it stands, as far as anybody said."""
    if appeal_id:
        appeal = await office.appeals.get(appeal_id)
        return appeal.spot.link if appeal else ""
    stored = await office.messages.at(ref)
    kept = await quiet.remembered(stored.id, office) if stored else None
    return kept.message.spot.link if kept else ""
