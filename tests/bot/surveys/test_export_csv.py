import csv
from pathlib import Path

import pytest

from bot.surveys.export_csv import guarded, write_csv
from tests.bot.surveys.closed import EVIL, closed


def lines(file: Path) -> list[dict[str, str]]:
    """As a statistics program reads it."""
    with file.open(encoding="utf-8-sig", newline="") as found:
        return list(csv.DictReader(found, delimiter=";"))


def test_rows_codebook_and_texts_are_three_files(tmp_path: Path) -> None:
    files = write_csv(closed(), tmp_path / "wave.csv")
    assert [file.name for file in files] == ["wave.csv", "wave-codes.csv", "wave-text.csv"]
    data, book, texts = map(lines, files)
    assert len(data) == 90
    assert {row["visited"] for row in data} == {"yes", "no"}
    assert {row["good"] for row in data} == {"-1", "1", "2", "3", "4", "5"}
    columns = {row["Столбец"] for row in book}
    assert columns == set(data[0]) - {"Анкета"}
    assert f"'{EVIL}" in [row["Ответ своими словами"] for row in texts]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_nothing_that_begins_like_a_formula_stays_one(begins: str) -> None:
    assert guarded(f"{begins}1") == f"'{begins}1"


@pytest.mark.parametrize("cell", ["обычный текст", "1=1", "", -1, 5])
def test_anything_else_stays_as_it_is(cell: str | int) -> None:
    assert guarded(cell) == cell


def test_a_withheld_text_leaves_a_mark_in_its_place(tmp_path: Path) -> None:
    wave = closed(withheld=[EVIL])
    *_, file = write_csv(wave, tmp_path / "wave.csv")
    texts = lines(file)
    assert [row["№"] for row in texts] == ["1", "2", "3"]
    assert sorted(row["Ответ своими словами"] for row in texts) == [
        "'+7 913 000-00-00",
        "[скрыто аналитиком]",
        "Больше окон\nи света",
    ]
