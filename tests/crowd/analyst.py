"""Who opens and closes the wave: by command in the moderator chat, or with a key of their own."""

import asyncio
import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from openpyxl import load_workbook

from bot.settings import Settings
from bot.surveys import wave_command
from bot.surveys.export_command import Wanted, export_survey
from bot.surveys.keys import make_analyst_key, read_analyst_key
from tests.crowd.questionnaire import SURVEY
from tests.crowd.screen import InVk
from tests.crowd.town import LEVEL, Town

SOMEBODY_ELSE = 900


class Watching(Protocol):
    """Somebody who reads everything."""

    async def look(self) -> None:
        """Do so now."""


class Analyst:
    """`with_analyst`: their key never comes near the program before the wave is closed."""

    def __init__(self, place: Town, *, with_analyst: bool) -> None:
        self._place = place
        self._key = place.folder.parent / f"{place.folder.name}.key" if with_analyst else None
        self._settings = settings_of(place)
        self.private = b""

    async def opens(self) -> str:
        """The wave begins; its id."""
        if self._key is None:
            said = await self._place.asks(f"/survey open {SURVEY}", until="Открыта волна")
            return _wave_in(said)
        public = make_analyst_key(self._key)
        self.private = read_analyst_key(self._key)
        wanted = wave_command.wanted_of(None, None, str(public))
        opened = await wave_command.opened(self._settings, SURVEY, datetime.now(UTC), wanted)
        assert opened.done, opened.text
        await self._until_offered()
        return _wave_in(opened.text)

    async def closes(self, name: str, watch: Watching) -> None:
        """It ends: looked at while it waits for the key, and afterwards."""
        if self._key is None:
            await self._place.asks(f"/survey close {name}", until=f"Волна {name} закрыта")
        else:
            await self._place.asks(f"/survey close {name}", until="ждёт ключ")
            await watch.look()
            closed = await wave_command.closed(self._settings, name, datetime.now(UTC), self._key)
            assert closed.done, closed.text
        await watch.look()

    async def exports(self, name: str) -> list[int]:
        """Files for analysts; the numbers that people answered, as the rows have them."""
        folder = self._place.folder / "exports"
        folder.mkdir()
        for kind in ("csv", "json", "html", "xlsx"):
            wanted = Wanted(name, kind, folder / f"wave.{kind}", force=False)
            await asyncio.to_thread(export_survey, self._settings, wanted)
        found = _numbers(folder / "wave.csv")
        assert all(rows == found for rows in _in_workbook(folder / "wave.xlsx"))
        return found

    async def _until_offered(self) -> None:
        """The running program sees within seconds what was opened beside it."""
        client = InVk(self._place.sandbox, SOMEBODY_ELSE)
        while client.card() is None:
            before = len(client.said())
            client.writes("/survey")
            await self._place.until(lambda: len(client.said()) > before)  # noqa: B023 - awaited here


def settings_of(place: Town) -> Settings:
    """As a command on the same machine reads them."""
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"},
            "storage": {"url": place.url, "files": str(place.folder / "files-otklik")},
            "surveys": {
                "folder": place.folder / "surveys",
                "key_file": place.key_file,
                "k_clients": LEVEL,
            },
        }
    )


def _wave_in(text: str) -> str:
    return next(word for word in text.replace(",", " ").split() if word.startswith(f"{SURVEY}-"))


def _in_workbook(file: Path) -> list[list[int]]:
    """The same from each of the two sheets of rows."""
    book = load_workbook(file, read_only=True)
    sheets = [list(book[name].iter_rows(values_only=True)) for name in ("Ответы", "Коды")]
    return [[int(row[rows[0].index("people")]) for row in rows[1:]] for rows in sheets]


def _numbers(file: Path) -> list[int]:
    with file.open(encoding="utf-8-sig") as opened:
        return [int(row["people"]) for row in csv.DictReader(opened, delimiter=";")]
