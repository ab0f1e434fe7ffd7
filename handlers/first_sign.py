"""How somebody who asks in public learns that the question was received."""

from appeals.model import Appeal
from handlers.conversation import Feeling, React, Reply, Say, Words, Wrote
from handlers.dates import moment
from handlers.office import FirstSign, Office
from handlers.public_kind import CONSULTATION


def first_sign(
    appeal: Appeal, message: Wrote, office: Office, below: tuple[Words, ...] = ()
) -> list[Reply]:
    """A short reply, a reaction or nothing, as the settings say; `below` must be said in any case.

    Where no program may write, nothing.
    """
    if appeal.spot.by_hand:
        return []
    rules = office.desk.public
    sign = rules.group_sign if appeal.kind == CONSULTATION else rules.comment_sign
    if sign is FirstSign.REPLY:
        return [_reply(appeal, message, office, below)]
    rest: list[Reply] = [React(message.ref, Feeling.WELCOME)] if sign is FirstSign.REACTION else []
    said = (Say(appeal.place, one, reply_to=message.id, appeal_id=appeal.id) for one in below)
    return [*rest, *said]


def _reply(appeal: Appeal, message: Wrote, office: Office, below: tuple[Words, ...]) -> Say:
    facts = {
        "number": appeal.number,
        "due": moment(appeal.due_at, office.desk.zone),
        "zone": office.desk.zone_label,
        "late": "yes" if appeal.due_at <= appeal.registered_at else "no",
    }
    return Say(
        appeal.place,
        Words("public-registered", facts, below=below),
        reply_to=message.id,
        appeal_id=appeal.id,
        or_react=not below,
    )
