from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from bot.surveys.export_xlsx import write_xlsx
from surveys.questionnaire import Kind, Missing
from tests.bot.surveys.closed import EVIL, SURVEY, closed, rows, table

SHEETS = ["Итоги", "Ответы", "Коды", "Кодовая книга", "Тексты", "Как читать"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a wave of 90 people."""
    file = tmp_path_factory.mktemp("book") / "wave.xlsx"
    write_xlsx(closed(), file)
    return file


def test_there_is_a_sheet_for_everything(book: Path) -> None:
    assert load_workbook(book).sheetnames == SHEETS


def test_answers_stand_in_words_and_in_codes_row_by_row(book: Path) -> None:
    labelled, coded = table(book, "Ответы"), table(book, "Коды")
    assert len(labelled) == len(coded) == 90
    words = {"yes": "Да", "no": "Нет"}
    assert [row["visited"] for row in labelled] == [words[row["visited"]] for row in coded]
    assert {row["wanted__a"] for row in coded} == {0, 1, -3}
    assert {row["wanted__a"] for row in labelled} == {0, 1, "не показывался"}
    assert {row["region"] for row in labelled} == {
        "Район X",
        "Район Y",
        "скрыто: малая группа",
    }


def test_the_codebook_explains_every_column_and_every_code(book: Path) -> None:
    meanings = {(row["Столбец"], str(row["Код"])) for row in table(book, "Кодовая книга")}
    for row in table(book, "Коды"):
        for column, value in row.items():
            if column in {"Анкета", "people"} and (value is None or value >= 0):
                continue
            assert (column, str(value)) in meanings


def test_what_people_wrote_is_never_run(book: Path) -> None:
    said = [row["Ответ своими словами"] for row in table(book, "Тексты")]
    assert sorted(said) == ["+7 913 000-00-00", EVIL, "Больше окон\nи света"]
    cells = [cell for line in load_workbook(book)["Тексты"] for cell in line]
    assert {cell.data_type for cell in cells if cell.column > 1} == {"s"}
    assert {cell.data_type for cell in cells if cell.column == 1} == {"s", "n"}  # «№» and numbers
    assert not any(cell.hyperlink for cell in cells)


def test_results_have_a_table_and_a_chart_for_each_question(book: Path) -> None:
    values = [line[:5] for line in rows(book, "Итоги")]
    assert ("Да", 60, pytest.approx(2 / 3), pytest.approx(0.564, abs=0.01)) in [
        line[:4] for line in values
    ]
    charts = len(load_workbook(book)["Итоги"]._charts)
    assert charts == 5
    with ZipFile(book) as files:
        first = files.read("xl/charts/chart1.xml").decode()
    assert "Вопрос visited?" in first
    assert "Ответили: 90" in first
    assert "с 01.10.2026 по 14.10.2026" in first


def test_nothing_small_is_among_the_results(book: Path) -> None:
    counts = [
        line[1] for line in rows(book, "Итоги") if isinstance(line[1], int) and line[2] is not None
    ]
    assert counts
    assert all(count == 0 or count >= 5 for count in counts)


def test_how_to_read_it_is_told(book: Path) -> None:
    told = dict(line[:2] for line in rows(book, "Как читать") if line[0])
    assert told["Код опроса"] == "w-2026-q4"
    assert told["Доля ответивших"].replace("\u00a0", " ") == "30,0 %"
    assert told["Контрольная сумма анкеты"] == SURVEY.hash
    assert "−3" in told["Почему нет ответа"]
    assert "Вопрос region?" in str(rows(book, "Как читать"))


def test_the_log_of_what_is_hidden_tells_no_reasons(book: Path) -> None:
    """Which rows were small and which only went with them would give the small ones away."""
    (logged,) = [line for line in rows(book, "Как читать") if line[0] == "Скрыто"]
    assert logged[1].endswith("Вопрос region?")
    assert logged[1].split(":")[0].split()[1] == "из"


def test_former_waves_make_a_sheet_of_changes(tmp_path: Path) -> None:
    before = closed(60, wave="w-2026-q3").results
    write_xlsx(closed(earlier=[before]), tmp_path / "wave.xlsx")
    lines = rows(tmp_path / "wave.xlsx", "Динамика")
    assert lines[0][:2] == ("Вопрос", "Ответ")
    assert ("Вопрос visited?", "Да") in [line[:2] for line in lines]


def test_a_wave_without_answers_to_a_question_is_still_a_book(tmp_path: Path) -> None:
    wave = closed(10)
    nobody = {("ideas", Missing.SKIPPED): 10}
    write_xlsx(
        replace(wave, sheets=replace(wave.sheets, texts=(), unsaid=nobody)), tmp_path / "w.xlsx"
    )
    assert len(rows(tmp_path / "w.xlsx", "Тексты")) == 1
    assert Kind.TEXT in {question.kind for question in SURVEY.asked}


def test_a_withheld_text_leaves_a_mark_and_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "wave.xlsx"
    write_xlsx(closed(withheld=[EVIL]), file)
    head, *said = rows(file, "Тексты")
    assert head == ("№", "Вопрос", "Ответ своими словами")
    assert [line[0] for line in said] == [1, 2, 3]
    assert [line[2] for line in said].count("[скрыто аналитиком]") == 1
    told = dict(line[:2] for line in rows(file, "Как читать") if line[0])
    assert told["Тексты"] == "Скрыто аналитиком текстов: 1 из 3."
    with ZipFile(file) as parts:
        assert not any("HYPERLINK" in parts.read(one).decode() for one in parts.namelist())


def test_where_nothing_is_withheld_nothing_is_said_of_it(book: Path) -> None:
    assert "Тексты" not in [line[0] for line in rows(book, "Как читать")]
