"""The doctor looks at surveys as a whole."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.finding import Level
from bot.doctor.surveys import surveys
from tests.bot.doctor.surveyed import settings_of

NOW = datetime(2026, 11, 30, tzinfo=UTC)
QUARTERLY = [{"survey": "clients-supervision", "day": 1, "time": "10:00"}]


async def test_who_wants_no_surveys_is_not_bothered(tmp_path: Path) -> None:
    (found,) = await surveys(settings_of(tmp_path, key_file=None), NOW, running=False)
    assert found.level is Level.FINE


async def test_planned_surveys_that_can_not_open_are_a_problem(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, key_file=None, quarterly=QUARTERLY)
    (found,) = await surveys(settings, NOW, running=True)
    assert found.is_problem
    assert 'surveys.key_file = "secrets/surveys.key"' in found.advice


async def test_a_sound_installation_is_fine_in_every_respect(tmp_path: Path) -> None:
    found = await surveys(settings_of(tmp_path, quarterly=QUARTERLY), NOW, running=False)
    assert [one for one in found if one.level is not Level.FINE] == []
    assert {one.topic for one in found} == {
        "Опросы",
        "Опросы, файл ключей",
        "Опросы, ответы в ожидании",
        "Опросы, кто их ведёт",
        "Опросы, волны",
        "Опросы, анкеты",
    }
    assert list(tmp_path.iterdir()) == []


async def test_sheets_that_can_not_be_sealed_are_told_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "surveys.sealing", None)
    monkeypatch.delattr("surveys.sealing")
    (found,) = await surveys(settings_of(tmp_path), NOW, running=False)
    assert found.is_problem
    assert "PyNaCl" in found.text
