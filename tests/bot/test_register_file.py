import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from appeals.model import State
from appeals.register import Entry
from bot import register_file
from bot.register_columns import COLUMNS, Look
from bot.register_file import RegisterFile
from handlers.causes import CAUSES
from tests.bot.registers import HOUR, NOW, at, entry, look, rows, table

INJECTIONS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+7 913",
    "-1+2",
    "@SUM(1;1)",
    "{=A1}",
    "\t=1+1",
    "http://example.org/x",
    "mailto:a@example.org",
    "0012",
    "ёЁ № «кавычки» – тире",
    "<b>&amp;",
    "🙂 два\nстроки",
]


def written(folder: Path, entries: Sequence[Entry], shown: Look | None = None) -> Path:
    """A register with these entries."""
    file = folder / "register.xlsx"
    book = RegisterFile(file, shown or look(names=True), "все обращения, за всё время")
    book.add(entries)
    book.close()
    return file


def test_an_open_appeal_reads_back_as_it_is(tmp_path: Path) -> None:
    given = entry(executor="201", executor_name="Мария Иванова", department="quota")
    (row,) = table(written(tmp_path, [given], look(departments={"quota": "Отдел квот"})))
    assert row["Номер"] == "2026-000001"
    assert row["Состояние"] == "Новое"
    assert row["Соблюдение срока"] == "срок идёт"
    assert row["Срок ответа"] == at("2026-11-23 23:00:30")
    assert row["Поступило"] == at("2026-11-22 23:00:30")
    assert row["Исполнитель"] == "Мария Иванова"
    assert row["Отдел"] == "Отдел квот"
    assert row["Опоздание, ч:мин"] is None
    assert row["Ответ, мин"] is None


def test_a_late_answer_says_by_how_much_and_why(tmp_path: Path) -> None:
    late = entry(
        state=State.ANSWERED,
        due_at=NOW - 30 * HOUR,
        received_at=NOW - 54 * HOUR,
        first_reply_at=NOW - 53 * HOUR,
        ended_at=NOW - HOUR,
        cause="overload",
        cause_text="двое в отпуске",
        cycle=2,
        transfers=1,
        incident="И-2026-0001",
    )
    (row,) = table(written(tmp_path, [late]))
    assert row["Соблюдение срока"] == "ответ с опозданием"
    assert row["Опоздание, ч:мин"] == timedelta(hours=29)
    assert row["Первое сообщение, мин"] == 60
    assert row["Ответ, мин"] == 53 * 60
    assert row["Завершено"] == at("2026-11-23 18:00:30")
    assert row["Причина нарушения"] == "слишком много обращений: двое в отпуске"
    assert (row["Какой срок"], row["Передач"]) == (2, 1)
    assert row["Инцидент"] == "И-2026-0001"


@pytest.mark.parametrize(
    ("changes", "verdict", "late"),
    [
        ({"state": State.ANSWERED, "ended_at": NOW}, "ответ с опозданием", 6),
        ({"state": State.TAKEN}, "срок нарушен, идёт новый", 6),
        ({"state": State.TAKEN, "due_at": NOW - HOUR}, "просрочено, ответа нет", 6),
    ],
)
def test_a_missed_deadline_shows_though_a_new_one_was_given(
    tmp_path: Path, changes: dict[str, object], verdict: str, late: int
) -> None:
    (row,) = table(written(tmp_path, [entry(cycle=2, missed_at=NOW - 6 * HOUR, **changes)]))
    assert row["Соблюдение срока"] == verdict
    assert row["Опоздание, ч:мин"] == timedelta(hours=late)
    totals = {line[0]: line[1:] for line in rows(tmp_path / "register.xlsx", 1)}
    assert totals[verdict] == (1, 1)
    assert totals["ответ в срок"] == (0, 0)


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_is_told_in_words(tmp_path: Path, cause: str) -> None:
    (row,) = table(written(tmp_path, [entry(cause=cause)]))
    assert re.fullmatch("[а-яё ]+", row["Причина нарушения"])


@pytest.mark.parametrize("words", INJECTIONS)
def test_what_people_write_stays_words(tmp_path: Path, words: str) -> None:
    """Neither a formula nor a link nor a number, and not a letter of it changes."""
    file = written(tmp_path, [entry(subject=words, client_name=words, cause_text=words)])
    (row,) = table(file)
    assert {row["Тема"], row["Клиент"], row["Причина нарушения"]} == {words}
    cells = [cell for line in load_workbook(file).worksheets[0].iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(cell.hyperlink for cell in cells)


def test_words_that_look_like_an_escaped_letter_stay_as_they_are(tmp_path: Path) -> None:
    (row,) = table(written(tmp_path, [entry(subject="_x0041_")]))
    assert unescape(row["Тема"]) == "_x0041_"


def test_what_no_spreadsheet_can_hold_does_not_break_the_file(tmp_path: Path) -> None:
    (row,) = table(written(tmp_path, [entry(subject="а\x00\x0b\ufffe\ud800б" + "я" * 40_000)]))
    assert row["Тема"].startswith("а\ufffd\ufffd\ufffd\ufffdбяя")
    assert len(row["Тема"]) == 32_000


def test_codes_stand_for_names_and_personal_data_is_hidden_unless_told_otherwise(
    tmp_path: Path,
) -> None:
    (row,) = table(written(tmp_path, [entry()], look()))
    assert row["Клиент"] == "К-7F3A"
    assert row["Тема"] == "Какая квота для 150 работников? [телефон скрыт]"
    assert "коды" in str(rows(tmp_path / "register.xlsx", 1))
    (row,) = table(written(tmp_path, [entry()], look(names=True)))
    assert row["Клиент"] == "Ольга Смирнова"
    assert "+7 913" in row["Тема"]
    assert "имена клиентов" in str(rows(tmp_path / "register.xlsx", 1))


def test_the_header_stays_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, [entry(), entry()])).worksheets[0]
    assert sheet.title == "Реестр"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:S3"
    assert [sheet.column_dimensions[name].width >= 10 for name in "ABCDEF"] == [True] * 6
    assert sheet["C2"].number_format == "dd.mm.yyyy hh:mm"
    assert sheet["C2"].is_date


def test_the_second_sheet_sums_up_and_explains_every_column(tmp_path: Path) -> None:
    answered = {"state": State.ANSWERED, "ended_at": NOW}
    entries = [
        entry(),
        entry(**answered),
        entry(**answered, due_at=NOW - HOUR),
        entry(due_at=NOW - HOUR),
        entry(state=State.CLOSED, ended_at=NOW, reason="spam"),
    ]
    file = written(tmp_path, entries)
    assert load_workbook(file).sheetnames == ["Реестр", "Как читать"]
    lines = {line[0]: line[1:] for line in rows(file, 1) if line[0]}
    assert lines["Что в файле"][0] == "все обращения, за всё время"
    assert lines["Составлено"][0] == "23.11.2026 19:00"
    assert lines["Всего обращений"][0] == 5
    for name in ("ответ в срок", "ответ с опозданием", "срок идёт", "просрочено, ответа нет"):
        assert lines[name] == (1, 0.25)
    assert lines["ответ не требовался"][0] == 1
    header = rows(file)[0]
    assert len(header) == len(COLUMNS)
    assert all(lines[name][0] for name in header)


def test_an_empty_register_is_a_file_too(tmp_path: Path) -> None:
    file = written(tmp_path, [])
    assert table(file) == []
    assert rows(file, 1)[2][1] == 0


def test_what_a_sheet_cannot_hold_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_file, "MOST_ROWS", 2)
    file = written(tmp_path, [entry(number=f"2026-{number:06}") for number in range(5)])
    book = load_workbook(file)
    assert book.sheetnames == ["Реестр", "Реестр 2", "Реестр 3", "Как читать"]
    assert [sheet.max_row for sheet in book.worksheets[:3]] == [3, 3, 2]
    assert [sheet.auto_filter.ref for sheet in book.worksheets[:3]] == ["A1:S3", "A1:S3", "A1:S2"]
