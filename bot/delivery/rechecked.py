"""A private notice is written anew when its turn comes: what was answered meanwhile is left out."""

from itertools import count

from bot.house import House
from bot.payload import Part, part_payload
from bot.saying import buttons_of, content_of, named, split
from handlers import notices
from handlers.conversation import Rendered
from handlers.office import Office
from storage.outbox import Order, Row
from storage.store import Unit


def is_notice(row: Row) -> bool:
    """A gathered notice, or the first part of one: the further parts are written with it."""
    return "#" not in row.key and notices.recipient_of(row.key) is not None


async def rechecked(row: Row, unit: Unit, house: House, office: Office) -> Part | None:
    """What the row says now, its further parts rewritten; None when nothing is left to say."""
    own = notices.recipient_of(row.key)
    say = await notices.once_more(*own, office) if own else None
    parts: list[Part] = []
    if say is not None:
        content = content_of(say.lead, say.content, house.texts)
        message = Rendered(content, buttons_of(say.buttons, house.texts))
        parts = split(message, (), None, house.channel(row.channel))
    await _rewrite(row, parts[1:], unit, office)
    return parts[0] if parts else None


async def _rewrite(row: Row, parts: list[Part], unit: Unit, office: Office) -> None:
    """One row for each: those that wait, then new ones; what waits beyond them is withdrawn."""
    for number, part in enumerate(parts, start=1):
        waiting = await unit.outbox.pending(named(row.key, number))
        if waiting is not None:
            await unit.outbox.replace_payload(waiting.id, part_payload(part))
        else:
            await unit.outbox.put(_further(row, part, number), office.now)
    for number in count(len(parts) + 1):
        if not await unit.outbox.withdraw(named(row.key, number)):
            return


def _further(row: Row, part: Part, number: int) -> Order:
    return Order(
        lane=row.lane,
        channel=row.channel,
        job=row.job,
        payload=part_payload(part),
        priority=row.priority,
        not_before=row.not_before,
        place=row.place,
        chat=row.chat,
        thread=row.thread,
        key=named(row.key, number),
    )
