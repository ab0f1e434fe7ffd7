from datetime import UTC, datetime
from pathlib import Path

from appeals.model import Employee, Role
from bot.doctor import house
from bot.doctor.finding import Level
from bot.settings import Settings

AUTHORITY = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}


def settings(**sections: object) -> Settings:
    return Settings.model_validate({"authority": AUTHORITY} | sections)


def test_the_zone_is_shown_with_the_time_people_will_read() -> None:
    found = house.zone(settings(), datetime(2026, 1, 1, 20, tzinfo=UTC))
    assert "02.01.2026 03:00" in found.text
    assert "UTC+7" in found.text


def test_the_presets_guide_is_read() -> None:
    assert house.guide(settings(preset="nso-quota")).level is Level.FINE


def test_an_installation_without_a_guide_is_told_so() -> None:
    assert house.guide(settings()).level is Level.WARNING


def test_built_in_texts_are_fine() -> None:
    assert house.texts(None).level is Level.FINE


def test_texts_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    (tmp_path / "own.ftl").write_text("no-such-text = Здравствуйте", encoding="utf-8")
    found = house.texts(tmp_path)
    assert found.level is Level.WARNING
    assert "own.ftl no-such-text" in found.text


def test_texts_that_fit_are_fine(tmp_path: Path) -> None:
    assert house.texts(tmp_path).level is Level.FINE


def test_a_folder_of_texts_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert house.texts(tmp_path / "none").is_problem


def test_somebody_has_to_answer() -> None:
    analyst = Employee("1", "Анна", roles=frozenset({Role.ANALYST}))
    moderator = Employee("2", "Мария", roles=frozenset({Role.MODERATOR}))
    assert house.staff([]).is_problem
    assert house.staff([analyst]).is_problem
    assert house.staff([analyst, moderator]).level is Level.FINE
