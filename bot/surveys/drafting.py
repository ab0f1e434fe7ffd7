"""What a post about a wave would say, in each place it may go to (D1, D6)."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from appeals.ports import Announcement, DraftState
from appeals.words import Attachment, MediaKind
from bot.house import House
from bot.surveys import post_words
from bot.surveys.data import LINK
from bot.surveys.export_command import CannotExport, closed_wave
from bot.surveys.page import page
from bot.surveys.result_words import ResultWords
from handlers import announcements
from handlers.conversation import Outcome
from storage.surveys.store import SurveyStore
from surveys.definition import questionnaire_of
from surveys.questionnaire import Audience
from surveys.results import TooFew
from surveys.wave import Stage, Wave

OPENING, RESULTS = "opening", announcements.RESULTS
TELEGRAM, VK = "telegram", "vk"
FOLDER = "surveys"
RECENT = timedelta(days=7)
"""Of waves that closed longer ago nothing is drafted: they closed before the program could."""


class Wall(Protocol):
    """Where posts go by a token of somebody's own (`bot.vk.wall.Wall`)."""

    async def post(self, text: str, guid: str) -> Outcome:
        """Post it; the same `guid` again posts nothing. Never raises for what the platform does."""

    def close(self) -> None:
        """Let go of everything."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where posts go: channels of Telegram's, the community's wall (None: VK is off).

    Without a `wall` employees post there themselves. `results_url` leads to published results,
    `{wave}` in it stands for the wave; `files` is the folder of attachments.
    """

    channels: Sequence[str]
    community: int | None
    results_url: str
    files: Path
    wall: Wall | None = None


class Drafting:
    """Drafts posts; stores and sends nothing but the page of results, in the folder of files."""

    def __init__(self, surveys: SurveyStore, house: House, places: Places) -> None:
        self._surveys, self._house, self._places = surveys, house, places

    async def drafts(self, wave: Wave, about: str) -> list[Announcement] | None:
        """Posts about the opening or the results; None while they can't be made yet."""
        return await (self._opening(wave) if about == OPENING else self._results(wave))

    def news_of(self, wave: Wave, now: datetime) -> str:
        """Which matter of this wave is news now; empty: none."""
        if not self._targets() or questionnaire_of(wave).audience is Audience.STAFF:
            return ""
        if wave.takes_answers(now):
            return OPENING
        today = now.astimezone(self._house.desk.zone).date()
        counted = wave.stage is Stage.CLOSED and wave.counted.sheets is not None
        return RESULTS if counted and today - (wave.closed or date.min) <= RECENT else ""

    async def _opening(self, wave: Wave) -> list[Announcement] | None:
        """For every place; None while a link to the bot is not known."""
        texts, zone = self._house.texts, self._house.desk.zone
        made: list[Announcement] = []
        for channel, chat in self._targets():
            link = self._link(channel, wave.survey)
            if not link:
                return None
            text = post_words.opening(wave, link, zone, texts)
            made.append(self._new(wave, OPENING, (channel, chat), text))
        return made

    async def _results(self, wave: Wave) -> list[Announcement]:
        """For every place; none where nothing may be published. Raises StorageError, OSError."""
        words = ResultWords(self._house.texts)
        try:
            async with self._surveys.begin() as unit:
                found = await closed_wave(unit, wave.id, self._house.desk.zone, words)
            shown = found.results
        except (CannotExport, TooFew):
            return []
        file = f"{FOLDER}/{wave.id}.html"
        html = page(shown, words, found.earlier)
        await asyncio.to_thread(_write, self._places.files / file, html)
        url = self._places.results_url.replace("{wave}", wave.id)
        made = []
        for channel, chat in self._targets():
            own = file if channel == TELEGRAM else ""
            text = post_words.results(shown, words, url, attached=bool(own))
            made.append(self._new(wave, RESULTS, (channel, chat), text, own))
        return made

    def _targets(self) -> list[tuple[str, str]]:
        found = [(TELEGRAM, one) for one in self._places.channels]
        community = self._places.community
        return found if community is None else [*found, (VK, str(community))]

    def _link(self, channel: str, survey: str) -> str:
        if channel == VK:
            return f"https://vk.me/club{self._places.community}?ref={LINK}{survey}"
        return self._house.desk.start_link(f"{LINK}{survey}")

    def _new(
        self, wave: Wave, about: str, place: tuple[str, str], text: str, file: str = ""
    ) -> Announcement:
        channel, chat = place
        by_hand = channel == VK and self._places.wall is None
        state = DraftState.BY_HAND if by_hand else DraftState.DRAFT
        return Announcement(wave.id, about, channel, chat, text, file, secrets.token_hex(16), state)


def document(wave: str, file: str) -> Attachment:
    """The page of a wave's results as an attachment."""
    return Attachment(MediaKind.DOCUMENT, name=f"itogi-{wave}.html", path=file)


def _write(file: Path, html: str) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_text(html, encoding="utf-8")
    draft.replace(file)
