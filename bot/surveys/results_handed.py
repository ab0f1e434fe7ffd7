"""Handing a closed wave's file to those who may have it."""

import contextlib
from datetime import tzinfo

from appeals.model import Address, Role
from bot.house import House
from bot.surveys.analyst import ended
from bot.surveys.mouth import Mouth, Unheard
from bot.surveys.results_file import CannotExport, workbook
from storage.store import Store
from storage.surveys.store import SurveyStore
from surveys.wave import Wave


class ResultsHanded:
    """`store` is the front desk's: it knows who the analysts are."""

    def __init__(
        self, surveys: SurveyStore, store: Store, house: House, mouth: Mouth, zone: tzinfo
    ) -> None:
        self._surveys, self._store, self._house = surveys, store, house
        self._mouth, self._zone = mouth, zone

    async def to(self, at: Address, wave: Wave) -> bool:
        """Whether a file could be sent. Raises Unheard."""
        try:
            async with workbook(self._surveys, wave, self._zone, self._house.texts) as file:
                return await self._mouth.hand(at, file, ended(wave))
        except CannotExport:
            return False

    async def to_analysts(self, wave: Wave) -> None:
        """The file at close, to each analyst who has started the bot."""
        if wave.counted.sheets is None:
            return
        async with self._store.begin() as unit:
            employees = await unit.staff.all()
        for one in employees:
            if one.may(Role.ANALYST):
                with contextlib.suppress(Unheard):
                    await self.to(Address(self._house.moderators.channel, one.id), wave)
