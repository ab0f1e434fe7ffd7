"""The least that could write the same cells: sqlite3, json, csv.writer, xlsxwriter."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from xlsxwriter import Workbook

from surveys.questionnaire import Kind, Question

Cell = str | int
MISSING = {"dont_know": -1, "skipped": -2, "not_shown": -3}


def rows(database: Path, questions: tuple[Question, ...]) -> Iterator[list[Cell]]:
    """Every stored sheet as a row of codes."""
    known = [(one.codes if one.kind is Kind.MULTIPLE else ()) for one in questions]
    base = sqlite3.connect(database)
    for number, packed in base.execute("SELECT number, ballot FROM results ORDER BY number"):
        row: list[Cell] = [number]
        for codes, value in zip(known, json.loads(packed), strict=True):
            if isinstance(value, dict):
                row += [MISSING[value["missing"]]] * (len(codes) or 1)
            elif codes:
                row += [int(code in value) for code in codes]
            else:
                row.append(value[0] if isinstance(value, list) else value)
        yield row
    base.close()


def texts(database: Path) -> Iterator[tuple[str, str]]:
    """Every typed answer."""
    base = sqlite3.connect(database)
    yield from base.execute("SELECT question, text FROM texts ORDER BY question, number")
    base.close()


def bare_csv(database: Path, questions: tuple[Question, ...], file: Path) -> None:
    """Rows into a CSV, texts into another."""
    tables = ((file, rows(database, questions)), (file.with_suffix(".texts"), texts(database)))
    for name, lines in tables:
        with name.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out, delimiter=";").writerows(lines)


def bare_xlsx(database: Path, questions: tuple[Question, ...], file: Path) -> None:
    """The same rows into two sheets and texts into a third, as in the program's workbook."""
    book = Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False})
    for _ in ("words", "codes"):
        sheet = book.add_worksheet()
        for at, row in enumerate(rows(database, questions)):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, place, cell)
                else:
                    sheet.write_number(at, place, cell)
    sheet = book.add_worksheet()
    for at, (code, text) in enumerate(texts(database)):
        sheet.write_string(at, 0, code)
        sheet.write_string(at, 1, text)
    book.close()
