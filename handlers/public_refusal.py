"""An answer could not be placed before all: it is said nowhere else by itself, staff decide."""

from appeals.model import Address, Appeal, Client, Employee, Fate, Message, MessageRef, Side
from appeals.words import Content
from handlers import by_hand
from handlers.channels import is_public
from handlers.conversation import (
    Button,
    Buttons,
    Pressed,
    Priority,
    Redraw,
    Refusal,
    Refused,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
)
from handlers.office import Office
from handlers.press_data import PUBLIC_GROUP, PressData

NEVER_AGAIN = frozenset(
    {
        Refusal.MESSAGE_GONE,
        Refusal.CLOSED_THREAD,
        Refusal.POST_GONE,
        Refusal.COMMENT_GONE,
        Refusal.BY_HAND,
    }
)
"""The place for the answer is gone: trying again is of no use."""


async def told(
    appeal: Appeal, message: Message, refusal: Refused, stands: str, office: Office
) -> Say:
    """Why, and the choices: again, privately, by hand, or not at all."""
    private = await _private_talk(appeal, office)
    facts = {
        "reason": refusal.reason.value,
        "stands": stands,
        "private": "yes" if private else "no",
        "link": by_hand.link_known(appeal),
    }
    return Say(
        TopicOf(appeal.id),
        Words("public-not-delivered", facts, link=appeal.spot.link),
        buttons=_choices(appeal, message, refusal, private=private is not None),
        reply_to=message.ref.id,
        priority=Priority.COPY,
    )


def _choices(appeal: Appeal, message: Message, refusal: Refused, *, private: bool) -> Buttons:
    again = Button(Words("button-retry"), str(PressData("r", "retry", message.id)))
    alone = Button(
        Words("button-send-privately"), str(PressData(PUBLIC_GROUP, "private", message.id))
    )
    placed, close = (
        Button(Words(f"button-{verb}"), str(PressData("a", verb, appeal.id, appeal.seen)))
        for verb in (by_hand.PLACED, "close")
    )
    rows: list[tuple[Button, ...]] = []
    if refusal.reason not in NEVER_AGAIN:
        rows.append((again,))
    if private:
        rows.append((alone,))
    return (*rows, (placed, close)) if appeal.is_open else tuple(rows)


async def _private_talk(appeal: Appeal, office: Office) -> Address | None:
    """Where the author has asked in private before; nobody else may be written to.

    A person's own channel and a stranger's group have no private chat.
    """
    client = await office.clients.get(appeal.client_id)
    at = _alone(client) if client and client.reachable else None
    if at is None or is_public(at, office.desk.moderator_chat):
        return None
    known = await office.appeals.latest_in(at, appeal.client_id)
    return at if known else None


def _alone(client: Client) -> Address:
    return Address(client.channel, client.external_id)


async def send_privately(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """The refused answer goes to its author alone, in its latest version."""
    stored = await office.messages.get(data.id)
    appeal = await office.appeals.get(stored.appeal_id or 0) if stored else None
    if stored is None or appeal is None or not _is_refused(stored, appeal):
        return [Toast(press.press_id, Words("press-stale"))]
    at = await _private_talk(appeal, office)
    if at is None:
        return [Toast(press.press_id, Words("press-stale"))]
    await office.messages.set_fate(stored.id, Fate.QUEUED)
    versions = await office.messages.versions(stored.id)
    told_so = Words("public-sent-privately", {"who": employee.name})
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(MessageRef(press.at, press.id), told_so),
        _to_author(at, appeal, stored, versions[-1]),
    ]


def _is_refused(stored: Message, appeal: Appeal) -> bool:
    failed = stored.side is Side.STAFF and stored.fate is Fate.FAILED
    return failed and appeal.spot.is_public


def _to_author(at: Address, appeal: Appeal, stored: Message, content: Content) -> Say:
    return Say(
        at,
        Words("client-answer-to-public", {"number": appeal.number}),
        content,
        appeal_id=appeal.id,
        message_id=stored.id,
        priority=Priority.ANSWER,
    )
