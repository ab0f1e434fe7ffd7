"""Waves: opened by the timetable or by hand, closed when their field period is over."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from bot.settings.model import Surveys as Rules
from bot.surveys.box import Box
from bot.surveys.check_command import judged, level
from bot.surveys.questionnaire_file import READY, NoQuestionnaire, text_of
from bot.texts import Texts
from handlers.conversation import Words
from surveys.ports import KeysLost, WaveExists
from surveys.questionnaire import Questionnaire
from surveys.wave import Stage, Wave, field_period, quarter_of, wave_id

MOST_A_QUARTER = 20


class CannotOpen(Exception):
    """The wave was not opened; `str` says why in Russian."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a wave is to be opened by hand: for so many days, by so many people if that is known.

    `analyst` is the public half of a key that only the analyst has the other half of.
    """

    days: int | None = None
    invited: int | None = None
    analyst: bytes | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire that can be used, and its text."""

    questionnaire: Questionnaire
    text: str


class Waves:
    """All waves of the installation. `zone` is the authority's: it decides which quarter it is."""

    def __init__(self, box: Box, rules: Rules, zone: tzinfo, texts: Texts) -> None:
        self._box, self._rules, self._zone, self._texts = box, rules, zone, texts

    def asked(self, name: str) -> Asked:
        """The questionnaire of this name: a file of the folder, a ready one, or a path.

        Raises CannotOpen with what is wrong.
        """
        try:
            text = text_of(self._file(name), self._texts)
        except NoQuestionnaire as why:
            raise CannotOpen(str(why)) from None
        found = judged(text, self._rules)
        if found.questionnaire is None or not found.usable:
            raise CannotOpen(self._texts.plain(Words("survey-open-faults", {"name": name})))
        return Asked(found.questionnaire, text)

    async def open(self, name: str, now: datetime, wanted: Wanted | None = None) -> Wave:
        """Open a wave by hand; in one quarter there may be several, one after another.

        `now` is aware UTC. Raises CannotOpen, and what `Box.open` raises of files.
        """
        asked, wanted = self.asked(name), wanted or Wanted()
        for wave in await self._box.waves():
            if wave.survey == asked.questionnaire.code and wave.stage is Stage.OPEN:
                raise CannotOpen(self._texts.plain(Words("survey-open-already", {"wave": wave.id})))
        base = self._id(asked, now)
        for id_ in (base, *(f"{base}-{number}" for number in range(2, MOST_A_QUARTER))):
            try:
                return await self._opened(asked, id_, now, wanted)
            except WaveExists:
                continue
        raise CannotOpen(self._texts.plain(Words("survey-open-many", {"name": name})))

    async def open_quarter(self, name: str, now: datetime) -> Wave | None:
        """The timetable's own wave; None when this quarter had one. Raises as `open`."""
        asked = self.asked(name)
        try:
            return await self._opened(asked, self._id(asked, now), now, Wanted())
        except WaveExists:
            return None

    async def due(self, now: datetime) -> list[Wave]:
        """The waves whose field period is over, those left half-closed among them."""
        return [wave for wave in await self._box.waves() if wave.is_due_to_close(now)]

    async def close(self, wave: Wave, now: datetime, key: bytes | None = None) -> Wave:
        """Close it, before its time too, or go on closing; see `Box.close`."""
        if wave.stage is Stage.OPEN and now < wave.closes:
            await self._box.end_early(wave, now)
        return await self._box.close(wave.id, now.astimezone(self._zone).date(), key)

    def is_lost(self, wave: Wave) -> bool:
        """It is not over, and what is answered in it can't be opened from here."""
        return wave.stage in {Stage.OPEN, Stage.CLOSING} and not self._box.can_open(wave)

    async def ask_to_give_up(self, wave: Wave) -> None:
        """Leave it to the owner, who may have the keys after all."""
        await self._box.mark_lost(wave, lost=True)

    async def give_up(self, wave: Wave, now: datetime) -> Wave:
        """Destroy what nobody can open, unread; with keys after all, just go on. See `Box`."""
        if self.is_lost(wave):
            return await self._box.give_up(wave.id, now.astimezone(self._zone).date())
        if wave.stage in {Stage.OPEN, Stage.CLOSING}:
            await self._box.mark_lost(wave, lost=False)
        return replace(wave, keys_lost=False)

    async def to_give_up(self) -> list[Wave]:
        """What somebody beside the owner has asked for."""
        asked = [wave for wave in await self._box.waves() if wave.keys_lost]
        return [wave for wave in asked if wave.stage in {Stage.OPEN, Stage.CLOSING}]

    async def named(self, name: str) -> Wave | None:
        """The wave of this id, or the latest one of the survey with this code."""
        fit = [wave for wave in await self._box.waves() if name in {wave.id, wave.survey}]
        return fit[-1] if fit else None

    async def all(self) -> list[Wave]:
        """All of them, the earliest first."""
        return await self._box.waves()

    async def participation(self, wave: Wave) -> int | None:
        """As of the latest flush; None when it can't be told."""
        try:
            return await self._box.participation(wave.id)
        except KeysLost:
            return None

    def names(self) -> list[str]:
        """The questionnaires at hand."""
        found = [*READY.glob("*.toml"), *self._rules.folder.glob("*.toml")]
        return sorted({file.stem for file in found})

    def _file(self, name: str) -> Path:
        own = self._rules.folder / f"{name}.toml"
        return own if own.is_file() else Path(name)

    def _id(self, asked: Asked, now: datetime) -> str:
        day = now.astimezone(self._zone).date()
        return wave_id(asked.questionnaire.code, quarter_of(day))

    async def _opened(self, asked: Asked, id_: str, now: datetime, wanted: Wanted) -> Wave:
        opens, closes = field_period(now, wanted.days or self._rules.field_days)
        questionnaire = asked.questionnaire
        wave = Wave(
            id=id_,
            survey=questionnaire.code,
            definition=asked.text,
            hash=questionnaire.hash,
            level=level(questionnaire.audience, self._rules),
            length=0,
            public_key=b"",
            opens=opens,
            closes=closes,
            invited=wanted.invited,
        )
        return await self._box.open(wave, wanted.analyst)
