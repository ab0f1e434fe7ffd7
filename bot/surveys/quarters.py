"""Quarterly waves: the timetable says when, the owner of the surveys opens them.

The timetable's process need not be the owner, and only the owner's key file may hold a wave's keys;
then a mark stays until the owner has opened it.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from appeals.ports import Marks
from bot.settings import Settings
from bot.surveys.box import Box
from bot.surveys.keys import Damaged, KeyFile
from bot.surveys.secret_file import Exposed
from bot.surveys.waves import CannotOpen, Waves
from bot.texts import Texts
from handlers.conversation import ModeratorChat, Reply, Say, Words
from handlers.office import Office
from scheduler import Job, quarterly
from storage.store import Store
from storage.surveys.store import SurveyStore


class Quarters:
    """`waves` is set while this process owns the surveys, `elsewhere` while another one does."""

    def __init__(self, settings: Settings, texts: Texts, surveys: SurveyStore) -> None:
        self._rules, self._zone = settings.surveys, settings.authority.timezone
        self._texts, self._surveys = texts, surveys
        self.waves: Waves | None = None
        self.elsewhere = False

    def jobs(self) -> list[Job]:
        """The quarterly occurrences, one row each."""
        return [
            quarterly(
                f"survey {one.survey}", self._opening(one.survey), self._zone, one.time, one.day
            )
            for one in self._rules.quarterly
        ]

    async def open_postponed(self, store: Store, now: datetime) -> list[Words]:
        """What came due in another process; what to tell of it. `now` is aware UTC."""
        async with store.begin() as unit:
            names = [one.survey for one in self._rules.quarterly]
            due = [name for name in names if await unit.marks.get(_mark(name))]
        said = []
        for name in due:
            said += await self._open(name, now)
            async with store.begin() as unit:
                await unit.marks.set(_mark(name), "")
        return said

    def _opening(self, name: str) -> Callable[[Office], Awaitable[list[Reply]]]:
        async def run(office: Office) -> list[Reply]:
            if self.waves is None and await self._is_elsewhere():
                await _postpone(office.marks, name, office.now)
                return []
            return [Say(ModeratorChat(), words) for words in await self._open(name, office.now)]

        return run

    async def _open(self, name: str, now: datetime) -> list[Words]:
        """The quarter's wave; staff hear of it, or of why it could not be opened."""
        if self._rules.key_file is None:
            off = Words("survey-switched-off")
            return [Words("survey-not-opened", {"name": name}, below=(off,))]
        try:
            # what keeps this process from owning them is met here again, and told
            waves = self.waves or await self._beside()
            wave = await waves.open_quarter(name, now)
        except (CannotOpen, Exposed, Damaged, OSError) as why:
            text = str(why) if isinstance(why, CannotOpen) else type(why).__name__
            literal = Words("survey-literal", {"text": text})
            return [Words("survey-not-opened", {"name": name}, below=(literal,))]
        if wave is None:
            return []
        closes = f"{wave.closes.astimezone(self._zone):%d.%m.%Y %H:%M}"
        return [Words("survey-opened", {"wave": wave.id, "closes": closes, "code": wave.survey})]

    async def _is_elsewhere(self) -> bool:
        """Another process owns the surveys; without a key file here one may all the same."""
        if self._rules.key_file is not None:
            return self.elsewhere
        free = await self._surveys.leadership.leads()
        await self._surveys.leadership.close()
        return not free

    async def _beside(self) -> Waves:
        await self._surveys.prepare()
        if self._rules.key_file is None:
            raise CannotOpen(self._texts.plain(Words("survey-switched-off")))
        box = Box(self._surveys, KeyFile(self._rules.key_file))
        return Waves(box, self._rules, self._zone, self._texts)


async def _postpone(marks: Marks, name: str, now: datetime) -> None:
    await marks.set(_mark(name), now.isoformat())


def _mark(name: str) -> str:
    return f"survey due {name}"
