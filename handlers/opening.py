"""A client's words become an appeal: of which kind, where it belongs, and what is said to whom."""

from dataclasses import dataclass, replace

from appeals import desk
from appeals.model import Actor, Appeal, Client, Fate, Message, Side
from appeals.subject import subject_of
from handlers import clock, incident_hints, stopping
from handlers.conversation import Refresh, Reply, Words, Wrote
from handlers.office import Office
from handlers.people import for_staff, hidden_in
from handlers.registering import acknowledgement, copy_for_staff, warning

SOCIAL = frozenset({"message", "problem"})
"""Kinds of official messages in a social network, which are no appeals under 59-ФЗ."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What an appeal is about as far as its clock and its department go."""

    kind: str
    department: str = ""
    category: str = ""


async def registered(message: Wrote, client: Client, matter: Matter, office: Office) -> list[Reply]:
    """Opened, acknowledged, shown to staff (A1, A9)."""
    to_be_told = matter.kind in SOCIAL and not await office.appeals.count_of_client(client.id)
    appeal, stored = await opened(message, client, matter, office)
    below = await stopping.notice(office)
    if to_be_told:
        below = (*below, Words("client-not-formal"))
    return [
        acknowledgement(appeal, office.desk, below),
        *warning(message.at, hidden_in(message.content, office.desk)),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]


async def opened(
    message: Wrote, client: Client, matter: Matter, office: Office, by: Actor | None = None
) -> tuple[Appeal, Message]:
    """The new appeal and its question, stored; `by` when somebody else than the client asks."""
    latest = await office.appeals.latest_in(message.at, client.id)
    change = desk.register(
        number=await office.appeals.next_number(office.today.year),
        kind=matter.kind,
        place=message.at,
        client=client,
        question=message.ref,
        subject=subject_of(for_staff(message.content, office.desk)),
        published_at=message.when,
        answer_within=office.desk.window(matter.kind),
        now=office.now,
        follows=latest.id if latest else None,
        department=matter.department,
        category=matter.category,
        by=by,
        spot=message.spot,
        root=message.root,
        about=message.about,
    )
    appeal = await office.appeals.add(await clock.timed(change, office))
    stored = await keep(message, appeal.id, office)
    if stored.appeal_id != appeal.id:
        await office.messages.move(stored.id, appeal.id)
    await incident_hints.look(appeal, stored.content.text, office)
    return appeal, stored


async def keep(message: Wrote, appeal_id: int | None, office: Office) -> Message:
    """Store it; what was a greeting before its edit goes on in its new words."""
    stored = await office.messages.add(
        appeal_id=appeal_id,
        side=Side.CLIENT,
        author="",
        ref=message.ref,
        content=message.content,
        at=message.when,
        fate=Fate.KEPT,
        album=message.album,
        reply_to=message.reply_to,
    )
    return replace(stored, content=message.content)
