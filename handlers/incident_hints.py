"""An appeal that resembles another one: its card says so and offers to gather both.

On the card and not in a message of its own: when five hundred people write about one thing, five
hundred further messages would hold up the moderator chat for half an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from appeals.incident import Incident
from appeals.model import Appeal
from handlers import incidents
from handlers.conversation import Button, Buttons, Words
from handlers.office import Office
from handlers.people import short_number
from handlers.press_data import PressData

_LOOKED_AT = 5
_AT_ONCE = 2000


async def look(appeal: Appeal, text: str, office: Office) -> None:
    """A new appeal: which earlier one is about the same matter, remembered for its card.

    The memory is filled from the storage first: after a start, and with what other processes got.
    """
    if not office.desk.similar_within:
        return
    memory, since = office.desk.resemblance, office.now - office.desk.similar_within
    more = True
    while more:
        found = await office.incidents.questions_after(memory.last, since, _AT_ONCE)
        for known, words, at in found:
            if known not in memory:
                memory.put(known, words, at)
            memory.last = max(memory.last, known)
        more = len(found) == _AT_ONCE
    memory.put(appeal.id, text, appeal.registered_at)
    near = memory.alike(text, since, _LOOKED_AT, but=appeal.id)
    like = await _standing(near, office)
    if like is not None:
        await office.incidents.set_hint(appeal.id, like)


async def _standing(near: Sequence[int], office: Office) -> int | None:
    """The most alike that still matters: one in an incident before one that is merely open."""
    if not near:
        return None
    gathered = await office.incidents.of_many(near)
    for one in near:
        if one in gathered:
            return one
    for one in near:
        appeal = await office.appeals.get(one)
        if appeal is not None and appeal.is_open:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Hint:
    """What the card says of it, and the row of buttons that goes with it while it is open."""

    lines: tuple[Words, ...] = ()
    buttons: Buttons = ()


async def hint(appeal: Appeal, office: Office) -> Hint:
    """On the card: the incident it is in, or what it resembles and may be gathered with."""
    own = await office.incidents.of(appeal.id)
    if own is not None:
        return Hint((Words("card-incident", {"number": own.number, "title": own.title}),))
    like, one = await _hinted(appeal, office)
    if like is None:
        return Hint()
    number = one.number if one else "none"
    facts = {"incident": number, "like": short_number(like, office)}
    caption = Words("button-incident-gather", {"incident": number})
    button = Button(caption, str(PressData(incidents.GROUP, "join", appeal.id, like.id)))
    return Hint((Words("card-resembles", facts),), ((button,),))


async def _hinted(appeal: Appeal, office: Office) -> tuple[Appeal | None, Incident | None]:
    like_id = await office.incidents.hint(appeal.id)
    like = await office.appeals.get(like_id) if like_id else None
    if like is None:
        return None, None
    one = await office.incidents.of(like.id)
    return (like, one) if one or like.is_open else (None, None)
