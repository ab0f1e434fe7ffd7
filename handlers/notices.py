"""What the ladder has to say, gathered: one message for each recipient, whatever has come together.

Who has started the bot hears it in private; the others are named in the moderator chat, all of them
in one message (C2).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from appeals.model import Address, Client
from handlers import downtime, notice_lines
from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words
from handlers.office import Office

RECIPIENTS = 50
NOBODY = ""
"""In place of a recipient when there is no employee at all: the moderator chat itself is told."""
_KEY = "notice"


async def flush(office: Office) -> list[Reply]:
    """Everything not yet said to at most 50 recipients; what has been answered since is left out.

    Call it again until nothing comes.
    """
    gathered = await office.notices.gather(RECIPIENTS)
    replies: list[Reply] = []
    unreached: list[Words] = []
    for recipient, own in gathered.items():
        items = await notice_lines.still_standing(own, office)
        if items and recipient == NOBODY:
            words = await _gathered(items, recipient, office)
            replies.append(Say(ModeratorChat(), words, priority=Priority.COPY))
        elif items:
            client = await office.clients.known(office.desk.moderator_chat.channel, recipient)
            if client is not None and client.reachable:
                replies.append(await _private(recipient, items, office, office.now))
            else:
                unreached.append(await _mention(recipient, items, client, office))
        await office.notices.said([one.id for one in own], office.now)
    if unreached:
        head = Words("notice-unreached", {"people": len(unreached)}, below=tuple(unreached))
        replies.append(Say(ModeratorChat(), head, priority=Priority.COPY))
    return replies


def recipient_of(key: str) -> tuple[str, datetime] | None:
    """Whose gathered notice an outbox row with this key carries, and when it was gathered."""
    match key.partition("#")[0].split(":"):
        case [name, recipient, micros] if name == _KEY:
            return recipient, _moment(int(micros))
    return None


async def once_more(recipient: str, said_at: datetime, office: Office) -> Say | None:
    """The private message gathered at that moment as it is now; None when nothing is left of it."""
    own = await office.notices.of(recipient, said_at)
    items = await notice_lines.still_standing(own, office)
    return await _private(recipient, items, office, said_at) if items else None


async def refused(recipient: str, said_at: datetime, office: Office) -> None:
    """The private message could not be delivered: it will be said in the moderator chat instead."""
    client = await office.clients.known(office.desk.moderator_chat.channel, recipient)
    if client is not None:
        await office.clients.set_reachable(client.id, False)
    await office.notices.unsaid(recipient, said_at)


async def _private(
    recipient: str, items: Sequence[notice_lines.Item], office: Office, said_at: datetime
) -> Say:
    return Say(
        Address(office.desk.moderator_chat.channel, recipient),
        await _gathered(items, recipient, office),
        buttons=notice_lines.buttons(items),
        priority=Priority.COPY,
        key=f"{_KEY}:{recipient}:{_micros(said_at)}",
    )


async def _gathered(items: Sequence[notice_lines.Item], recipient: str, office: Office) -> Words:
    """What happened, the most urgent first; after downtime why it comes only now."""
    late = any(item.notice.late for item in items)
    gap = await downtime.last_gap(office) if late else None
    head = Words("notice-head", notice_lines.counts(items) | {"late": "yes" if late else "no"})
    entries = await notice_lines.gathered(items, office)
    shown = [
        line
        for entry in entries[: notice_lines.SHOWN]
        for line in await entry.told(recipient, office)
    ]
    more = sum(len(entry.items) for entry in entries[notice_lines.SHOWN :])
    rest = [Words("notice-more", {"more": more})] if more > 0 else []
    asked = sum(map(notice_lines.asks_for_cause, items)) if recipient != NOBODY else 0
    rest += [Words("notice-causes", {"several": "yes" if asked > 1 else "no"})] if asked else []
    rest += [Words("notice-nobody")] if recipient == NOBODY else []
    why = [downtime.words(gap, office)] if gap else []
    return Words(head.key, head.args, below=(*why, *shown, *rest))


async def _mention(
    recipient: str,
    items: Sequence[notice_lines.Item],
    client: Client | None,
    office: Office,
) -> Words:
    """One line that names the employee and the appeals."""
    employee = await office.staff.get(recipient)
    entries = await notice_lines.gathered(items, office)
    shown = entries[: notice_lines.SHOWN]
    return Words(
        "notice-mention",
        {
            "who": employee.name if employee else recipient,
            "blocked": "yes" if client is not None else "no",
            **notice_lines.counts(items),
            "late": "yes" if any(item.notice.late for item in items) else "no",
            "numbers": ", ".join(entry.number for entry in shown),
            "more": sum(len(entry.items) for entry in entries[len(shown) :]),
        },
        link=office.desk.person_link(recipient),
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND
