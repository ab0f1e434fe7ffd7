"""A whole wave: the crowd answers on both platforms at once while the program ends and begins."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.surveys.keys import KeyFile
from storage.surveys.store import SurveyStore
from surveys.ballot import Ballot
from surveys.emptying import ballots
from surveys.sealing import tag_of
from surveys.wave import Stage, Wave
from tests.crowd.analyst import Analyst, settings_of
from tests.crowd.attacks import CrowdEvidence
from tests.crowd.backups import Backups
from tests.crowd.disk import Disk, disk_of
from tests.crowd.person import LEAVING, QUIRKS, Someone, Turns
from tests.crowd.questionnaire import QUESTIONNAIRE, Answers
from tests.crowd.town import LONG_PATIENCE, Town, town
from tests.surveys.linkage import CHANCE, LEISURE

ENDS = ((0.15, "kill"), (0.35, "stop"), (0.55, "kill"), (0.75, "kill"))
"""When this share of the crowd was accepted, the program ends like this."""

LATEST = 60
"""Within so many further calls the program ends, so that it ends in the middle of things."""

LEAVERS = frozenset({9})
"""Last digits of those who leave."""

Row = tuple[int, tuple[str, ...]]


@dataclass
class Watch:
    """Notes what can be seen each time somebody was accepted; `found` is what backups show."""

    disk: Disk
    evidence: CrowdEvidence
    names: dict[bytes, int]
    backups: Backups
    found: CrowdEvidence
    looks: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def finished(self, one: Someone) -> None:
        """Somebody was accepted."""
        if one.number in self.evidence.finished:
            return
        self.evidence.finished[one.number] = self.looks
        await self.look(offsets=self.looks % LEISURE == LEISURE - 1)

    async def look(self, *, offsets: bool = True) -> None:
        """Read everything."""
        async with self.lock:
            seen = await self.disk.look(offsets=offsets)
            if seen.look:
                self.evidence.note(seen.look, self.looks, self.names)
            self.evidence.notice(seen.lines, seen.growth, self.looks)
            self.looks += 1

    async def back_up(self) -> None:
        """Nobody may read the living file in this process meanwhile: that would drop its locks."""
        async with self.lock:
            made = await self.backups.make()
            if made:
                self.found.note(made[0], self.looks, self.names)
                self.found.notice(made[1], {}, self.looks)


@dataclass
class Played:
    """A wave that was played to the end; `codes` are how the program ended (None: killed)."""

    people: list[Someone]
    watch: Watch
    wave: Wave
    rows: Counter[Row]
    texts: Counter[str]
    place: Town
    codes: list[int | None]

    @property
    def accepted(self) -> list[Someone]:
        """Who was told so."""
        return [one for one in self.people if one.accepted]

    @property
    def given(self) -> list[Answers]:
        """What they have handed in."""
        return [one.handed_in for one in self.accepted if one.handed_in]

    @property
    def truth(self) -> dict[int, int]:
        """Who gave which answer."""
        return {one.number: one.handed_in.number for one in self.accepted if one.handed_in}


@asynccontextmanager
async def wave(
    folder: Path, url: str, people: int, *, seed: int, with_analyst: bool = False
) -> AsyncIterator[Played]:
    """Play it; when the block begins it is closed, and the program still runs.

    `with_analyst`: the key that opens sheets is brought to close the wave only.
    """
    dice = random.Random(seed)  # noqa: S311 - the same people in every run
    async with town(folder, url) as place:
        analyst = Analyst(place, with_analyst=with_analyst)
        name = await analyst.opens()
        crowd, watch = await _crowd(place, name, analyst.private, people, dice)
        try:
            codes = await _lived(place, crowd, watch, dice)
            await analyst.closes(name, watch)
            closed, rows, texts = await results(url, name)
            watch.evidence.exported = await analyst.exports(name)
            await watch.look()
            await watch.back_up()
            yield Played(crowd, watch, closed, rows, texts, place, codes)
        finally:
            await watch.disk.end()


async def _crowd(
    place: Town, name: str, private: bytes, people: int, dice: random.Random
) -> tuple[list[Someone], Watch]:
    """Everybody, and an attacker who has all keys; it depends on them which they use."""
    keys = KeyFile(place.key_file).get(name)
    assert keys
    evidence, turns = CrowdEvidence(private or keys.private or b""), Turns()
    found = CrowdEvidence(evidence.private, evidence.finished, ids=evidence.ids)
    settings = settings_of(place) if place.url.startswith("sqlite") else None
    backups = Backups(settings, place.folder)
    watch = Watch(await disk_of(place), evidence, {}, backups, found)
    places = CHANCE.sample(range(people), people)
    crowd = [
        Someone(
            place,
            number,
            places[number],
            quirks=quirks_of(number),
            dice=dice,
            turns=turns,
            finished=watch.finished,
        )
        for number in range(people)
    ]
    for one in crowd:
        screen = one.screen
        watch.names[tag_of(screen.platform, str(screen.id), keys.tag)] = one.number
        evidence.ids[str(screen.id)] = one.number
    return crowd, watch


async def _lived(
    place: Town, crowd: list[Someone], watch: Watch, dice: random.Random
) -> list[int | None]:
    """Everybody's whole story, and the program's; how it ended each time."""
    async with asyncio.TaskGroup() as group:
        lives = [group.create_task(one.lives()) for one in crowd]
        fate = group.create_task(_fate(place, lives, watch, dice))
    return fate.result()


async def _fate(
    place: Town, lives: list[asyncio.Task[None]], watch: Watch, dice: random.Random
) -> list[int | None]:
    codes: list[int | None] = []
    for one in lives:
        one.add_done_callback(lambda _: place.sandbox.world.announce("test"))

    async def until(accepted: int, calls: int) -> None:
        def is_reached() -> bool:
            gone = all(one.done() for one in lives)
            return gone or (len(watch.evidence.finished) >= accepted and place.calls >= calls)

        await place.until(is_reached, LONG_PATIENCE)

    for share, ends in ENDS:
        await until(round(share * len(lives)), 0)
        await place.until(place.is_at_work)
        await watch.back_up()
        await until(0, place.calls + dice.randint(1, LATEST))
        codes.append(await (place.stop() if ends == "stop" else place.kill()))
        await watch.look(offsets=True)
        await place.begin()
    return codes


async def results(url: str, name: str) -> tuple[Wave, Counter[Row], Counter[str]]:
    """What is stored of a closed wave: rows of numbers and codes, and apart from them the texts."""
    store = SurveyStore.open(url)
    try:
        async with store.begin() as unit:
            found, sheets = await unit.waves.get(name), await unit.results.get(name)
    finally:
        await store.close()
    assert found
    assert found.stage is Stage.CLOSED
    rows = Counter(_row(ballot) for _, ballot in ballots(sheets, QUESTIONNAIRE))
    return found, rows, Counter(text for _, text in sheets.texts)


def _row(ballot: Ballot) -> Row:
    number, codes = ballot["people"], ballot["what"]
    assert isinstance(number, int)
    assert isinstance(codes, tuple)
    return number, codes


def quirks_of(number: int) -> set[str]:
    """Each with about one in nine on either platform, many with two; one in ten leaves."""
    every = 2 * len(QUIRKS) + 1
    found = {quirk for at, quirk in enumerate(QUIRKS) if number % every in {at, 2 * at}}
    return found | {LEAVING[number // 10 % 2]} if number % 10 in LEAVERS else found
