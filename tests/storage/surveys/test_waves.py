"""Waves are stored whole, and leave a stage once."""

from dataclasses import replace
from itertools import pairwise

import pytest

from storage.errors import RowRefused
from storage.surveys.store import SurveyStore
from surveys.wave import Counted, Stage
from tests.surveys.waves import CLOSING_DAY, OPENS, a_wave

WAVE = replace(a_wave("w"), public_key=b"\x00\xff", length=77, invited=300, with_analyst=True)


async def test_a_wave_comes_back_as_it_was_at_every_stage(surveys: SurveyStore) -> None:
    closing = WAVE.closing(remainder=True)
    counted = closing.with_results(Counted(9, 1))
    stages = [WAVE, closing, counted, counted.ended(CLOSING_DAY)]
    async with surveys.begin() as unit:
        await unit.waves.add(WAVE)
        for before, after in pairwise(stages):
            assert await unit.waves.get("w") == before
            assert await unit.waves.move(after, before.stage)
        assert await unit.waves.get("w") == stages[-1]
        assert await unit.waves.get("unknown") is None


async def test_who_comes_second_moves_nothing(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.waves.add(WAVE)
        assert await unit.waves.move(WAVE.closing(remainder=False), Stage.OPEN)
        assert not await unit.waves.move(WAVE.closing(remainder=True), Stage.OPEN)
        found = await unit.waves.get("w")
    assert found == WAVE.closing(remainder=False)


async def test_a_wave_is_added_once_and_waves_are_listed_by_opening(surveys: SurveyStore) -> None:
    earlier = replace(WAVE, id="x", opens=OPENS.replace(year=2025))
    async with surveys.begin() as unit:
        await unit.waves.add(WAVE)
        await unit.waves.add(earlier)
        assert [wave.id for wave in await unit.waves.all()] == ["x", "w"]
    with pytest.raises(RowRefused):
        async with surveys.begin() as unit:
            await unit.waves.add(WAVE)
