"""Somebody's message is taken away from a public place, where the platform lets the bot."""

from appeals.model import Address, Message, MessageRef, Side
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
    appeal = await office.appeals.get(appeal_id) if appeal_id else None
    reason = "" if refused is None else refused.reason.value
    words = Words("public-removed")
    if refused is not None and refused.reason is not Refusal.MESSAGE_GONE:
        link = appeal.spot.link if appeal else ""
        facts = {"reason": reason, "channel": ref.at.channel, "link": "yes" if link else "no"}
        words = Words("public-not-removed", facts, link=link)
    place: Place = TopicOf(appeal.id) if appeal else ModeratorChat()
    return [Say(place, words, priority=Priority.COPY)]
