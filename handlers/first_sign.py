"""How somebody who asks in public learns that the question was received."""

from appeals.model import Appeal
from handlers.conversation import Feeling, React, Reply, Say, Words, Wrote
from handlers.dates import moment
from handlers.office import FirstSign, Office
from handlers.public_kind import CONSULTATION


def first_sign(appeal: Appeal, message: Wrote, office: Office) -> list[Reply]:
    """A short reply, a reaction or nothing, as the settings say; nothing where no program may."""
    if appeal.spot.by_hand:
        return []
    rules = office.desk.public
    sign = rules.group_sign if appeal.kind == CONSULTATION else rules.comment_sign
    if sign is FirstSign.REPLY:
        return [_reply(appeal, message, office)]
    return [React(message.ref, Feeling.WELCOME)] if sign is FirstSign.REACTION else []


def _reply(appeal: Appeal, message: Wrote, office: Office) -> Say:
    facts = {
        "number": appeal.number,
        "due": moment(appeal.due_at, office.desk.zone),
        "zone": office.desk.zone_label,
        "late": "yes" if appeal.due_at <= appeal.registered_at else "no",
    }
    return Say(
        appeal.place,
        Words("public-registered", facts),
        reply_to=message.id,
        appeal_id=appeal.id,
        or_react=True,
    )
