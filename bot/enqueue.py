"""From a handler's replies to rows of the outbox, rendered and split, in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from appeals.model import Address, Fate, Message, Side
from bot.house import House
from bot.lanes import Lane, lane_of
from bot.payload import message_payload, part_payload, ref_payload
from bot.saying import buttons_of, content_of, named, put_say, split
from bot.splitting import messages_in, parts
from handlers import public_words
from handlers.channels import is_public
from handlers.conversation import (
    Amend,
    Place,
    Priority,
    React,
    Redraw,
    Refresh,
    Remove,
    Rendered,
    Reply,
    Retry,
    Say,
    Toast,
    TopicOf,
    Withdraw,
)
from storage.outbox import Order
from storage.store import Unit


async def enqueue(replies: Iterable[Reply], unit: Unit, house: House, now: datetime) -> list[Toast]:
    """Store what is to be sent; returns the toasts, which go out right after the commit.

    Whoever says it, a handler, the timetable or the delivery: what strangers would read is looked
    at here once more. Raises ValueError for a button whose data no platform would take.
    """
    toasts = []
    known = [await _where_it_is_now(reply, unit, house) for reply in replies]
    for reply in public_words.fit(known, house.moderators):
        match reply:
            case Toast():
                toasts.append(reply)
            case Say():
                await put_say(reply, unit, house, now)
            case Refresh():
                await _refresh(reply, unit, house, now)
            case Redraw():
                await _redraw(reply, unit, house, now)
            case React():
                await _react(reply, unit, house, now)
            case Remove():
                await _remove(reply, unit, house, now)
            case Amend():
                await _amend(reply, unit, house, now)
            case Withdraw():
                await _withdraw(reply.key, unit)
            case Retry():
                await _retry(reply.message_id, unit, now)
    return toasts


async def _where_it_is_now(reply: Reply, unit: Unit, house: House) -> Reply:
    """A moderator chat that has moved would be taken for a stranger's by its former id."""
    match reply:
        case Say(to=Address() as at) if is_public(at, house.moderators):
            present = await unit.chats.current(at.channel, at.chat)
            return replace(reply, to=replace(at, chat=present))
    return reply


async def _refresh(refresh: Refresh, unit: Unit, house: House, now: datetime) -> None:
    """Collected: while one waits, it will show the newest state anyway."""
    lane = await lane_of(TopicOf(refresh.appeal_id), unit.topics, house.moderators)
    key = f"refresh:{refresh.appeal_id}"
    await unit.outbox.put_once(_order(lane, "refresh", {}, refresh.priority, now, key=key), now)


async def _redraw(redraw: Redraw, unit: Unit, house: House, now: datetime) -> None:
    """One message stays one: what its text has too much of is left out."""
    lane = await lane_of(redraw.ref.at, unit.topics, house.moderators)
    channel = house.channel(redraw.ref.at.channel)
    content = content_of(redraw.lead, redraw.content, house.texts)
    pieces = parts(content, channel.capabilities, channel.length) or [content]
    message = Rendered(pieces[0], buttons_of(redraw.buttons, house.texts))
    payload = {"ref": ref_payload(redraw.ref), "message": message_payload(message)}
    await unit.outbox.put(_order(lane, "redraw", payload, Priority.ACKNOWLEDGEMENT, now), now)


async def _react(react: React, unit: Unit, house: House, now: datetime) -> None:
    lane = await lane_of(react.ref.at, unit.topics, house.moderators)
    payload = {"ref": ref_payload(react.ref), "feeling": react.feeling.value}
    await unit.outbox.put(_order(lane, "react", payload, Priority.HOUSEKEEPING, now), now)


async def _remove(remove: Remove, unit: Unit, house: House, now: datetime) -> None:
    """Once: while one waits, another press adds nothing."""
    at = remove.ref.at
    lane = replace(await lane_of(at, unit.topics, house.moderators), appeal_id=remove.appeal_id)
    payload = {"ref": ref_payload(remove.ref)}
    key = f"remove:{at}:{remove.ref.id}"
    order = _order(lane, "remove", payload, Priority.ACKNOWLEDGEMENT, now, key=key)
    await unit.outbox.put_once(order, now)


async def _amend(amend: Amend, unit: Unit, house: House, now: datetime) -> None:
    """Goes behind the copy in its lane, so that an edit never overtakes what it changes."""
    message = await unit.messages.get(amend.message_id)
    place = await _copy_place(message, unit) if message else None
    if message is None or place is None:
        return
    priority = Priority.COPY if message.side is Side.CLIENT else Priority.ANSWER
    lane = await lane_of(place, unit.topics, house.moderators, priority)
    content = content_of(amend.lead, amend.content, house.texts)
    owners = [message.id] * len(content.attachments)
    copy, channel = 0, house.channel(lane.channel)
    for part in split(Rendered(content), owners, message.id, channel):
        payload = part_payload(part) | {"copy": copy}
        await unit.outbox.put(_order(lane, "amend", payload, priority, now, message=message), now)
        copy += messages_in(part.message, channel.capabilities)


async def _copy_place(message: Message, unit: Unit) -> Place | None:
    """Where the message's copies stand or will stand; None for what is shown to nobody."""
    copies = await unit.messages.copies(message.id)
    if copies:
        return copies[0].at
    appeal = None if message.appeal_id is None else await unit.appeals.get(message.appeal_id)
    if appeal is None or message.side is Side.NOTE:
        return None
    return TopicOf(appeal.id) if message.side is Side.CLIENT else appeal.place


async def _withdraw(key: str, unit: Unit) -> None:
    for number in count():
        if not await unit.outbox.withdraw(named(key, number)):
            return


async def _retry(message_id: int, unit: Unit, now: datetime) -> None:
    if await unit.outbox.retry_failed(message_id, now):
        await unit.messages.set_fate(message_id, Fate.QUEUED)


def _order(
    lane: Lane,
    job: str,
    payload: dict[str, Any],
    priority: Priority,
    now: datetime,
    *,
    key: str = "",
    message: Message | None = None,
) -> Order:
    return Order(
        lane=lane.name,
        channel=lane.channel,
        job=job,
        payload=payload,
        priority=int(priority),
        not_before=now,
        place=lane.place,
        chat=lane.chat,
        thread=lane.thread,
        appeal_id=message.appeal_id if message and lane.appeal_id is None else lane.appeal_id,
        message_id=message.id if message else None,
        key=key,
    )
