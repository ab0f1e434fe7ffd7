"""A message in public was taken away or put back: staff are told, the appeal stays as it is."""

from appeals.model import SYSTEM, Appeal, Event, Message, Side, What
from handlers.conversation import Deleted, Priority, Reply, Say, TopicOf, Words
from handlers.office import Office


async def heard(news: Deleted, office: Office) -> list[Reply]:
    """Of a question, an addition or an answer; the rest concerns no appeal."""
    message = await office.messages.at(news.ref) or await office.messages.original(news.ref)
    appeal = await office.appeals.get(message.appeal_id) if message and message.appeal_id else None
    if message is None or appeal is None:
        return []
    what = What.RESTORED if news.restored else What.REMOVED
    event = Event(what, office.now, SYSTEM, {"message": message.id})
    await office.appeals.record(appeal.id, event)
    facts = {
        "what": _what(message, appeal),
        "restored": "yes" if news.restored else "no",
        "open": "yes" if appeal.is_open else "no",
    }
    return [Say(TopicOf(appeal.id), Words("public-deleted", facts), priority=Priority.COPY)]


def _what(message: Message, appeal: Appeal) -> str:
    if message.side is Side.STAFF:
        return "answer"
    return "question" if message.ref == appeal.question else "addition"
