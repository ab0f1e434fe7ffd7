"""`otklik survey texts|withhold|release` as an analyst calls them, and the files made after."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.settings import Settings
from bot.surveys.texts_command import listed, marked
from storage.surveys.store import SurveyStore
from surveys.ports import Sheets
from surveys.questionnaire import Missing
from surveys.wave import Stage
from tests.bot.surveys.closed import rows
from tests.bot.surveys.test_export_command import PEOPLE, WAVE, answers, export, wave
from tests.bot.test_cli import otklik

NAMED = "Начальник Иванов кричит \x1b[2J на людей"
TEXTS = (NAMED, "Больше света", "Второй монитор\nи стул")


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with settings, a closed wave with three typed answers, and an open one."""
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    (tmp_path / "data").mkdir()
    store = SurveyStore.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'otklik.db'}")
    await store.prepare()
    silent = {("suggestions", Missing.SKIPPED): PEOPLE - len(TEXTS)}
    said = tuple(sorted(("suggestions", text) for text in TEXTS))
    async with store.begin() as unit:
        await unit.waves.add(wave(WAVE))
        await unit.results.put(WAVE, Sheets(answers().rows, said, silent))
        await unit.waves.add(wave("open", Stage.OPEN))
    await store.close()
    return tmp_path


def number_of(listing: str, words: str) -> str:
    """Under which number a text is listed."""
    line = next(line for line in listing.splitlines() if words in line)
    return line.split(".")[0].strip()


def everything_in(folder: Path) -> Iterator[bytes]:
    """What is in all files of all formats, unpacked."""
    for file in folder.iterdir():
        if file.suffix in {".zip", ".xlsx"}:
            with ZipFile(file) as archive:
                yield from map(archive.read, archive.namelist())
        elif file.is_file():
            yield file.read_bytes()


def test_a_withheld_text_is_in_no_file_of_any_format(place: Path) -> None:
    shown = otklik(place, "survey", "texts", WAVE)
    assert shown.returncode == 0, shown.stderr
    assert "\x1b" not in shown.stdout
    number = number_of(shown.stdout, "Иванов")
    done = otklik(place, "survey", "withhold", WAVE, number)
    assert done.returncode == 0, done.stderr
    assert "скрыто текстов 1 из 3" in done.stdout
    again = otklik(place, "survey", "texts", "staff-aspects")
    assert f"{number}. [скрыто аналитиком] Начальник" in again.stdout
    for kind in ("xlsx", "csv", "json", "html", "svg", "png"):
        ended = export(place, WAVE, "--format", kind)
        assert ended.returncode == 0, ended.stderr
        assert "Скрыто аналитиком текстов: 1 из 3." in ended.stdout
    assert not any("Иванов".encode() in data for data in everything_in(place))
    released = otklik(place, "survey", "release", WAVE, number)
    assert "скрыто текстов 0 из 3" in released.stdout
    assert export(place, WAVE, "--force").returncode == 0
    assert any("Иванов" in str(line[2]) for line in rows(place / f"{WAVE}.xlsx", "Тексты"))


def test_page_and_pictures_have_no_typed_words_at_all(place: Path) -> None:
    for kind in ("html", "svg", "png"):
        assert export(place, WAVE, "--format", kind).returncode == 0
    published = list(everything_in(place))
    assert not any("Больше света".encode() in data for data in published)


@pytest.fixture
def settings(place: Path) -> Settings:
    url = f"sqlite+aiosqlite:///{place / 'data' / 'otklik.db'}"
    section = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}
    return Settings.model_validate({"authority": section, "storage": {"url": url}})


@pytest.mark.parametrize(
    ("wave", "numbers", "said"),
    [
        (WAVE, ["1", "4"], "Текста с номером 4 нет, всего их 3. Ничего не изменено."),
        (WAVE, ["первый"], "Текста с номером первый нет"),
        (WAVE, [","], "Укажите номера текстов"),
        ("open", ["1"], "ещё не закрыта"),
        ("nothing", ["1"], "Волны или опроса «nothing» нет"),
    ],
)
async def test_what_can_not_be_done_changes_nothing(
    settings: Settings, wave: str, numbers: list[str], said: str
) -> None:
    answer = await marked(settings, wave, numbers, withhold=True)
    assert not answer.done
    assert said in answer.text
    assert "[скрыто аналитиком]" not in (await listed(settings, WAVE)).text


async def test_texts_of_several_lines_stand_below_their_number(settings: Settings) -> None:
    lines = (await listed(settings, WAVE)).text.splitlines()
    at = next(at for at, line in enumerate(lines) if "Второй монитор" in line)
    assert lines[at + 1] == "     и стул"
