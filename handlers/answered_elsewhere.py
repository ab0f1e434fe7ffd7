"""An employee answered the client by the platform's own means, past the moderator chat.

The answer counts, stands in the topic, and what is being written there meanwhile is held: a client
must not be answered twice.
"""

from appeals import desk
from appeals.model import Appeal, Client, Employee, Event, Fate, Message, Side, What
from appeals.small_talk import small_talk
from handlers.conversation import (
    AnsweredElsewhere,
    Button,
    Buttons,
    Priority,
    Refresh,
    Reply,
    Say,
    TopicOf,
    Withdraw,
    Words,
)
from handlers.office import Office
from handlers.people import for_staff, open_here
from handlers.press_data import PressData
from handlers.words_to_client import words_key

_UNSENT = frozenset({Fate.HELD, Fate.DROPPED})


async def heard(news: AnsweredElsewhere, office: Office) -> list[Reply]:
    """On record as staff's words; without any appeal kept, and nothing else.

    What is said after the end of an appeal stands in its topic too, and ends nothing.
    """
    if await office.messages.at(news.ref) or await office.messages.original(news.ref):
        return []
    client = await office.clients.known(news.at.channel, news.at.chat)
    appeal = await _answered_appeal(news, client, office) if client else None
    if appeal is None:
        await keep(news, None, office)
        return []
    return await given(news, appeal, office)


async def given(news: AnsweredElsewhere, appeal: Appeal, office: Office) -> list[Reply]:
    """The same for an answer that is known to belong to this appeal."""
    stored = await keep(news, appeal, office)
    by = Employee(news.who.id, news.who.name)
    change = desk.speak(appeal, by, stored.id, office.now, where=news.at.channel)
    if not appeal.is_open:
        for event in change.events:
            await office.appeals.record(appeal.id, event)
        return [_shown(news, appeal, office)]
    saved = await office.appeals.save(change)
    return [_shown(news, saved, office), *await held_back(saved, office), Refresh(saved.id)]


async def came_last(appeal: Appeal, office: Office) -> bool:
    """Since such an answer neither has the client asked more, nor has anything else gone out."""
    for message in reversed(await office.messages.of_appeal(appeal.id)):
        if message.side is Side.CLIENT and small_talk(message.content) is None:
            return False
        if message.side is Side.STAFF and message.fate not in _UNSENT:
            return is_elsewhere(message, appeal)
    return False


def is_elsewhere(message: Message, appeal: Appeal) -> bool:
    """Staff's words that were written where the client reads them."""
    return message.side is Side.STAFF and message.ref.at == appeal.place


async def _answered_appeal(
    news: AnsweredElsewhere, client: Client, office: Office
) -> Appeal | None:
    """The open appeal here to which the client added last; without any, the latest ended one."""
    appeals = await open_here(news.at, client, office)
    if not appeals:
        return await office.appeals.latest_in(news.at, client.id)
    heard = {appeal.id: await _last_heard(appeal, office) for appeal in appeals}
    return max(appeals, key=lambda appeal: heard[appeal.id])


async def _last_heard(appeal: Appeal, office: Office) -> int:
    written = await office.messages.of_appeal(appeal.id)
    return max((message.id for message in written if message.side is Side.CLIENT), default=0)


async def keep(news: AnsweredElsewhere, appeal: Appeal | None, office: Office) -> Message:
    """Stored as words that have arrived."""
    return await office.messages.add(
        appeal_id=appeal.id if appeal else None,
        side=Side.STAFF,
        author=news.who.id,
        ref=news.ref,
        content=news.content,
        at=news.when,
        fate=Fate.DELIVERED,
    )


def _shown(news: AnsweredElsewhere, appeal: Appeal, office: Office) -> Say:
    return Say(
        TopicOf(appeal.id),
        given_there(appeal, news.who.name),
        for_staff(news.content, office.desk),
        buttons=ending(appeal),
        appeal_id=appeal.id,
        priority=Priority.COPY,
    )


def given_there(appeal: Appeal, who: str) -> Words:
    """That it was answered where it was asked, by whom, and what that means."""
    facts = {
        "channel": where_answered(appeal),
        "who": who or "none",
        "ends": "yes" if appeal.is_open else "no",
    }
    return Words("staff-answered-elsewhere", facts)


def where_answered(appeal: Appeal) -> str:
    """As texts choose by it: before all, or in which messenger."""
    return "public" if appeal.spot.is_public else appeal.place.channel


def ending(appeal: Appeal) -> Buttons:
    """«Ответ дан» under an answer that was given elsewhere."""
    data = str(PressData("a", "answered", appeal.id, appeal.seen))
    return ((Button(Words("button-answered"), data),),) if appeal.is_open else ()


async def held_back(appeal: Appeal, office: Office) -> list[Reply]:
    """What staff have written and has not left yet waits for its author's word."""
    replies: list[Reply] = []
    asked: set[str] = set()
    for message in await office.messages.of_appeal(appeal.id):
        if message.side is not Side.STAFF or message.fate is not Fate.QUEUED:
            continue
        await office.messages.set_fate(message.id, Fate.HELD)
        replies.append(Withdraw(words_key(message)))
        album = message.album or str(message.id)
        if album not in asked:
            asked.add(album)
            replies.append(await _question(message, appeal, office))
    return replies


async def _question(message: Message, appeal: Appeal, office: Office) -> Say:
    by = desk.of_staff(Employee(message.author, ""))
    held = Event(What.HELD, office.now, by, {"message": message.id})
    await office.appeals.record(appeal.id, held)
    return ask_author(message, appeal)


def ask_author(message: Message, appeal: Appeal) -> Say:
    """Whoever wrote it decides whether the client still needs it."""
    buttons = tuple(
        Button(Words(f"button-held-{choice}"), str(PressData("h", choice, message.id)))
        for choice in ("send", "drop")
    )
    words = Words("staff-colleague-elsewhere", {"channel": where_answered(appeal)})
    return Say(TopicOf(appeal.id), words, buttons=(buttons,), reply_to=message.ref.id)
