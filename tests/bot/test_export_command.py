import csv
import stat
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from appeals.model import State
from bot.admin_words import say
from storage.store import Store
from tests.bot.registers import rows, table
from tests.bot.typed import otklik
from tests.storage.given import NOW, a_client, an_appeal

PHONE = "Позвоните +7 913 123-45-67"


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with settings and a database of three appeals, received on three days."""
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        await a_client(unit)
        await an_appeal(unit, subject=PHONE)
        await an_appeal(unit, published_at=NOW - timedelta(days=1))
        late = {"state": State.ANSWERED, "ended_at": NOW}
        await an_appeal(unit, published_at=NOW - timedelta(days=30), due_at=NOW, **late)
    await store.close()
    return tmp_path


def export(folder: Path, *words: str) -> CompletedProcess[str]:
    """`otklik export appeals …`."""
    return otklik(folder, "export", "appeals", *words)


def numbers(file: Path) -> list[str]:
    """The last digits of the exported appeals."""
    return [row["Номер"][-1] for row in table(file)]


def test_the_whole_register_is_written_beside_the_caller(place: Path) -> None:
    ended = export(place)
    assert ended.returncode == 0, ended.stderr
    assert "Записано обращений: 3" in ended.stdout
    (file,) = place.glob("reestr-*.xlsx")
    assert numbers(file) == ["1", "2", "3"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(place.glob(".register-*"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--from", "22.11.2026"], ["1"]),
        (["--from", "2026-11-21", "--to", "2026-11-22"], ["1", "2"]),
        (["--to", "21.11.2026"], ["2", "3"]),
        (["--state", "open"], ["1", "2"]),
        (["--from", "2026-12-01"], []),
    ],
)
def test_a_period_and_a_state_choose_what_is_written(
    place: Path, words: Sequence[str], found: list[str]
) -> None:
    ended = export(place, "--out", "r.xlsx", *words)
    assert ended.returncode == 0, ended.stderr
    assert numbers(place / "r.xlsx") == found


def test_names_leave_the_system_only_when_told(place: Path) -> None:
    assert "Вместо имён стоят коды" in export(place, "--out", "codes.xlsx").stdout
    first = table(place / "codes.xlsx")[0]
    assert first["Тема"] == "Позвоните [телефон скрыт]"
    assert first["Клиент"] != "Анна"
    assert "персональные данные" in export(place, "--out", "names.xlsx", "--names").stdout
    first = table(place / "names.xlsx")[0]
    assert (first["Клиент"], first["Тема"]) == ("Анна", PHONE)


def test_the_second_sheet_says_what_was_asked(place: Path) -> None:
    export(place, "--out", "r.xlsx", "--from", "21.11.2026", "--to", "22.11.2026")
    lines = dict(line[:2] for line in rows(place / "r.xlsx", 1) if line[0])
    assert lines["Что в файле"] == "все обращения, с 21.11.2026 по 22.11.2026 включительно"


def test_a_russian_file_name_works_in_any_locale(place: Path) -> None:
    ended = export(place, "--out", "отчёт.xlsx")
    assert ended.returncode == 0, ended.stderr
    assert "Файл: отчёт.xlsx" in ended.stdout
    assert len(table(place / "отчёт.xlsx")) == 3


@pytest.mark.parametrize("words", [["--format", "csv"], ["--out", "r.csv"]])
def test_the_document_system_gets_csv(place: Path, words: list[str]) -> None:
    assert export(place, *words).returncode == 0
    (file,) = place.glob("r*.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter=";"))
    assert [row["Номер"][-1] for row in found] == ["1", "2", "3"]
    assert found[2]["Соблюдение срока"] == "ответ в срок"


def test_a_file_is_replaced_only_when_told(place: Path) -> None:
    file = place / "r.xlsx"
    file.write_text("важное", encoding="utf-8")
    ended = export(place, "--out", "r.xlsx")
    assert ended.returncode == 1
    assert "--force" in ended.stderr
    assert file.read_text(encoding="utf-8") == "важное"
    assert export(place, "--out", "r.xlsx", "--force").returncode == 0
    assert len(table(file)) == 3


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["--from", "31.02.2026"], "такой даты нет"),
        (["--to", "вчера"], "--to вчера"),
        (["--from", "2026-11-22", "--to", "2026-11-21"], "Поменяйте их местами"),
        (["--state", "late"], "open (открытые)"),
        (["--format", "pdf"], "xlsx или csv"),
        (["--out", "no/r.xlsx"], "Папки no нет"),
        (["--out", "data"], "это папка"),
    ],
)
def test_wrong_words_are_answered_with_what_is_right(
    place: Path, words: list[str], advice: str
) -> None:
    ended = export(place, *words)
    assert ended.returncode == 1
    assert advice in ended.stderr
    assert sorted(one.name for one in place.iterdir()) == ["config.toml", "data"]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    ended = export(tmp_path)
    assert ended.returncode == 1
    assert "data/otklik.db нет" in ended.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_a_database_without_tables_is_told_from_an_empty_register(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "otklik.db").touch()
    ended = export(tmp_path)
    assert ended.returncode == 1
    assert "otklik migrate" in ended.stderr
    assert "SELECT" not in ended.stderr
    assert not list(tmp_path.glob("reestr*"))


@pytest.mark.parametrize("words", [["export"], ["export", "appeals", "--help"]])
def test_help_is_russian(tmp_path: Path, words: list[str]) -> None:
    shown = otklik(tmp_path, *words)
    assert shown.returncode == 0
    assert "Как вызвать: otklik export appeals" in shown.stdout


def test_every_option_is_explained() -> None:
    explained = say("cli-help-appeals")
    options = "--from --to --state --out --format --names --force --config".split()
    assert [option for option in options if f"  {option}" not in explained] == []
