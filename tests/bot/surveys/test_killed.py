"""Killed at any step, a box keeps the promise: a tag is there if and only if its sheet is."""

import tempfile
from itertools import count
from pathlib import Path

import pytest

from bot.surveys.mirror import SHARED
from surveys.ports import Sheets
from surveys.wave import NotNow, Stage
from tests.bot.surveys.killed import Child, was_killed
from tests.bot.surveys.station import Station
from tests.postgres import execute
from tests.surveys.waves import CLOSING_DAY, WAVE, somebody

BEFORE = {"open": 9, "answer": 9, "close": 13, "give up": 13}
FEWEST_STEPS = {"open": 4, "answer": 6, "close": 12, "give up": 3}


@pytest.mark.parametrize("deed", BEFORE)
async def test_killed_at_any_step_nothing_is_lost_doubled_or_left_behind(
    deed: str, survey_url: str, tmp_path: Path, kind: str
) -> None:
    kills = await killed_at_every_step(deed, survey_url, tmp_path, kind)
    assert kills >= FEWEST_STEPS[deed]


@pytest.mark.chaos
@pytest.mark.parametrize("deed", BEFORE)
async def test_killed_before_any_statement_nothing_is_lost_doubled_or_left_behind(
    deed: str, survey_url: str, tmp_path: Path, kind: str
) -> None:
    assert (
        await killed_at_every_step(deed, survey_url, tmp_path, kind, thorough=True)
        > FEWEST_STEPS[deed]
    )


async def killed_at_every_step(
    deed: str, url: str, folder: Path, kind: str, *, thorough: bool = False
) -> int:
    """Begin anew for each step, kill there, see what is left, and go on; returns how many."""
    for step in count(1):
        mine = folder / str(step)
        mine.mkdir()
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{mine / 'otklik.db'}"
        else:
            await execute(url, "DROP SCHEMA IF EXISTS surveys CASCADE")
        with tempfile.TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as memory:
            await prepared(Station(url, mine, Path(memory)), deed)
            killed = was_killed(Child(url, mine, Path(memory), deed, step, thorough))
            await examined(Station(url, mine, Path(memory)), deed)
        if not killed:
            return step - 1
    raise AssertionError


async def prepared(polls: Station, deed: str) -> None:
    """An open wave with so many answers; to be given up, it has lost its keys."""
    await polls.start()
    if deed != "open":
        await polls.open()
        await polls.answered(BEFORE[deed])
    if deed == "give up":
        polls.keys.file.unlink()
    await polls.end()


async def examined(polls: Station, deed: str) -> None:
    """Right after the kill, and when everything is brought to its end."""
    if deed == "give up":
        await examined_given_up(polls)
        return
    await whole(polls)
    await polls.start()
    await whole(polls)
    people = BEFORE[deed]
    if deed == "open":
        if not await polls.box.waves():
            await polls.open()
        await polls.answered(people)
    if deed == "answer":
        if not await polls.box.has_answered(WAVE, somebody(people)):
            await polls.answer(people)
        people += 1
    await polls.close()
    assert await polls.said() == list(range(people))
    assert not await polls.has_box()
    assert polls.keys.get(WAVE) is None
    await nothing_waits(polls)
    assert [file.name for file in polls.keys.file.parent.iterdir()] == [polls.keys.file.name]
    await polls.end()


async def examined_given_up(polls: Station) -> None:
    """Given up once more, or its closing brought to its end: all is destroyed, and on record."""
    await polls.start()
    try:
        await polls.box.give_up(WAVE, CLOSING_DAY)
    except NotNow:
        await polls.close()
    (wave,) = await polls.box.waves()
    assert (wave.stage, wave.keys_lost, wave.counted.sheets) == (Stage.CLOSED, True, None)
    assert await polls.box.results(WAVE) == Sheets()
    assert not await polls.has_box()
    await nothing_waits(polls)
    await polls.end()


async def nothing_waits(polls: Station) -> None:
    """The copy of the pool is gone, no half of it is left."""
    assert polls.memory is not None
    assert list(polls.memory.iterdir()) == []


async def whole(polls: Station) -> None:
    """A tag if and only if its sheet; results if and only if the box is gone."""
    wave = next(iter(await polls.box.waves()), None)
    if wave is None:
        return
    if wave.stage is Stage.OPEN:
        tags, sheets = await polls.boxed()
        assert len(tags) == len(sheets)
        assert len(tags) in {0, 5, 8}
    assert bool((await polls.box.results(WAVE)).rows) != await polls.has_box()
