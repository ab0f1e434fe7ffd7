"""The doctor looks at each wave that is not over, and says what to do with it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.doctor.finding import Finding, Level
from bot.doctor.survey_waves import waves
from bot.settings import Settings
from storage.surveys.tables import version
from surveys.sealing import new_private, public_of
from tests.bot.doctor.surveyed import box_of, seen, settings_of
from tests.surveys.waves import CLOSES, CLOSING_DAY, NOW, WAVE, a_ballot, a_wave, somebody


@pytest.fixture
def here(survey_url: str, tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    return settings_of(tmp_path, survey_url)


async def look(settings: Settings, now: datetime = NOW, **how: bool) -> list[Finding]:
    return await waves(settings, now, **how)


async def test_before_the_first_wave_nothing_is_made(here: Settings, tmp_path: Path) -> None:
    before = list(tmp_path.iterdir())
    assert [one.level for one in await look(here)] == [Level.FINE]
    assert list(tmp_path.iterdir()) == before


async def test_an_open_wave_with_its_keys_is_fine_and_a_closed_one_is_not_told(
    here: Settings,
) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
        (found,) = await look(here)
        assert (found.level, WAVE in found.text) == (Level.FINE, True)
        assert found.text.endswith("ключи на месте")
        await box.close(WAVE, CLOSING_DAY)
        assert seen(await look(here)) == [(Level.FINE, "все закрыты")]


async def test_a_wave_without_its_keys_is_a_problem_with_a_way_out(here: Settings) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
    assert here.surveys.key_file
    here.surveys.key_file.unlink()
    (found,) = await look(here)
    assert found.is_problem
    assert f"otklik survey give-up {WAVE}" in found.advice
    assert "Верните файл ключей" in found.advice


async def test_keys_of_another_wave_of_that_name_are_none(here: Settings, tmp_path: Path) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
    (tmp_path / "elsewhere").mkdir()
    other = settings_of(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "data").mkdir()
    async with box_of(other) as box:
        await box.open(a_wave())
    assert here.surveys.key_file
    assert other.surveys.key_file
    other.surveys.key_file.replace(here.surveys.key_file)
    (found,) = await look(here)
    assert found.is_problem


async def test_where_another_machine_owns_the_surveys_missing_keys_are_a_hint(
    here: Settings,
) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
    assert here.surveys.key_file
    here.surveys.key_file.unlink()
    (found,) = await look(here, elsewhere=True)
    assert found.level is Level.WARNING
    assert "скопируйте сюда" in found.advice


async def test_an_unreadable_key_file_is_not_called_lost(here: Settings) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
    assert here.surveys.key_file
    here.surveys.key_file.chmod(0o644)
    (found,) = await look(here)
    assert found.level is Level.FINE
    assert "ключи на месте" not in found.text


async def test_a_wave_that_waits_for_the_analysts_key_names_the_command(here: Settings) -> None:
    async with box_of(here) as box:
        await box.open(a_wave(), public_of(new_private()))
        assert [one.level for one in await look(here)] == [Level.FINE]
        for number in range(6):
            await box.submit(WAVE, somebody(number), a_ballot(number), NOW)
        await box.close(WAVE, CLOSING_DAY)
    (found,) = await look(here, CLOSES + timedelta(days=1))
    assert found.level is Level.WARNING
    assert f"otklik survey close {WAVE} --key" in found.advice


@pytest.mark.parametrize(("running", "why"), [(False, "не запущена"), (True, "не удаётся")])
async def test_a_wave_whose_time_is_over_is_told_as_nobody_closes_it(
    here: Settings, running: bool, why: str
) -> None:
    async with box_of(here) as box:
        await box.open(a_wave())
    (found,) = await look(here, CLOSES + timedelta(minutes=5), running=running)
    assert found.level is Level.FINE
    (found,) = await look(here, CLOSES + timedelta(minutes=15), running=running)
    assert found.level is Level.WARNING
    assert why in found.text


async def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "otklik-surveys.db").write_bytes(b"no database at all" * 500)
    (found,) = await look(settings_of(tmp_path))
    assert found.is_problem


async def test_a_database_of_a_newer_program_is_left_alone(here: Settings) -> None:
    async with box_of(here) as box, box._store.begin() as unit:
        await unit.db.run(update(version).values(number=99))
    (found,) = await look(here)
    assert found.is_problem
    assert "новая версия" in found.text
