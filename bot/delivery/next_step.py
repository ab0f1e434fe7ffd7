"""The next single call to a platform that an outbox row needs.

One call at a time, so that limits count each of them, other lanes go on in between, and what a call
brought about (a topic, a card) is stored before the next one.
"""

from datetime import datetime

from appeals.model import Address, Fate, MessageRef
from bot.delivery.card_steps import card_step
from bot.delivery.rechecked import is_notice, rechecked
from bot.delivery.repetition import tried
from bot.delivery.step import Fetch, Kind, Next, Step, Verdict
from bot.files import foreign
from bot.house import House
from bot.papers import wishes
from bot.payload import read_message, read_part, read_ref
from bot.saying import OR_REACT
from bot.splitting import messages_in
from handlers.conversation import (
    Capabilities,
    Channel,
    Feeling,
    Later,
    Outcome,
    Rendered,
)
from handlers.office import Office
from storage.errors import StorageError
from storage.outbox import Row
from storage.store import Unit

STORAGE_PAUSE = 5.0
PAPER_PATIENCE = 900.0
"""A register of a million appeals takes minutes to write."""


async def next_step(row: Row, unit: Unit, house: House, office: Office) -> Next:
    """What to do for the row now, seen from the state of things now."""
    match row.job:
        case "refresh":
            return await card_step(row, unit, house, office, whole=True) or Verdict.DONE
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
        before = await card_step(row, unit, house, office, whole=False)
        if before:
            return before
    at = await _destination(row, unit, house)
    capabilities = house.channel(at.channel).capabilities
    fetch = _missing(part.message, at.channel, capabilities, house)
    if fetch:
        return fetch
    message = tried(row, part.message, office.now)
    patience = PAPER_PATIENCE if wishes(message) else 0.0
    return Step(
        Kind.SAY,
        at,
        lambda channel: _sent(channel, at, message, house),
        messages_in(message, capabilities),
        patience=patience,
    )


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
    message = tried(row, read_part(row.payload).message, now)
    number = int(row.payload["copy"])
    if number >= len(copies):
        at = copies[0].at
        return Step(Kind.SAY, at, lambda channel: channel.send(at, message))
    ref, has_files = copies[number], bool(message.content.attachments)
    return Step(Kind.EDIT, ref.at, lambda channel: channel.edit(ref, message, has_files))
