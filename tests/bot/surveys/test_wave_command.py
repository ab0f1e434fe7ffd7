"""`otklik survey …` as an administrator calls it: a process of its own, no program running."""

import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from storage.surveys.store import SurveyStore
from tests.bot.test_cli import ROOT, otklik

SETTINGS = """preset = "nso-quota"
[surveys]
key_file = "keys/surveys.key"
"""
SURVEY = "clients-supervision"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with settings and an open wave."""
    (tmp_path / "config.toml").write_text(SETTINGS, encoding="utf-8")
    opened = otklik(tmp_path, "survey", "open", SURVEY)
    assert opened.returncode == 0, opened.stderr
    return tmp_path


def gives_up(folder: Path, *words: str, typed: str = "") -> CompletedProcess[str]:
    """`otklik survey give-up …`, with something typed."""
    command = [sys.executable, "-m", "bot", "survey", "give-up", SURVEY, *words]
    return subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C"},
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def wave_of(folder: Path) -> str:
    """The id of the wave that opened."""
    again = otklik(folder, "survey", "open", SURVEY)
    return next(word for word in again.stderr.split() if word.startswith(SURVEY))


def test_a_wave_is_given_up_only_after_its_name_was_typed(place: Path) -> None:
    wave = wave_of(place)
    (place / "keys" / "surveys.key").unlink()
    for typed in ("", "да\n", f"{SURVEY}\n"):
        refused = gives_up(place, typed=typed)
        assert refused.returncode == 1
        assert "будут уничтожены непрочитанными" in refused.stderr
        assert "Ничего не изменено" in refused.stderr
    done = gives_up(place, typed=f"{wave}\n")
    assert done.returncode == 0, done.stderr
    assert "ключи потеряны, ответы уничтожены непрочитанными" in done.stdout
    again = gives_up(place)
    assert again.returncode == 0
    assert "уничтожены непрочитанными" in again.stdout


def test_a_wave_with_its_keys_is_not_given_up_whatever_is_said(place: Path) -> None:
    refused = gives_up(place, "--yes")
    assert refused.returncode == 1
    assert "на месте, отказываться от неё незачем" in refused.stderr


def test_yes_asks_nothing(place: Path) -> None:
    (place / "keys" / "surveys.key").unlink()
    done = gives_up(place, "--yes")
    assert done.returncode == 0, done.stderr


def test_an_unknown_wave_is_no_wave_to_give_up(place: Path) -> None:
    refused = otklik(place, "survey", "give-up", "nothing", "--yes")
    assert refused.returncode == 1
    assert "Волны или опроса «nothing» нет" in refused.stderr


async def test_a_giving_up_that_was_interrupted_is_brought_to_its_end(place: Path) -> None:
    (place / "keys" / "surveys.key").unlink()
    store = SurveyStore.open(f"sqlite+aiosqlite:///{place}/data/otklik.db")
    async with store.begin() as unit:
        (wave,) = await unit.waves.all()
        await unit.waves.move(wave.given_up(), wave.stage)
        await unit.box.drop(wave.id)
    await store.close()
    done = gives_up(place)
    assert done.returncode == 0, done.stderr
    assert "уничтожены непрочитанными" in done.stdout
