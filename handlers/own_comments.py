"""A platform tells of the program's own comments as of anybody's: they are recognised.

VK names neither the employee nor the program behind a community's comment. What bears the appeal's
number or leads to the private chat is a line of the product's; what equals words that wait to be
sent there is the very copy.
"""

from appeals.model import Appeal, Fate, Message, Side, What
from appeals.words import Content
from handlers import settled
from handlers.conversation import AnsweredElsewhere, Reply
from handlers.office import Office

_A_PART = 1000
"""A comment as long as this may be a part of longer words."""


async def recognised(news: AnsweredElsewhere, appeal: Appeal, office: Office) -> list[Reply] | None:
    """What follows from the program's own comment; None for one that somebody has written."""
    text = _plain(news.content.text)
    link = office.desk.write_link(news.at.channel)
    if appeal.number in text or (link and link in text):
        return []
    events = await office.appeals.history(appeal.id)
    asked = {event.data.get("message") for event in events if event.what is What.CLARIFY_ASKED}
    for message in await office.messages.of_appeal(appeal.id):
        if not await _may_be_there(message, appeal, office):
            continue
        versions = await office.messages.versions(message.id)
        if _is_copy(news.content, versions[-1], led=message.id in asked):
            return await _arrived(message, news, office)
    return None


async def _may_be_there(message: Message, appeal: Appeal, office: Office) -> bool:
    """Words of the topic's that are on their way, or whose arrival nobody could confirm."""
    if message.side is not Side.STAFF or message.ref.at == appeal.place:
        return False
    if message.fate in {Fate.QUEUED, Fate.FAILED}:
        return True
    return message.fate is Fate.DELIVERED and not await office.messages.copies(message.id)


def _is_copy(there: Content, words: Content, *, led: bool) -> bool:
    text, own = _plain(there.text), _plain(words.text)
    for mark in words.marks:
        # Where a text has no hidden links, their addresses stand behind the words.
        text = text.replace(f" ({mark.url})", "") if mark.url else text
    if not own:
        return not text and bool(there.attachments) and bool(words.attachments)
    # A clarifying question has a line of the product's above it.
    return text == own or (led and text.endswith(own)) or (len(text) >= _A_PART and text in own)


async def _arrived(message: Message, news: AnsweredElsewhere, office: Office) -> list[Reply]:
    """Replies to it find their appeal; what was given up has arrived after all."""
    await office.messages.copied(message.id, news.ref)
    if message.fate is not Fate.FAILED:
        return []
    await office.messages.set_fate(message.id, Fate.DELIVERED)
    return await settled.delivered(office, message.id)


def _plain(text: str) -> str:
    return " ".join(text.split())
