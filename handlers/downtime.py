"""The time in which the program did not run: noticed at start and said openly.

Telegram keeps updates for 24 hours: after a longer gap messages may be lost, and people must know.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.conversation import ModeratorChat, Priority, Reply, Say, Words
from handlers.dates import short_moment, stretch
from handlers.office import Office

KEPT = timedelta(hours=24)
"""So long Telegram keeps what nobody fetched."""

NOTICED = timedelta(minutes=2)
"""A shorter gap is an ordinary restart."""

SET_BACK = timedelta(minutes=1)
"""A clock set back by less than this is an ordinary correction."""

REMEMBERED = timedelta(days=1)
"""So long after its end a gap explains why something comes late."""

ALIVE, GAP = "alive", "gap"
"""Names of the marks that hold when the program was last there, and its last gap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody was there between these moments (aware UTC)."""

    since: datetime
    until: datetime

    @property
    def loses(self) -> bool:
        """Longer than the platform keeps messages."""
        return self.until - self.since > KEPT


async def alive(office: Office) -> None:
    """Note that the program runs."""
    await office.marks.set(ALIVE, office.now.isoformat())


async def was_ahead(office: Office) -> bool:
    """At start: the clock was further when the program last ran, and has been put right since."""
    last = await office.marks.get(ALIVE)
    return bool(last) and datetime.fromisoformat(last) - office.now > SET_BACK


async def noticed(office: Office) -> list[Reply]:
    """At start: how long nobody was there; said in the moderator chat when words may be lost."""
    last = await office.marks.get(ALIVE)
    await alive(office)
    if not last:
        return []
    gap = Gap(datetime.fromisoformat(last), office.now)
    if gap.until - gap.since <= NOTICED:
        return []
    await office.marks.set(GAP, f"{gap.since.isoformat()} {gap.until.isoformat()}")
    if not gap.loses:
        return []
    zone = office.desk.zone
    facts = {
        "since": short_moment(gap.since, zone),
        "until": short_moment(gap.until, zone),
        "span": stretch(gap.until - gap.since),
    }
    return [Say(ModeratorChat(), Words("downtime-long", facts), priority=Priority.COPY)]


async def last_gap(office: Office) -> Gap | None:
    """The last gap, if it ended not long ago."""
    gap = read_gap(await office.marks.get(GAP))
    return gap if gap and timedelta(0) <= office.now - gap.until <= REMEMBERED else None


def read_gap(mark: str) -> Gap | None:
    """A gap as it is kept."""
    since, _, until = mark.partition(" ")
    return Gap(datetime.fromisoformat(since), datetime.fromisoformat(until)) if until else None


def words(gap: Gap, office: Office) -> Words:
    """Why a notice comes only now."""
    zone = office.desk.zone
    since, until = short_moment(gap.since, zone), short_moment(gap.until, zone)
    return Words("notice-gap", {"since": since, "until": until})
