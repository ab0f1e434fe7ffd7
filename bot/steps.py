"""The next single call to a platform that an outbox row needs.

One call at a time, so that limits count each of them, other lanes go on in between, and what a call
brought about (a topic, a card) is stored before the next one.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from appeals.model import Address, Fate, MessageRef, Topic
from appeals.words import Attachment
from bot.files import foreign
from bot.house import House
from bot.papers import wishes
from bot.payload import message_payload, read_message, read_part, read_ref
from bot.rechecked import is_notice, rechecked
from bot.saying import OR_REACT, buttons_of, content_of
from bot.splitting import messages_in, parts
from handlers import card as cards
from handlers.conversation import (
    Capabilities,
    Channel,
    Feeling,
    Fetched,
    Later,
    Outcome,
    Refused,
    Rendered,
)
from handlers.office import Office
from storage.errors import StorageError
from storage.outbox import Row
from storage.store import Unit

# A topic is paid for together with its card, so that a flood leaves no topics without cards.
PAIR = 2
STORAGE_PAUSE = 5.0
LONG_WAITING = timedelta(minutes=50)
"""VK itself recognises a repetition for an hour."""

PAPER_PATIENCE = 900.0
"""A register of a million appeals takes minutes to write."""


class Kind(StrEnum):
    """What the call does."""

    SAY = "say"
    OPEN = "open"
    CARD = "card"
    RENAME = "rename"
    REDRAW_CARD = "redraw_card"
    EDIT = "edit"
    REACT = "react"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """One call. `name` is a topic's title, `drawn` the digest of a card.

    `last`: once it has succeeded, the row needs nothing more. `patience` is how many seconds it may
    take beyond the usual.
    """

    kind: Kind
    at: Address
    call: Callable[[Channel], Awaitable[Outcome]]
    cost: int = 1
    name: str = ""
    drawn: str = ""
    last: bool = False
    patience: float = 0.0


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file of another platform that has to be here before the next call can be made.

    It touches no row: until `call` has ended, the row waits as it is.
    """

    file: Attachment
    call: Callable[[], Awaitable[Fetched | Later | Refused]]


class Verdict(StrEnum):
    """No call is needed (any more)."""

    DONE = "done"
    GIVEN_UP = "given up"


Next = Step | Fetch | Verdict


async def next_step(row: Row, unit: Unit, house: House, office: Office) -> Next:
    """What to do for the row now, seen from the state of things now."""
    match row.job:
        case "refresh":
            return await _card_step(row, unit, house, office, whole=True) or Verdict.DONE
        case "redraw":
            return _redraw(row)
        case "react":
            return _react(row)
        case "remove":
            return _remove(row)
        case "amend":
            return await _amend(row, unit, office.now)
    return await _say(row, unit, house, office)


async def _say(row: Row, unit: Unit, house: House, office: Office) -> Next:
    part = read_part(row.payload)
    if is_notice(row):
        written = await rechecked(row, unit, house, office)
        if written is None:
            return Verdict.DONE
        part = written
    if part.goes_on and row.message_id is not None:
        stored = await unit.messages.get(row.message_id)
        if stored is not None and stored.fate is Fate.FAILED:
            return Verdict.GIVEN_UP
    if row.place == "topic":
        before = await _card_step(row, unit, house, office, whole=False)
        if before:
            return before
    at = await _destination(row, unit, house)
    capabilities = house.channel(at.channel).capabilities
    fetch = _missing(part.message, at.channel, capabilities, house)
    if fetch:
        return fetch
    message = _tried(row, part.message, office.now)
    patience = PAPER_PATIENCE if wishes(message) else 0.0
    return Step(
        Kind.SAY,
        at,
        lambda channel: _sent(channel, at, message, house),
        messages_in(message, capabilities),
        patience=patience,
    )


def _tried(row: Row, message: Rendered, now: datetime) -> Rendered:
    """For a channel that recognises what it was given before.

    What has waited for long may have been sent by the program whose backup this database is.
    """
    again = row.unknowns > 0 or now - row.created_at > LONG_WAITING
    return replace(message, nonce=row.nonce, again=again)


def _missing(
    message: Rendered, channel: str, capabilities: Capabilities, house: House
) -> Fetch | None:
    """The first file that only another platform has."""
    files = house.files
    if files is None:
        return None
    missing = [file for file in foreign(message, channel) if not files.at_hand(file)]
    if not missing:
        return None
    file, limit = missing[0], capabilities.upload_limit
    return Fetch(file, lambda: files.fetch(file, house.channels.get(file.origin), limit))


async def _sent(channel: Channel, at: Address, message: Rendered, house: House) -> Outcome:
    """Files that are made when they are sent are made now, outside any transaction."""
    if house.files is not None:
        message = house.files.local(message, at.channel)
    if house.papers is None:
        return await channel.send(at, message)
    try:
        async with house.papers.made(message, house.desk, at.channel) as whole:
            return await channel.send(at, whole)
    except StorageError as error:
        return Later(STORAGE_PAUSE, type(error).__name__)


async def _destination(row: Row, unit: Unit, house: House) -> Address:
    topic = await unit.topics.of(row.appeal_id) if row.place == "topic" and row.appeal_id else None
    if topic is not None:
        return topic.at
    if row.place == "address":
        return Address(row.channel, await unit.chats.current(row.channel, row.chat), row.thread)
    return house.moderators


async def _card_step(
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
    return _shown(topic, name, _tried(row, _rendered(card, house), office.now), whole=whole)


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


def _redraw(row: Row) -> Step:
    ref, message = read_ref(row.payload["ref"]), read_message(row.payload["message"])
    has_files = bool(message.content.attachments)
    return Step(Kind.EDIT, ref.at, lambda channel: channel.edit(ref, message, has_files))


def _react(row: Row) -> Step:
    ref, feeling = read_ref(row.payload["ref"]), Feeling(row.payload["feeling"])
    return Step(Kind.REACT, ref.at, lambda channel: channel.react(ref, feeling))


def by_sign(row: Row, step: Step) -> Step:
    """The reaction that says the same as the row's reply, where it was written so; or the step."""
    if step.kind is not Kind.SAY or OR_REACT not in row.payload:
        return step
    ref = MessageRef(step.at, read_part(row.payload).message.reply_to)
    return Step(Kind.REACT, step.at, lambda channel: channel.react(ref, Feeling.WELCOME))


def _remove(row: Row) -> Step:
    ref = read_ref(row.payload["ref"])
    return Step(Kind.REMOVE, ref.at, lambda channel: channel.remove(ref))


async def _amend(row: Row, unit: Unit, now: datetime) -> Step | Verdict:
    """Edits the copy; a text that grew gets a further message. Nothing for what never arrived."""
    copies = await unit.messages.copies(row.message_id) if row.message_id else []
    if not copies:
        return Verdict.DONE
    message = _tried(row, read_part(row.payload).message, now)
    number = int(row.payload["copy"])
    if number >= len(copies):
        at = copies[0].at
        return Step(Kind.SAY, at, lambda channel: channel.send(at, message))
    ref, has_files = copies[number], bool(message.content.attachments)
    return Step(Kind.EDIT, ref.at, lambda channel: channel.edit(ref, message, has_files))
