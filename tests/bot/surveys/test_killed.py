"""Killed at any step, a box keeps the promise: a tag is there if and only if its sheet is."""

import tempfile
from itertools import count
from pathlib import Path

import pytest

from bot.surveys.mirror import SHARED
from surveys.wave import Stage
from tests.bot.surveys.killed import Child, was_killed
from tests.bot.surveys.station import Station
from tests.postgres import execute
from tests.surveys.waves import WAVE, somebody

BEFORE = {"answer": 9, "close": 13}
FEWEST_STEPS = {"answer": 6, "close": 12}


@pytest.mark.parametrize("deed", ["answer", "close"])
async def test_killed_at_any_step_nothing_is_lost_doubled_or_left_behind(
    deed: str, survey_url: str, tmp_path: Path, kind: str
) -> None:
    kills = await killed_at_every_step(deed, survey_url, tmp_path, kind)
    assert kills >= FEWEST_STEPS[deed]


@pytest.mark.chaos
@pytest.mark.parametrize("deed", ["answer", "close"])
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
            await prepared(Station(url, mine, Path(memory)), BEFORE[deed])
            killed = was_killed(Child(url, mine, Path(memory), deed, step, thorough))
            await examined(Station(url, mine, Path(memory)), deed)
        if not killed:
            return step - 1
    raise AssertionError


async def prepared(polls: Station, people: int) -> None:
    """An open wave with so many answers."""
    await polls.start()
    await polls.open()
    await polls.answered(people)
    await polls.end()


async def examined(polls: Station, deed: str) -> None:
    """Right after the kill, and when everything is brought to its end."""
    await whole(polls)
    await polls.start()
    await whole(polls)
    people = BEFORE[deed]
    if deed == "answer":
        if not await polls.box.has_answered(WAVE, somebody(people)):
            await polls.answer(people)
        people += 1
    await polls.close()
    assert await polls.said() == list(range(people))
    assert not await polls.has_box()
    assert polls.keys.get(WAVE) is None
    assert [file.name for file in polls.keys.file.parent.iterdir()] == [polls.keys.file.name]
    assert polls.memory is not None
    assert list(polls.memory.iterdir()) == []
    await polls.end()


async def whole(polls: Station) -> None:
    """A tag if and only if its sheet; results if and only if the box is gone."""
    wave = next(iter(await polls.box.waves()))
    if wave.stage is Stage.OPEN:
        tags, sheets = await polls.boxed()
        assert len(tags) == len(sheets)
        assert len(tags) in {0, 5, 8}
    assert bool((await polls.box.results(WAVE)).rows) != await polls.has_box()
