"""An employee's words on their way to the client, as a reply to the question."""

from dataclasses import replace
from datetime import timedelta

from appeals import desk
from appeals.model import Appeal, Employee, Fate, Message, Side, What
from appeals.words import Content
from handlers import offline
from handlers.channels import asked_in, is_off, takes_words
from handlers.conversation import Amend, Button, Priority, Reply, Say, TopicOf, Words
from handlers.office import Office
from handlers.press_data import PressData


async def send(stored: Message, appeal: Appeal, employee: Employee, office: Office) -> list[Reply]:
    """The words go to the author where they asked (B1); who writes first is asked to take it."""
    change = desk.speak(appeal, employee, stored.id, office.now)
    await office.appeals.save(change)
    if not takes_words(appeal):
        replies = await offline.recorded(stored, appeal, office)
    else:
        reply_to = await _answered_message(stored, appeal, office)
        replies = [say(stored, appeal, office, reply_to=reply_to), *_waits(stored, appeal, office)]
    if appeal.is_open and not appeal.executor and appeal.spoken == 0:
        take = Button(Words("button-take"), str(PressData("a", "take", appeal.id, appeal.seen)))
        replies.append(
            Say(
                TopicOf(appeal.id),
                Words("staff-offer-take"),
                buttons=((take,),),
                reply_to=stored.ref.id,
                priority=Priority.HOUSEKEEPING,
            )
        )
    return replies


def _waits(stored: Message, appeal: Appeal, office: Office) -> list[Reply]:
    """The words go nowhere until the messenger is switched on again, and their author must know."""
    if not is_off(appeal.place, office.desk.channels_on):
        return []
    words = Words("staff-channel-off", {"channel": asked_in(appeal)})
    return [Say(TopicOf(appeal.id), words, reply_to=stored.ref.id, priority=Priority.COPY)]


def say(
    stored: Message,
    appeal: Appeal,
    office: Office,
    *,
    reply_to: str,
    lead: Words | None = None,
    content: Content | None = None,
) -> Say:
    """The message to the client; an album's parts gather in one."""
    return Say(
        appeal.place,
        lead,
        content or stored.content,
        reply_to=reply_to,
        appeal_id=appeal.id,
        message_id=stored.id,
        priority=Priority.ANSWER,
        wait=office.desk.album_wait if stored.album else timedelta(0),
        key=words_key(stored),
        append=bool(stored.album),
    )


def words_key(stored: Message) -> str:
    """Names the words while they have not left, so that they can be held back."""
    return f"album:{stored.ref.at}:{stored.album}" if stored.album else f"words:{stored.id}"


async def release(
    stored: Message, appeal: Appeal, employee: Employee, office: Office
) -> list[Reply]:
    """Held words are answered for and go out, in their latest version, the whole album."""
    parts = [stored]
    if stored.album:
        album = await office.messages.of_album(stored.ref.at, stored.album)
        parts = [part for part in album if part.fate is Fate.HELD]
    replies: list[Reply] = []
    for part in parts:
        await office.messages.set_fate(part.id, Fate.QUEUED)
        versions = await office.messages.versions(part.id)
        latest = replace(part, content=versions[-1] if versions else part.content)
        if part.id == stored.id:
            replies += await send(latest, appeal, employee, office)
        elif not takes_words(appeal):
            await office.messages.set_fate(part.id, Fate.KEPT)
        else:
            replies.append(say(latest, appeal, office, reply_to=appeal.question.id))
    return replies


async def amendment(message: Message, content: Content, office: Office) -> Amend:
    """The delivered copy in new words; the line above a clarifying question stays."""
    appeal = await office.appeals.get(message.appeal_id or 0)
    history = await office.appeals.history(appeal.id) if appeal else ()
    asked = (e.data.get("message") for e in history if e.what is What.CLARIFY_ASKED)
    return Amend(
        message.id, content, leading_line(appeal) if appeal and message.id in asked else None
    )


def leading_line(appeal: Appeal) -> Words:
    """What the client reads above a clarifying question."""
    key = "public-clarify" if appeal.spot.is_public else "client-clarify"
    return Words(key, {"number": appeal.number})


async def _answered_message(stored: Message, appeal: Appeal, office: Office) -> str:
    """The client's message that the employee replied to, else the question itself."""
    if stored.reply_to:
        ref = replace(stored.ref, id=stored.reply_to)
        quoted = await office.messages.original(ref)
        of_this = quoted and quoted.side is Side.CLIENT and quoted.appeal_id == appeal.id
        if quoted and of_this and quoted.ref.at == appeal.place:
            return quoted.ref.id
    return appeal.question.id
