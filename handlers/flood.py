"""More questions at once than the moderator chat takes topics: staff see all of them in a digest.

One group takes some twenty bot actions a minute and a new appeal costs two, so that topics appear
one after another. What waits longer is named in a digest, one message a minute, and can be worked
on by its number; whoever needs its topic at once asks for it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import lists
from handlers.command import Command, answer
from handlers.conversation import ModeratorChat, Priority, Refresh, Reply, Say, Words
from handlers.office import Office
from handlers.people import short_number

PATIENCE = timedelta(seconds=30)
EVERY = timedelta(minutes=1)
FEW = 3
LISTED = 30
_TOLD = "flood"


async def digest(office: Office) -> list[Reply]:
    """The appeals that have waited for a topic since half a minute ago and are in no digest yet.

    At most once a minute, and only when they are more than a few.
    """
    told, at = await _last(office)
    if at is not None and timedelta(0) <= office.now - at < EVERY:
        return []
    waiting = await office.topics.awaited(office.now - PATIENCE, told, LISTED + 1)
    if not waiting or not await _is_flood(waiting, office):
        return []
    named = await office.appeals.many(waiting[:LISTED])
    lines = tuple([await lists.line(appeal, office) for appeal in named])
    more = "yes" if len(waiting) > LISTED else "no"
    await office.marks.set(_TOLD, f"{waiting[:LISTED][-1]} {office.now.isoformat()}")
    words = Words("flood-digest", {"count": len(named), "more": more}, below=lines)
    return [Say(ModeratorChat(), words, priority=Priority.ACKNOWLEDGEMENT)]


async def _is_flood(waiting: Sequence[int], office: Office) -> bool:
    """The last few of a flood are named too: their topics come behind all the others."""
    if len(waiting) > FEW:
        return True
    return len(await office.topics.awaited(office.now - PATIENCE, 0, FEW + 1)) > FEW


async def topic(command: Command, office: Office) -> list[Reply]:
    """`/topic N`: this appeal's topic before all others; where it is when it is there already."""
    appeal = await office.appeals.numbered(command.rest.lstrip("№ "))
    if appeal is None:
        return [answer(command, Words("flood-topic-how"))]
    number = short_number(appeal, office)
    there = await office.topics.of(appeal.id)
    if there is not None:
        link = office.desk.topic_link(there.at)
        return [answer(command, Words("flood-topic-there", {"number": number}, link=link))]
    return [
        Refresh(appeal.id, Priority.ANSWER),
        answer(command, Words("flood-topic-next", {"number": number})),
    ]


async def _last(office: Office) -> tuple[int, datetime | None]:
    """The last appeal that a digest has named, and when."""
    told, _, at = (await office.marks.get(_TOLD)).partition(" ")
    return (int(told), datetime.fromisoformat(at)) if at else (0, None)
