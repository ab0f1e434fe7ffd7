"""What the program has kept of what people wrote, against what they wrote.

Questions are those of `bench.numbered`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bench.numbered import numbers_in
from storage.store import Store
from storage.tables import notices, steps

Who = tuple[str, int]
"""Platform and person; the same number may be somebody else on the other platform."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`lost` and `doubled` count messages, `disordered` people, `spare` appeals beyond one each."""

    lost: int
    doubled: int
    disordered: int
    spare: int


@dataclass(frozen=True, slots=True)
class Kept:
    """`questions` counts each stored question by whose appeal it is in, `appeals` each asker's.

    `steps` counts each rung climbed. `disordered` are those whose words were stored in another
    order; `waiting` and `dead` events, `unsaid` notices that nobody was told, `unsent` what still
    stands in the outbox, `given_up` what the platform never took.
    """

    questions: Counter[tuple[Who, int]]
    appeals: Counter[Who]
    steps: Counter[tuple[int, int, str]]
    disordered: tuple[Who, ...]
    waiting: int
    dead: int
    unsaid: int
    unsent: int
    given_up: int

    def against(self, authors: Sequence[Who]) -> Judged:
        """`authors` says who wrote the question of each number."""
        written = Counter((who, number) for number, who in enumerate(authors))
        return Judged(
            lost=(written - self.questions).total() + self.dead,
            doubled=(self.questions - written).total(),
            disordered=len(self.disordered),
            spare=self.appeals.total() - len(set(authors)),
        )


async def kept(folder: Path) -> Kept:
    """Read from the database of a program that has ended."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    questions: Counter[tuple[Who, int]] = Counter()
    appeals: Counter[Who] = Counter()
    disordered = []
    try:
        async with store.begin() as unit:
            for appeal in await unit.appeals.open(100_000):
                who = (appeal.place.channel, int(appeal.place.chat))
                appeals[who] += 1
                written = await unit.messages.of_appeal(appeal.id)
                numbers = [number for one in written for number in numbers_in(one.content.text)]
                questions.update((who, number) for number in numbers)
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
                counts["failed"],
            )
    finally:
        await store.close()
