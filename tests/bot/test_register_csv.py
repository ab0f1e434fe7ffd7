import csv
from pathlib import Path

import pytest

from bot.register_csv import RegisterCsv
from tests.bot.registers import HOUR, NOW, entry, look


def read(folder: Path, **changes: object) -> dict[str, str]:
    """The one row of a written file, by column."""
    file = folder / "register.csv"
    made = RegisterCsv(file, look(names=True))
    made.add([entry(**changes)])
    made.close()
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines, delimiter=";")
    return row


def test_a_row_reads_back_in_the_authoritys_time(tmp_path: Path) -> None:
    row = read(tmp_path, due_at=NOW - 30 * HOUR, subject="Первая; «вторая»\nтретья")
    assert row["Номер"] == "2026-000001"
    assert row["Срок ответа"] == "22.11.2026 13:00"
    assert row["Опоздание, ч:мин"] == "30:00"
    assert row["Тема"] == "Первая; «вторая»\nтретья"
    assert row["Ответ, мин"] == ""


@pytest.mark.parametrize("words", ["=1+1", "+7", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_a_formula_is_disarmed(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, subject=words)["Тема"] == f"'{words}"
