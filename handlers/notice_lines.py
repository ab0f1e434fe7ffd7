"""The lines of a gathered notice: an appeal each, with what the client has already been sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from appeals.incident import Incident
from appeals.model import Appeal, Fate, Message, Side, State
from appeals.ports import Notice
from appeals.sla import PAUSED, To
from appeals.words import Content
from handlers import causes
from handlers.answered_elsewhere import is_elsewhere, where_answered
from handlers.conversation import Buttons, Words
from handlers.dates import short_moment, stretch
from handlers.office import Office
from handlers.people import employee_label, for_staff

SHOWN = 15
_EXCERPT = 60
_ARRIVING = frozenset({Fate.QUEUED, Fate.DELIVERED, Fate.KEPT})


@dataclass(frozen=True, slots=True)
class Item:
    """An appeal and the last rung that the recipient is to hear of.

    `paused`: its clock stands still until the client answers, and has done so for long.
    """

    appeal: Appeal
    notice: Notice
    overdue: bool
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told in one place: a lone appeal, or those of one incident together."""

    items: tuple[Item, ...]
    incident: Incident | None = None

    @property
    def number(self) -> str:
        """As staff call it."""
        if self.incident is not None:
            return f"{self.incident.number} ({len(self.items)})"
        return f"№ {self.items[0].appeal.number.rsplit('-', 1)[-1]}"

    async def told(self, recipient: str, office: Office) -> "list[Words]":
        """The lines about it."""
        if self.incident is None:
            return await told(self.items[0], recipient, office)
        due = self.items[0].appeal.due_at
        executor = await office.staff.get(self.incident.executor)
        return [
            Words(
                "notice-incident",
                {
                    "number": self.incident.number,
                    "title": self.incident.title,
                    "count": len(self.items),
                    "overdue": sum(item.overdue for item in self.items),
                    "due": short_moment(due, office.desk.zone),
                    "span": stretch(due - office.now),
                    "executor": executor.name if executor else self.incident.executor,
                },
            )
        ]


async def gathered(items: Sequence[Item], office: Office) -> Sequence[Entry]:
    """In the same order, the appeals of an incident in one entry where its first one stands."""
    incidents = await office.incidents.of_many([item.appeal.id for item in items])
    together: dict[int, list[Item]] = {}
    for item in items:
        one = incidents.get(item.appeal.id)
        # A lone appeal is keyed by its own id, below those of all incidents.
        together.setdefault(one.id if one else -item.appeal.id, []).append(item)
    return [
        Entry(tuple(own), incidents[own[0].appeal.id] if len(own) > 1 else None)
        for own in together.values()
    ]


async def still_standing(own: Sequence[Notice], office: Office) -> list[Item]:
    """One item for each appeal that is still open, the most urgent first, the paused ones last.

    That a clock stands still is not told once the client has answered, nor a breach once the client
    was given a new time.
    """
    last = {notice.appeal_id: notice for notice in own}
    found = await office.appeals.many(list(last))
    items = [_item(one, last[one.id], office) for one in found if one.is_open]
    standing = [item for item in items if _holds(item)]
    return sorted(standing, key=lambda item: (item.paused, item.appeal.due_at, item.appeal.id))


def counts(items: Sequence[Item]) -> dict[str, str | int]:
    """How many are overdue, will soon be, and stand still."""
    overdue = sum(item.overdue for item in items)
    paused = sum(item.paused for item in items)
    return {"overdue": overdue, "paused": paused, "soon": len(items) - overdue - paused}


def _item(appeal: Appeal, notice: Notice, office: Office) -> Item:
    paused = notice.step.startswith(f"{PAUSED}:")
    return Item(appeal, notice, not paused and appeal.due_at <= office.now, paused)


def _holds(item: Item) -> bool:
    if item.paused:
        return item.appeal.state is State.CLARIFYING
    return item.overdue or _level(item) not in set(To)


def buttons(items: Sequence[Item]) -> Buttons:
    """For the controller of one breach: the list of causes; of several there is /cause."""
    asked = [item.appeal.id for item in items if asks_for_cause(item)]
    return causes.buttons(asked[0]) if len(asked) == 1 else ()


def asks_for_cause(item: Item) -> bool:
    """The controller hears of it because the deadline was missed."""
    return _level(item) == To.CONTROLLER.value


def _level(item: Item) -> str:
    """Of a breach who is to hear of it, else "warn"."""
    return item.notice.step.partition(":")[0]


async def told(item: Item, recipient: str, office: Office) -> list[Words]:
    """The appeal, and below it what was already sent to the client."""
    appeal, desk = item.appeal, office.desk
    topic = await office.topics.of(appeal.id)
    executor = await office.staff.get(appeal.executor) if appeal.executor else None
    line = Words(
        "notice-line",
        {
            "number": appeal.number.rsplit("-", 1)[-1],
            "overdue": "paused" if item.paused else "yes" if item.overdue else "no",
            "span": stretch(appeal.due_at - office.now),
            "due": short_moment(appeal.due_at, desk.zone),
            "executor": employee_label(executor, appeal.executor),
            "taken": _taken(appeal, recipient),
            "subject": for_staff(Content(appeal.subject), desk).text,
        },
        link=desk.topic_link(topic.at) if topic else "",
    )
    return [line] if item.paused else [line, *await _already_sent(appeal, recipient, office)]


def _taken(appeal: Appeal, recipient: str) -> str:
    if not appeal.executor:
        return "nobody"
    return "you" if appeal.executor == recipient else "other"


async def _already_sent(appeal: Appeal, recipient: str, office: Office) -> list[Words]:
    """The employee's last words to the client: perhaps they were the answer (UX)."""
    if not appeal.spoken:
        return []
    written = await office.messages.of_appeal(appeal.id)
    sent = [one for one in written if one.side is Side.STAFF and one.fate in _ARRIVING]
    if not sent:
        return []
    author = await office.staff.get(sent[-1].author)
    return [
        Words(
            "notice-already-sent",
            {
                "by": _by(sent[-1], appeal, recipient),
                "channel": where_answered(appeal),
                "who": author.name if author else sent[-1].author,
                "when": short_moment(sent[-1].at, office.desk.zone),
                "words": _excerpt(sent[-1]),
            },
        )
    ]


def _by(message: Message, appeal: Appeal, recipient: str) -> str:
    if is_elsewhere(message, appeal):
        return "elsewhere"
    return "you" if message.author == recipient else "other"


def _excerpt(message: Message) -> str:
    text = " ".join(message.content.text.split())
    return f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
