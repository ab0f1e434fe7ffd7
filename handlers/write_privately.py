"""Somebody puts personal data where all read it: «напишите лично», and staff may take it away (F5).

The data itself is never repeated.
"""

from datetime import timedelta

from appeals.public_safety import personal_in
from handlers import removing
from handlers.conversation import ModeratorChat, Place, Priority, Reply, Say, TopicOf, Words, Wrote
from handlers.office import Office
from handlers.published import contacts

_TOLD = "told"
_ONCE_IN = timedelta(hours=24)


async def told(message: Wrote, office: Office) -> list[Reply]:
    """What is said to the person, once a day in each place, and to staff each time."""
    if not personal_in(message.content.text, contacts(office.desk.guide)):
        return []
    stored = await office.messages.at(message.ref)
    if stored is None:
        return []
    place: Place = TopicOf(stored.appeal_id) if stored.appeal_id else ModeratorChat()
    facts = {
        "link": "yes" if message.spot.link else "no",
        "asked": "no" if message.spot.by_hand else "yes",
    }
    to_staff = Say(
        place,
        Words("public-personal", facts, link=message.spot.link),
        buttons=((removing.button(stored.id),),),
        appeal_id=stored.appeal_id,
        priority=Priority.COPY,
    )
    return [*await _to_the_person(message, stored.appeal_id, office), to_staff]


async def _to_the_person(message: Wrote, appeal_id: int | None, office: Office) -> list[Reply]:
    person = f"privately:{message.who.id}"
    name, _ = await office.dialogs.load(message.at, person, office.now)
    if name == _TOLD or message.spot.by_hand:
        return []
    await office.dialogs.save(message.at, person, _TOLD, {}, office.now + _ONCE_IN)
    link = office.desk.write_link(message.at.channel)
    words = Words("public-write-privately", {"link": link or "none"})
    return [Say(message.at, words, reply_to=message.id, appeal_id=appeal_id)]
