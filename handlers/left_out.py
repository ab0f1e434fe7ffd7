"""A file that could not be taken to the other platform: both sides learn of it, in words."""

from appeals.model import Side
from appeals.words import Attachment
from handlers.conversation import Priority, Refused, Reply, Say, TopicOf, Words
from handlers.office import Office


def line(file: Attachment, why: Refused) -> Words:
    """Stands where the file is missing."""
    return Words("file-left-out", _args(file, why))


async def told(
    office: Office, message_id: int, file: Attachment, why: Refused, *, to_client: bool
) -> list[Reply]:
    """Whoever sent the file can send it another way. `to_client`: the words go to a client.

    What staff wrote past the moderator chat reached the client with its files.
    """
    message = await office.messages.get(message_id)
    if message is None:
        return []
    if message.side is Side.CLIENT and not to_client:
        words = Words("client-file-left-out", _args(file, why))
        return [Say(message.ref.at, words, appeal_id=message.appeal_id)]
    if message.side is Side.STAFF and to_client and message.appeal_id is not None:
        words = Words("staff-file-left-out", _args(file, why))
        place = TopicOf(message.appeal_id)
        return [Say(place, words, reply_to=message.ref.id, priority=Priority.COPY)]
    return []


def _args(file: Attachment, why: Refused) -> dict[str, str]:
    what = "named" if file.name else file.kind.value
    return {"file": what, "name": file.name, "reason": why.reason.value}
