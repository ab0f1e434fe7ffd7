"""What is said when an appeal is opened or added to: to the client, and in the topic."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from appeals.masking import Personal
from appeals.model import Address, Appeal, Message
from appeals.words import Content
from handlers.clock import unsettled
from handlers.conversation import Button, Priority, Reply, Say, TopicOf, Words
from handlers.dates import moment
from handlers.office import Desk
from handlers.people import for_staff
from handlers.press_data import PressData

# A longer question, or one with files, follows the card as a message of its own.
CARD_TEXT = 1500
_SECONDS_MATTER = timedelta(minutes=1)
_IN_A_ROW = timedelta(hours=1)


def acknowledgement(appeal: Appeal, rules: Desk, outage: tuple[Words, ...] = ()) -> Say:
    """Received, under this number, answer due by this time (A9; APPEALS 5); `outage` below."""
    window = appeal.due_at - appeal.published_at
    due = moment(appeal.due_at, rules.zone, seconds=window < _SECONDS_MATTER)
    late = "yes" if appeal.due_at <= appeal.registered_at else "no"
    provisional = (Words("client-provisional"),) if unsettled(appeal, rules) else ()
    words = Words(
        "client-registered",
        {"number": appeal.number, "due": due, "zone": rules.zone_label, "late": late},
        below=(*provisional, *outage),
    )
    buttons = (
        (
            Button(Words("button-other-question"), str(PressData("c", "other", appeal.id))),
            Button(Words("button-cancel"), str(PressData("c", "cancel", appeal.id))),
        ),
    )
    return Say(appeal.place, words, buttons=buttons, appeal_id=appeal.id)


def added_later(
    appeal: Appeal, message: Message, before: Sequence[Message], now: datetime, rules: Desk
) -> list[Reply]:
    """Where an addition went that comes long after the last words: it may be another question.

    What is written in a row, or to and fro with staff, needs no word. `before`: the appeal's
    messages until then, none when this answers what staff asked; `now` is aware UTC.
    """
    last = max((one.at for one in before), default=message.at)
    if message.at - last < _IN_A_ROW:
        return []
    due = moment(appeal.due_at, rules.zone)
    late = "yes" if appeal.due_at <= now else "no"
    facts = {"number": appeal.number, "due": due, "zone": rules.zone_label, "late": late}
    other = Button(
        Words("button-other-question"), str(PressData("c", "apart", appeal.id, message.id))
    )
    words = Words("client-added-later", facts)
    return [Say(appeal.place, words, buttons=((other,),), appeal_id=appeal.id)]


def warning(to: Address, hidden: frozenset[Personal]) -> list[Reply]:
    """Tell the client what staff will not see, and why (F4)."""
    if not hidden:
        return []
    return [Say(to, Words("client-personal-data"))]


def stands_in_card(content: Content) -> bool:
    """A first message that the card shows whole needs no copy beside it."""
    return not content.attachments and len(content.text) <= CARD_TEXT


def copy_for_staff(
    appeal: Appeal, message: Message, rules: Desk, *, first: bool = False
) -> list[Reply]:
    """The client's message in the appeal's topic; an album's parts gather in one copy."""
    shown = for_staff(message.content, rules)
    if first and stands_in_card(shown):
        return []
    album = f"album:{message.ref.at}:{message.album}" if message.album else ""
    return [
        Say(
            TopicOf(appeal.id),
            None if first or message.album else Words("staff-client-wrote"),
            shown,
            appeal_id=appeal.id,
            message_id=message.id,
            priority=Priority.COPY,
            wait=rules.album_wait if album else timedelta(0),
            key=album,
            append=bool(album),
        )
    ]
