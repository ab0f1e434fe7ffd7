"""The next call that an appeal's topic and its card need."""

import hashlib
import json
from dataclasses import replace

from appeals.model import MessageRef, Topic
from bot.delivery.repetition import tried
from bot.delivery.step import Kind, Step
from bot.house import House
from bot.payload import message_payload
from bot.saying import buttons_of, content_of
from bot.splitting import parts
from handlers import card as cards
from handlers.conversation import Rendered
from handlers.office import Office
from storage.outbox import Row
from storage.store import Unit

# A topic is paid for together with its card, so that a flood leaves no topics without cards.
PAIR = 2


async def card_step(
    row: Row, unit: Unit, house: House, office: Office, *, whole: bool
) -> Step | None:
    """Topic, then card; with `whole` also what has changed on them. None when all is as it is."""
    if row.appeal_id is None:
        return None
    topic = await unit.topics.of(row.appeal_id)
    if topic is not None and topic.card and not whole:
        return None
    if topic is None:
        return await _open(row.appeal_id, house, office)
    card = await cards.draw(row.appeal_id, office)
    if card is None:
        return None
    name = house.texts.plain(card.name)
    return _shown(topic, name, tried(row, _rendered(card, house), office.now), whole=whole)


async def _open(appeal_id: int, house: House, office: Office) -> Step | None:
    words = await cards.name(appeal_id, office)
    if words is None:
        return None
    name, home = house.texts.plain(words), house.moderators
    return Step(
        Kind.OPEN, home, lambda channel: channel.open_topic(home.chat, name), PAIR, name=name
    )


def _shown(topic: Topic, name: str, message: Rendered, *, whole: bool) -> Step | None:
    """What changes while the call runs asks for a refresh of its own: no need to draw again."""
    drawn = _digest(message)
    at = topic.at
    if not topic.card:
        last = whole and topic.name == name
        return Step(
            Kind.CARD, at, lambda channel: channel.send(at, message), 0, drawn=drawn, last=last
        )
    if whole and topic.name != name:
        return Step(Kind.RENAME, at, lambda channel: channel.rename_topic(at, name), name=name)
    if whole and topic.drawn != drawn:
        ref = MessageRef(at, topic.card)
        return Step(
            Kind.REDRAW_CARD,
            at,
            lambda channel: channel.edit(ref, message, False),
            drawn=drawn,
            last=True,
        )
    return None


def _rendered(card: cards.Card, house: House) -> Rendered:
    """A card is one message: what is too long for one is cut."""
    channel = house.channel(house.moderators.channel)
    content = content_of(card.lead, card.content, house.texts)
    pieces = parts(replace(content, attachments=()), channel.capabilities, channel.length)
    return Rendered(pieces[0] if pieces else content, buttons_of(card.buttons, house.texts))


def _digest(message: Rendered) -> str:
    packed = json.dumps(message_payload(message), sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()[:16]
