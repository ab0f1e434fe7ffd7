"""One appeal turns out to be about two things: a message becomes an appeal of its own."""

from collections.abc import Sequence
from dataclasses import replace

from appeals import desk, seen
from appeals.model import Actor, Appeal, Client, Event, Message, Side, What
from appeals.small_talk import small_talk
from appeals.subject import subject_of
from handlers import clock, stopping
from handlers.command import Command, answer, appeal_here
from handlers.conversation import Refresh, Reply, Words
from handlers.office import Office
from handlers.opening import Matter
from handlers.people import for_staff
from handlers.public_joining import about_of, root_of
from handlers.registering import acknowledgement, copy_for_staff


async def split(command: Command, office: Office) -> list[Reply]:
    """`/split` as a reply to a client's message in the topic; its clock runs from its own date."""
    appeal = await appeal_here(command.message, office)
    if appeal is None:
        return [answer(command, Words("staff-only-in-topic"))]
    words = await _quoted(command, appeal, office)
    client = await office.clients.get(appeal.client_id)
    if not words or client is None:
        return [answer(command, Words("split-how"))]
    by = desk.of_staff(command.employee)
    matter = Matter(appeal.kind, appeal.department)
    other = await parted(appeal, client, words, matter, by, office)
    first = words[0]
    copies = [
        copy for m in words for copy in copy_for_staff(other, m, office.desk, first=m is first)
    ]
    return [
        acknowledgement(other, office.desk, await stopping.notice(office)),
        answer(command, Words("split-done", {"number": other.number})),
        Refresh(appeal.id),
        Refresh(other.id),
        *copies,
    ]


async def _quoted(command: Command, appeal: Appeal, office: Office) -> list[Message]:
    """The client's message whose copy is answered, with the rest of its album; not the question."""
    message = command.message
    if not message.reply_to:
        return []
    quoted = await office.messages.original(replace(message.ref, id=message.reply_to))
    if quoted is None or quoted.side is not Side.CLIENT or quoted.appeal_id != appeal.id:
        return []
    album = await office.messages.of_album(quoted.ref.at, quoted.album) if quoted.album else []
    parts = [part for part in album if part.appeal_id == appeal.id] or [quoted]
    return [] if any(part.ref == appeal.question for part in parts) else parts


async def parted(  # noqa: PLR0917 - what it is, whose, which words, as what, by whom
    appeal: Appeal,
    client: Client,
    words: Sequence[Message],
    matter: Matter,
    by: Actor,
    office: Office,
) -> Appeal:
    """The new appeal with these messages, from the date of the first; both histories tell."""
    first = words[0]
    change = desk.register(
        number=await office.appeals.next_number(office.today.year),
        kind=matter.kind,
        place=appeal.place,
        client=client,
        question=first.ref,
        subject=subject_of(for_staff(first.content, office.desk)),
        published_at=first.at,
        answer_within=office.desk.window(matter.kind),
        now=office.now,
        follows=appeal.id,
        department=matter.department,
        by=by,
        spot=appeal.spot,
        root=await root_of(appeal, office),
        about=await about_of(appeal, office),
    )
    other = await office.appeals.add(await clock.timed(change, office))
    counted = {message.id for message in words if small_talk(message.content) is None}
    history = await office.appeals.history(appeal.id)
    gone = seen.gone_with(history, {message.id for message in words}, counted)
    for message in words:
        await office.messages.move(message.id, other.id)
    left: dict[str, str | int] = {"number": other.number, "seen": appeal.seen, "gone": gone}
    event = Event(What.SPLIT, office.now, by, left)
    await office.appeals.record(appeal.id, event)
    return other
