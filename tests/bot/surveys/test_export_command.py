"""`otklik survey export` as an analyst calls it: a process of its own on a real database."""

import json
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.admin_words import say
from bot.surveys.questionnaire_file import READY
from storage.surveys.store import SurveyStore
from surveys.ballot import packed
from surveys.emptying import without_texts
from surveys.ports import Sheets
from surveys.questionnaire import Missing, Questionnaire
from surveys.reading import read
from surveys.wave import Counted, Stage, Wave
from tests.bot.surveys.closed import rows
from tests.bot.typed import otklik

WAVE = "staff-aspects-2026-q4"
DEFINITION = (READY / "staff-aspects.toml").read_text(encoding="utf-8")
PEOPLE = 40


def questionnaire() -> Questionnaire:
    """The ready one for staff."""
    found = read(DEFINITION).questionnaire
    assert found is not None
    return found


def wave(name: str, stage: Stage = Stage.CLOSED, sheets: int | None = PEOPLE) -> Wave:
    """A wave as the storage keeps it."""
    return Wave(
        id=name,
        survey="staff-aspects",
        definition=DEFINITION,
        hash=questionnaire().hash,
        level=10,
        length=2000,
        public_key=b"",
        opens=datetime(2026, 9, 30, 17, tzinfo=UTC),
        closes=datetime(2026, 10, 14, 17, tzinfo=UTC),
        stage=stage,
        counted=Counted(sheets),
        closed=date(2026, 10, 15),
    )


def answers() -> Sheets:
    """Forty sheets, two opinions."""
    survey = questionnaire()
    opinions = [
        {one.code: (mark if one.code != "first" else "team",) for one in survey.asked}
        | {"suggestions": Missing.SKIPPED}
        for mark in ("2", "4")
    ]
    rows = [packed(opinion, without_texts(survey)) for opinion in opinions for _ in range(20)]
    return Sheets(tuple(sorted(rows)), (), {("suggestions", Missing.SKIPPED): PEOPLE})


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with settings and waves of every stage."""
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    (tmp_path / "data").mkdir()
    store = SurveyStore.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'otklik.db'}")
    await store.prepare()
    async with store.begin() as unit:
        await unit.waves.add(wave(WAVE))
        await unit.results.put(WAVE, answers())
        await unit.waves.add(wave("open", Stage.OPEN))
        await unit.waves.add(wave("few", sheets=None))
        await unit.waves.add(replace(wave("altered"), hash="0" * 64))
    await store.close()
    return tmp_path


def export(folder: Path, *words: str) -> CompletedProcess[str]:
    """`otklik survey export …`."""
    return otklik(folder, "survey", "export", *words)


def test_a_wave_is_written_beside_the_caller(place: Path) -> None:
    ended = export(place, WAVE)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == f"Записано анкет: 40. Файл: {WAVE}.xlsx"
    file = place / f"{WAVE}.xlsx"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(rows(file, "Ответы")) == 41
    told = dict(line[:2] for line in rows(file, "Как читать") if line[0])
    assert told["Период"] == "с 01.10.2026 по 14.10.2026"
    assert not list(place.glob(".survey-*"))


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["--format", "csv"], [f"{WAVE}-codes.csv", f"{WAVE}-text.csv", f"{WAVE}.csv"]),
        (["--out", "r.json"], ["r.json"]),
        (["--format", "html", "--out", "итоги.html"], ["итоги.html"]),
        (["--format", "svg"], [f"{WAVE}.zip"]),
        (["--format", "png"], [f"{WAVE}.png.zip"]),
    ],
)
def test_every_format_is_written(place: Path, words: Sequence[str], files: list[str]) -> None:
    before = set(place.iterdir())
    ended = export(place, WAVE, *words)
    assert ended.returncode == 0, ended.stderr
    assert sorted(file.name for file in set(place.iterdir()) - before) == files
    if files == ["r.json"]:
        assert json.loads((place / "r.json").read_text(encoding="utf-8"))["sheets"] == 40


def test_files_are_replaced_only_when_told_and_all_or_none(place: Path) -> None:
    companion = place / f"{WAVE}-codes.csv"
    companion.write_text("важное", encoding="utf-8")
    ended = export(place, WAVE, "--format", "csv")
    assert ended.returncode == 1
    assert "--force" in ended.stderr
    assert not (place / f"{WAVE}.csv").exists()
    assert companion.read_text(encoding="utf-8") == "важное"
    assert export(place, WAVE, "--format", "csv", "--force").returncode == 0
    assert (place / f"{WAVE}.csv").exists()


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["nobody"], "Опроса nobody нет. Завершены:"),
        (["open"], "ещё идёт"),
        (["few"], "слишком мало людей"),
        (["altered"], "контрольной суммой"),
        ([WAVE, "--format", "pdf"], "xlsx, csv, json"),
        ([WAVE, "--out", "no/r.xlsx"], "Папки no нет"),
        ([WAVE, "--out", "data"], "это папка"),
    ],
)
def test_what_cannot_be_written_is_explained(place: Path, words: list[str], advice: str) -> None:
    ended = export(place, *words)
    assert ended.returncode == 1
    assert advice in ended.stderr
    assert sorted(one.name for one in place.iterdir()) == ["config.toml", "data"]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    ended = export(tmp_path, WAVE)
    assert ended.returncode == 1
    assert "otklik-surveys.db нет" in ended.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_every_option_is_explained(tmp_path: Path) -> None:
    explained = say("cli-help-survey-export")
    options = "--format --out --force --config".split()
    assert [option for option in options if f"  {option}" not in explained] == []
    assert (
        "Как вызвать: otklik survey export" in otklik(tmp_path, "survey", "export", "--help").stdout
    )
