"""What the program has kept of what people wrote, against what they wrote."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from storage.store import Store
from storage.tables import notices, steps
from tests.chaos.town import Town, Who

_QUESTION = re.compile(r"вопрос номер (\d+) про квоту")


@dataclass(frozen=True, slots=True)
class Kept:
    """`questions` counts each stored question, `appeals` each asker's, `steps` each rung climbed.

    `disordered` are those whose words were stored in another order; `waiting` and `dead` events,
    `unsaid` notices that nobody was told, `unsent` what still stands in the outbox.
    """

    questions: Counter[int]
    appeals: Counter[Who]
    steps: Counter[tuple[int, int, str]]
    disordered: tuple[Who, ...]
    waiting: int
    dead: int
    unsaid: int
    unsent: int


async def kept(folder: Path) -> Kept:
    """Read from the database of a program that has ended."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    questions: Counter[int] = Counter()
    appeals: Counter[Who] = Counter()
    disordered = []
    try:
        async with store.begin() as unit:
            for appeal in await unit.appeals.open(100_000):
                who = (appeal.place.channel, int(appeal.place.chat))
                appeals[who] += 1
                written = await unit.messages.of_appeal(appeal.id)
                numbers = [int(one) for m in written for one in _QUESTION.findall(m.content.text)]
                questions.update(numbers)
                if numbers != sorted(numbers):
                    disordered.append(who)
            climbed = await unit.db.all(select(steps.c.appeal_id, steps.c.cycle, steps.c.key))
            counts = await unit.outbox.counts()
            return Kept(
                questions,
                appeals,
                Counter(tuple(row) for row in climbed),
                tuple(disordered),
                await unit.inbox.waiting(),
                len(await unit.inbox.dead(100)),
                len(await unit.db.all(select(notices.c.id).where(notices.c.said_at.is_(None)))),
                sum(counts[state] for state in ("pending", "sending", "unknown")),
            )
    finally:
        await store.close()


def assert_nothing_lost_and_nothing_doubled(town: Town, found: Kept) -> None:
    """Each event became exactly one message of exactly one appeal, in order; all was delivered."""
    assert found.questions == Counter(range(len(town.authors)))
    assert found.appeals == Counter(dict.fromkeys(town.people, 1))
    assert not found.disordered
    assert not town.disordered()
    assert (found.waiting, found.dead, found.unsaid) == (0, 0, 0)
    assert not town.unacknowledged
    assert not town.unanswered
    assert not town.twice("vk")
