"""Weekly control (APPEALS 24): what falls due in the coming week, and what was missed in this one.

Everyone responsible gets one message with their own appeals; a head also those of the department;
a head and a controller get the register as a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from appeals.model import Address
from appeals.register import Entry, Which, late_by, verdict
from appeals.roster import Roster
from appeals.words import Content
from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words
from handlers.dates import short_moment, stretch
from handlers.office import Office
from handlers.papers import Paper
from handlers.people import for_staff
from handlers.periods import Period

SHOWN = 15
"""Lines of one list on a phone's screen; the file has all of them."""
MOST_FILES = 3
PAGE = 500


@dataclass(slots=True)
class Pile:
    """Somebody's appeals: how many, in which departments, and the most urgent of them."""

    count: int = 0
    departments: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)

    def put(self, entry: Entry) -> None:
        """One more."""
        self.count += 1
        self.departments.add(entry.department)
        self.entries.append(entry)
        if len(self.entries) > PAGE:
            self.entries = self.urgent()

    def urgent(self) -> list[Entry]:
        """The earliest deadlines first."""
        return sorted(self.entries, key=lambda one: (one.due_at, one.appeal_id))[:SHOWN]


@dataclass(slots=True)
class Shares:
    """What concerns whom, by the ids of employees; `heads` are those who lead somebody now."""

    roster: Roster
    heads: frozenset[str]
    own: dict[str, Pile] = field(default_factory=dict)
    led: dict[str, Pile] = field(default_factory=dict)
    count: int = 0

    def put(self, entry: Entry) -> None:
        """To whom it is given, and to whom they report."""
        self.count += 1
        for person in self.roster.recipients("executor", entry.executor, entry.department):
            self.own.setdefault(person, Pile()).put(entry)
        for person in self.roster.recipients("head", entry.executor, entry.department):
            if person in self.heads:
                self.led.setdefault(person, Pile()).put(entry)


async def preventive(office: Office) -> list[Reply]:
    """What must be answered within the coming seven days, today included."""
    paper = Paper(Which.DUE, Period(until=office.today + timedelta(days=6)))
    return await _control("preventive", paper, office)


async def final(office: Office) -> list[Reply]:
    """What is overdue, and what since this day a week ago was answered or put off too late."""
    paper = Paper(Which.MISSED, Period(since=office.today - timedelta(days=7)))
    return await _control("final", paper, office)


async def _control(name: str, paper: Paper, office: Office) -> list[Reply]:
    roster = await office.roster.load(office.now)
    shares = await _shares(paper, roster, office)
    controllers = [roster.stand_in(one) or one for one in roster.controllers if shares.count]
    report = _Report(name, paper, shares, frozenset(controllers), office)
    told = dict.fromkeys((*shares.own, *shares.led, *controllers))
    replies: list[Reply] = []
    for person in told:
        replies += await report.to(person)
    for head in sorted(shares.heads.difference(told)):
        replies += await report.nothing(head)
    return replies + report.at_last()


async def _shares(paper: Paper, roster: Roster, office: Office) -> Shares:
    """Page by page, so that a long list costs no memory."""
    shares, after = Shares(roster, _heads(roster)), 0
    question = paper.question(office.desk.zone, office.now)
    while page := await office.register.page(question, after, PAGE):
        for entry in page:
            shares.put(entry)
        after = page[-1].appeal_id
    return shares


def _heads(roster: Roster) -> frozenset[str]:
    """Who leads a department now, substitutes in place of the absent."""
    departments = ("", *(department.id for department in roster.departments))
    heads = (head for department in departments for head in roster.heads(department))
    return frozenset(filter(None, map(roster.stand_in, heads)))


@dataclass(frozen=True, slots=True)
class _Report:
    """What one control has to say to each person."""

    name: str
    paper: Paper
    shares: Shares
    controllers: frozenset[str]
    office: Office
    unreached: list[tuple[Words, Sequence[Paper]]] = field(default_factory=list)

    async def to(self, person: str) -> list[Reply]:
        """One message with everything that concerns this person, and the files."""
        own, led = self.shares.own.get(person), self.shares.led.get(person)
        lines: list[Words] = []
        if own:
            lines += await self._listed("own", own)
        if led:
            lines += await self._listed("led", led)
        if person in self.controllers:
            lines.append(Words(f"weekly-{self.name}-all", {"count": self.shares.count}))
        lead = Words(f"weekly-{self.name}", below=tuple(lines))
        return await self._say(person, lead, self._files(person, led))

    async def nothing(self, head: str) -> list[Reply]:
        """A head hears that there is nothing, so that silence is never taken for it."""
        return await self._say(head, Words(f"weekly-{self.name}-none"), ())

    def _files(self, person: str, led: Pile | None) -> Sequence[Paper]:
        if person in self.controllers:
            return (self.paper,)
        if led is None:
            return ()
        departments = sorted(filter(None, led.departments))
        if not departments or len(departments) > MOST_FILES:
            return (self.paper,)
        return [Paper(self.paper.which, self.paper.period, name) for name in departments]

    async def _listed(self, whose: str, pile: Pile) -> list[Words]:
        shown = pile.urgent()
        lines = [Words(f"weekly-{whose}", {"count": pile.count})]
        lines += [await self._line(entry, whose) for entry in shown]
        if pile.count > len(shown):
            lines.append(Words("weekly-more", {"count": pile.count - len(shown)}))
        return lines

    async def _line(self, entry: Entry, whose: str) -> Words:
        desk, now = self.office.desk, self.office.now
        topic = await self.office.topics.of(entry.appeal_id)
        led = whose == "led"
        facts: dict[str, str | int] = {
            "number": entry.number.rsplit("-", 1)[-1],
            "verdict": verdict(entry, now).value,
            "due": short_moment(entry.due_at, desk.zone),
            "late": stretch(late_by(entry, now)),
            "executor": (entry.executor_name or "nobody") if led else "no",
            "subject": for_staff(Content(entry.subject), desk).text,
        }
        return Words("weekly-line", facts, link=desk.topic_link(topic.at) if topic else "")

    async def _say(self, person: str, lead: Words, papers: Sequence[Paper]) -> list[Reply]:
        """In private; who has never spoken with the bot is named in the moderator chat at last."""
        place = await _private(person, self.office)
        if place is None:
            self.unreached.append((await self._mention(person), papers))
            return []
        return [Say(place, lead, _files(papers), priority=Priority.BULK)]

    async def _mention(self, person: str) -> Words:
        """One line that names the employee and counts what waits; zeros are left out."""
        one = self.shares.roster.employee(person)
        own, led = self.shares.own.get(person), self.shares.led.get(person)
        counts = {
            "own": own.count if own else 0,
            "led": led.count if led else 0,
            "all": self.shares.count if person in self.controllers else 0,
        }
        facts: dict[str, str | int] = {
            "who": one.name if one else person,
            "anything": "yes" if any(counts.values()) else "no",
            **counts,
        }
        return Words("weekly-mention", facts, link=self.office.desk.person_link(person))

    def at_last(self) -> list[Reply]:
        """One message in the moderator chat for all who can't be told in private."""
        if not self.unreached:
            return []
        files = dict.fromkeys(paper for _, papers in self.unreached for paper in papers)
        lead = Words(
            "weekly-unreached",
            below=(Words(f"weekly-{self.name}"), *(words for words, _ in self.unreached)),
        )
        whole = [self.paper] if self.paper in files else list(files)
        return [Say(ModeratorChat(), lead, _files(whole), priority=Priority.BULK)]


def _files(papers: Sequence[Paper]) -> Content | None:
    files = tuple(paper.attachment() for paper in papers)
    return Content(attachments=files) if files else None


async def _private(person: str, office: Office) -> Address | None:
    """The employee's chat with the bot, if it was ever begun and is not blocked."""
    channel = office.desk.moderator_chat.channel
    known = await office.clients.known(channel, person)
    return Address(channel, person) if known and known.reachable else None
