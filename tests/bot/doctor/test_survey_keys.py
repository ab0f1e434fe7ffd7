"""The doctor looks at the key file, at the memory in which answers wait, and at the owner."""

import os
from pathlib import Path

import pytest

from bot.doctor import survey_keys
from bot.doctor.finding import Finding, Level
from bot.doctor.survey_keys import is_elsewhere, key_file, memory, owner
from bot.surveys import mirror
from bot.surveys.keys import KeyFile
from bot.surveys.ownership import Ownership, owned
from storage.surveys.store import SurveyStore
from tests.bot.doctor.surveyed import settings_of
from tests.storage.test_leadership import POSTGRES


def made(file: Path) -> Path:
    """A key file with the keys of a wave."""
    KeyFile(file).make("some-2026-q4")
    return file


def judged(folder: Path, file: Path) -> list[Finding]:
    return key_file(settings_of(folder, key_file=file))


def test_a_key_file_apart_from_the_data_is_fine(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, made(tmp_path / "secrets" / "surveys.key"))
    assert found.level is Level.FINE


def test_one_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, tmp_path / "secrets" / "surveys.key")
    assert found.level is Level.FINE
    assert list(tmp_path.iterdir()) == []


def test_one_that_others_may_read_is_told_how_to_close(tmp_path: Path) -> None:
    file = made(tmp_path / "secrets" / "surveys.key")
    file.chmod(0o640)
    (found,) = judged(tmp_path, file)
    assert found.is_problem
    assert f"chmod 600 {file}" in found.advice


def test_a_damaged_one_is_never_to_be_deleted(tmp_path: Path) -> None:
    file = made(tmp_path / "secrets" / "surveys.key")
    file.write_text("{", encoding="utf-8")
    (found,) = judged(tmp_path, file)
    assert found.is_problem
    assert "не удаляйте" in found.advice


def test_a_link_or_a_folder_is_no_key_file(tmp_path: Path) -> None:
    link = tmp_path / "surveys.key"
    link.symlink_to(made(tmp_path / "secrets" / "surveys.key"))
    (found,) = judged(tmp_path, link)
    assert found.is_problem
    (found,) = judged(tmp_path, tmp_path / "secrets")
    assert found.is_problem


@pytest.mark.parametrize("place", ["data", "data/deeper", "data/files"])
def test_keys_beside_the_data_are_warned_of(tmp_path: Path, place: str) -> None:
    fine, found = judged(tmp_path, made(tmp_path / place / "surveys.key"))
    assert (fine.level, found.level) == (Level.FINE, Level.WARNING)
    assert "вместе с данными" in found.text


@pytest.mark.parametrize("place", ["backups", "data/backup-daily", "Резервные копии/ключи"])
def test_keys_in_a_folder_of_backups_are_warned_of(tmp_path: Path, place: str) -> None:
    _, found = judged(tmp_path, made(tmp_path / place / "surveys.key"))
    assert found.level is Level.WARNING
    assert "уничтожить не сможет" in found.text


def test_without_memory_to_wait_in_the_price_of_a_crash_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = settings_of(tmp_path, k_clients=5, k_staff=10).surveys
    monkeypatch.setattr(survey_keys, "places_in_memory", lambda _: [])
    (found,) = memory(rules, {})
    assert found.level is Level.WARNING
    assert "9 у клиентов и 19 у сотрудников" in found.text
    monkeypatch.setattr(survey_keys, "places_in_memory", lambda _: [tmp_path])
    (found,) = memory(rules, {})
    assert found.level is Level.FINE


def test_the_owner_is_named(tmp_path: Path) -> None:
    file = made(tmp_path / "secrets" / "surveys.key")
    (found,) = owner(file, elsewhere=False, running=False)
    assert (found.level, "не запущена" in found.text) == (Level.FINE, True)
    with owned(file):
        (found,) = owner(file, elsewhere=False, running=True)
        assert (found.level, found.text) == (Level.FINE, "программа на этой машине")
    (found,) = owner(file, elsewhere=False, running=True)
    assert found.level is Level.WARNING
    (found,) = owner(file, elsewhere=True, running=True)
    assert "на другой машине" in found.text


def test_answers_that_wait_where_nobody_owns_the_surveys_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(tmp_path / "secrets" / "surveys.key")
    monkeypatch.setattr(survey_keys, "places_in_memory", lambda _: [tmp_path])
    waiting = mirror.mirror_of(file, tmp_path / f"otklik-{os.geteuid()}")
    assert waiting
    waiting.file.parent.mkdir()
    waiting.file.touch(mode=0o600)
    *_, found = owner(file, elsewhere=True, running=True)
    assert found.level is Level.WARNING
    assert "до закрытия волны" in found.advice
    with owned(file):
        (found,) = owner(file, elsewhere=False, running=True)
    assert found.level is Level.FINE


@POSTGRES
async def test_an_owner_on_another_machine_is_noticed_and_not_disturbed(
    survey_url: str, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, survey_url)
    here = made(tmp_path / "secrets" / "surveys.key")
    store = SurveyStore.open(survey_url)
    other = Ownership(made(tmp_path / "other" / "surveys.key"), store.leadership)
    assert not await is_elsewhere(settings, here)
    await other.take()
    assert await is_elsewhere(settings, here)
    assert await other.holds()
    await other.release()
    assert not await is_elsewhere(settings, here)
    await store.close()
