"""What did not come by a messenger: nothing can be sent there, staff's words are only recorded."""

from collections.abc import Sequence

from appeals.model import Address, Appeal, Fate, Message
from handlers import by_hand
from handlers.channels import is_offline, takes_words
from handlers.conversation import Amend, Priority, React, Redraw, Reply, Say, TopicOf, Words
from handlers.office import Office


def sendable(replies: Sequence[Reply]) -> list[Reply]:
    """Without what is addressed to people whom no messenger reaches."""
    return [reply for reply in replies if not _leads_nowhere(reply)]


def _leads_nowhere(reply: Reply) -> bool:
    match reply:
        case Say(to=Address() as at):
            return is_offline(at)
        case React(ref) | Redraw(ref):
            return is_offline(ref.at)
    return False


async def recorded(stored: Message, appeal: Appeal, office: Office) -> list[Reply]:
    """The words count as said; the first time their author is told that nobody was sent them."""
    await office.messages.set_fate(stored.id, Fate.KEPT)
    if appeal.spot.by_hand:
        return [by_hand.recorded(stored, appeal)]
    if appeal.spoken:
        return []
    words = Words("staff-offline-recorded")
    return [Say(TopicOf(appeal.id), words, reply_to=stored.ref.id, priority=Priority.COPY)]


def amended(replies: Sequence[Reply], appeal: Appeal | None) -> list[Reply]:
    """A changed answer changes no copy where there is none."""
    if appeal is None or takes_words(appeal):
        return list(replies)
    return [reply for reply in replies if not isinstance(reply, Amend)]
