"""The results of closed waves: what was said, by nobody, at no time, in the order of its bytes."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, insert, select

from storage.db import Db
from storage.surveys.tables import results, texts, unsaid, withheld
from surveys.ports import Sheets
from surveys.questionnaire import Missing

BATCH = 5_000


class Results:
    """Works inside one transaction. `wave` is a wave's id."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, wave: str, sheets: Sheets) -> None:
        """Write them, in order and in this one transaction."""
        for start in range(0, len(sheets.rows), BATCH):
            numbered = enumerate(sheets.rows[start : start + BATCH], start=start + 1)
            rows = [{"wave": wave, "number": at, "ballot": row.decode()} for at, row in numbered]
            await self._db.run(insert(results), rows)
        if said := _numbered(wave, sheets.texts):
            await self._db.run(insert(texts), said)
        counts = [
            {"wave": wave, "question": code, "reason": reason.value, "people": people}
            for (code, reason), people in sheets.unsaid.items()
        ]
        if counts:
            await self._db.run(insert(unsaid), counts)

    async def get(self, wave: str) -> Sheets:
        """All of them; empty for a wave without results."""
        rows: list[bytes] = []
        while page := await self.rows(wave, len(rows)):
            rows += page
        said = await self._db.all(_texts_of(wave))
        places = select(withheld.c.question, withheld.c.number).where(withheld.c.wave == wave)
        kept_back = {(row.question, row.number) for row in await self._db.all(places)}
        counts = await self._db.all(
            select(unsaid).where(unsaid.c.wave == wave).order_by(unsaid.c.question, unsaid.c.reason)
        )
        return Sheets(
            tuple(rows),
            tuple((row.question, row.text) for row in said),
            {(row.question, Missing(row.reason)): row.people for row in counts},
            frozenset(at for at, row in enumerate(said) if (row.question, row.number) in kept_back),
        )

    async def withhold(self, wave: str, places: Collection[int]) -> None:
        """Which of its texts are kept out of what is released: their places in `Sheets.texts`.

        All others are released.
        """
        await self._db.run(delete(withheld).where(withheld.c.wave == wave))
        said = await self._db.all(_texts_of(wave))
        rows = [
            {"wave": wave, "question": row.question, "number": row.number}
            for at, row in enumerate(said)
            if at in places
        ]
        if rows:
            await self._db.run(insert(withheld), rows)

    async def rows(self, wave: str, after: int = 0) -> list[bytes]:
        """The next rows after this number; none at the end."""
        here = (results.c.wave == wave) & (results.c.number > after)
        page = select(results.c.ballot).where(here).order_by(results.c.number).limit(BATCH)
        return [ballot.encode() for (ballot,) in await self._db.all(page)]

    async def drop_text(self, wave: str, question: str, text: str) -> int:
        """Take out a typed answer that names somebody; returns how many there were.

        `SurveyStore.sweep` wipes the traces of it.
        """
        mine = (texts.c.wave == wave) & (texts.c.question == question) & (texts.c.text == text)
        return await self._db.run(delete(texts).where(mine))


def _texts_of(wave: str) -> Select[tuple[str, int, str]]:
    mine = select(texts.c.question, texts.c.number, texts.c.text).where(texts.c.wave == wave)
    return mine.order_by(texts.c.question, texts.c.number)


def _numbered(wave: str, said: Sequence[tuple[str, str]]) -> list[dict[str, str | int]]:
    seen: defaultdict[str, int] = defaultdict(int)
    rows: list[dict[str, str | int]] = []
    for code, text in said:
        seen[code] += 1
        rows.append({"wave": wave, "question": code, "number": seen[code], "text": text})
    return rows
