"""Two appeals of one person are about one thing: /merge brings them together."""

from collections.abc import Sequence

from appeals import desk
from appeals.desk import NotAllowed
from appeals.model import Appeal, Message, Side
from handlers import clock
from handlers.channels import takes_words
from handlers.command import Command, answer, appeal_here
from handlers.conversation import Priority, Refresh, Reply, Say, TopicOf, Words
from handlers.dates import moment
from handlers.office import Office
from handlers.refusals import refused
from handlers.registering import copy_for_staff


async def merge(command: Command, office: Office) -> list[Reply]:
    """`/merge номер` in a topic: what is here goes over there, the earlier deadline stays."""
    appeal = await appeal_here(command.message, office)
    if appeal is None:
        return [answer(command, Words("staff-only-in-topic"))]
    into = await office.appeals.numbered(command.rest.lstrip("№ ")) if command.rest else None
    if into is None:
        return [answer(command, Words("merge-how"))]
    try:
        ended, whole = desk.merge(appeal, into, desk.of_staff(command.employee), office.now)
    except NotAllowed as refusal:
        return [answer(command, await refused(refusal, appeal, office))]
    moved = await office.messages.of_appeal(appeal.id)
    for message in moved:
        await office.messages.move(message.id, into.id)
    gone = await office.appeals.save(await clock.timed(ended, office))
    kept = await office.appeals.save(await clock.timed(whole, office))
    return [
        answer(command, Words("merge-done", {"number": kept.number})),
        *_to_client(gone, kept, office),
        *_in_the_other_topic(gone, kept, moved, office),
        Refresh(gone.id),
        Refresh(kept.id),
    ]


def _to_client(gone: Appeal, kept: Appeal, office: Office) -> list[Reply]:
    """Where they have asked alone they learn which number counts now."""
    if gone.spot.is_public or not takes_words(gone):
        return []
    facts = {
        "number": gone.number,
        "into": kept.number,
        "due": moment(kept.due_at, office.desk.zone),
        "zone": office.desk.zone_label,
    }
    return [Say(gone.place, Words("client-merged", facts), appeal_id=kept.id)]


def _in_the_other_topic(
    gone: Appeal, kept: Appeal, moved: Sequence[Message], office: Office
) -> list[Reply]:
    """That it came, and the client's words."""
    facts = {"number": gone.number, "due": moment(kept.due_at, office.desk.zone)}
    told = Say(TopicOf(kept.id), Words("merge-took-in", facts), priority=Priority.COPY)
    words = (message for message in moved if message.side is Side.CLIENT)
    return [told, *(copy for one in words for copy in copy_for_staff(kept, one, office.desk))]
