"""A `Say` as rows of the outbox: rendered, split, and gathered while it waits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from appeals.model import Fate
from appeals.words import Content, gathered
from bot.house import House
from bot.lanes import Lane, beside, lane_of
from bot.payload import Part, part_payload, read_part, shared
from bot.splitting import last_alone, parts
from bot.texts import Texts
from handlers.conversation import Buttons, Channel, Rendered, Say, Words
from storage.outbox import Order, Row
from storage.store import Unit

DATA_LIMIT = 64
OR_REACT = "or_react"
"""In a row's payload: where the chat's limit is near, a reaction on what is answered will do."""

Drawn = tuple[tuple[tuple[str, str, str], ...], ...]


async def put_say(say: Say, unit: Unit, house: House, now: datetime) -> None:
    """Store a message in the lane of its place, or add it to the one waiting under its key.

    Raises ValueError for a button whose data no platform would take.
    """
    lane = await lane_of(say.to, unit.topics, house.moderators, say.priority)
    lane = beside(lane) if say.aside else lane
    if say.message_id is not None:
        await unit.messages.set_fate(say.message_id, Fate.QUEUED)
    job = _Job(say, lane, house.channel(lane.channel), unit, now)
    message = Rendered(
        content_of(say.lead, say.content, house.texts),
        buttons_of(say.buttons, house.texts),
        say.menu,
        say.reply_to,
    )
    if not (say.append and await job.append(message)):
        owners = [] if say.message_id is None else [say.message_id] * len(_files(message))
        await job.put(split(message, owners, say.message_id, job.channel))


def content_of(lead: Words | None, content: Content | None, texts: Texts) -> Content:
    """A line of the product above somebody's words; either may be missing."""
    if lead is None:
        return content or Content()
    rendered = texts.render(lead)
    return rendered if content is None else content.after(rendered)


def buttons_of(buttons: Buttons, texts: Texts) -> Drawn:
    """Buttons with their captions. Raises ValueError for data above 64 bytes."""
    for button in (button for row in buttons for button in row):
        if len(button.data.encode()) > DATA_LIMIT:
            raise ValueError(f"data of the button {button.caption.key} is too long")
    return tuple(
        tuple((texts.plain(button.caption), button.data, button.url) for button in row)
        for row in buttons
    )


def split(
    message: Rendered, owners: Sequence[int], text_owner: int | None, channel: Channel
) -> list[Part]:
    """The parts of a message: the reply stands on the first, the buttons under the last."""
    pieces = parts(message.content, channel.capabilities, channel.length)
    if not pieces:
        return []
    if message.buttons:
        pieces = last_alone(pieces, channel.capabilities)
    made = shared(pieces, owners, text_owner)
    made[0] = _changed(made[0], reply_to=message.reply_to)
    made[-1] = _changed(made[-1], buttons=message.buttons, menu=message.menu)
    return made


def named(key: str, number: int) -> str:
    """The key of the n-th row of a message that needs several."""
    return f"{key}#{number}" if key and number else key


@dataclass(frozen=True, slots=True)
class _Job:
    say: Say
    lane: Lane
    channel: Channel
    unit: Unit
    now: datetime

    async def put(self, made: Sequence[Part], first: int = 0) -> None:
        """One order for each part, keys counted from `first`."""
        for number, part in enumerate(made, start=first):
            await self.unit.outbox.put(self._order(part, named(self.say.key, number)), self.now)

    async def append(self, message: Rendered) -> bool:
        """Add to what waits under the key; False when nothing does (any more)."""
        waiting = await self._waiting()
        if not waiting:
            return False
        row, before = waiting[-1], read_part(waiting[-1].payload)
        owners = list(before.owners) if _files(before.message) else []
        if self.say.message_id is not None:
            owners += [self.say.message_id] * len(_files(message))
        whole = replace(
            before.message,
            content=gathered([before.message.content, message.content]),
            buttons=before.message.buttons + message.buttons,
        )
        first, *rest = split(whole, owners, row.message_id, self.channel)
        first = replace(first, goes_on=before.goes_on)
        await self.unit.outbox.replace_payload(row.id, part_payload(first))
        await self.put(rest, len(waiting))
        return True

    async def _waiting(self) -> list[Row]:
        """Rows under the key that wait in this lane; the last one can be added to."""
        found: list[Row] = []
        for number in count():
            row = await self.unit.outbox.pending(named(self.say.key, number))
            if row is None or row.lane != self.lane.name:
                return found
            found.append(row)
        return found

    def _order(self, part: Part, key: str) -> Order:
        lane, say = self.lane, self.say
        return Order(
            lane=lane.name,
            channel=lane.channel,
            job="say",
            payload=part_payload(part) | ({OR_REACT: True} if self._may_react(part) else {}),
            priority=int(say.priority),
            not_before=self.now + say.wait,
            place=lane.place,
            chat=lane.chat,
            thread=lane.thread,
            appeal_id=say.appeal_id if lane.appeal_id is None else lane.appeal_id,
            message_id=say.message_id,
            key=key,
        )

    def _may_react(self, part: Part) -> bool:
        """A reaction on what is answered would say the same."""
        can = self.channel.capabilities.reactions
        return self.say.or_react and can and bool(part.message.reply_to)


def _files(message: Rendered) -> Sequence[object]:
    return message.content.attachments


def _changed(
    part: Part, *, reply_to: str | None = None, buttons: Drawn = (), menu: bool = False
) -> Part:
    reply = part.message.reply_to if reply_to is None else reply_to
    message = replace(part.message, reply_to=reply)
    return replace(part, message=replace(message, buttons=buttons, menu=menu))
