"""A wave as a workbook for analysts: results with charts, rows in words and codes, how to read it.

Written row by row, so that a long survey costs no memory. Blocking.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.register_columns import clean
from bot.surveys.closed_wave import ClosedWave
from bot.surveys.codebook import codebook
from bot.surveys.data_rows import Cell
from bot.surveys.method import method
from bot.surveys.results_sheet import ResultsSheet
from bot.surveys.trend_words import trend_rows
from surveys.trend import trend

# Nothing that people wrote becomes a formula or a link, whatever it begins with.
_PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BOOK = (("column", 24), ("question", 60), ("kind", 18), ("code", 14), ("label", 44), ("when", 50))


def write_xlsx(wave: ClosedWave, file: Path) -> list[Path]:
    """Write the workbook. Raises OSError when there is no room."""
    book = Workbook(str(file), _PLAIN | {"tmpdir": str(file.parent)})
    formats = _formats(book)
    ResultsSheet(book, formats, wave.words).write(wave.results)
    _trend(book, wave, formats)
    _data(book, wave, formats)
    _codebook(book, wave, formats)
    _texts(book, wave, formats)
    _method(book, wave, formats)
    book.close()
    return [file]


def _data(book: Workbook, wave: ClosedWave, formats: dict[str, Format]) -> None:
    head = [wave.words.say("results-column-number"), *(one.key for one in wave.rows.columns)]
    kinds = (
        ("results-sheet-answers", wave.rows.labelled),
        ("results-sheet-codes", wave.rows.coded),
    )
    for key, lines in kinds:
        sheet = book.add_worksheet(wave.words.say(key))
        sheet.set_column(0, 0, 9)
        sheet.set_column(1, len(head) - 1, 16)
        _head(sheet, head, formats)
        _lines(sheet, lines())
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(wave.rows), 1), len(head) - 1)


def _lines(sheet: Worksheet, lines: Iterable[Sequence[Cell]], first: int = 1) -> None:
    text, number = sheet.write_string, sheet.write_number
    for row, line in enumerate(lines, start=first):
        for place, cell in enumerate(line):
            if cell.__class__ is str:
                text(row, place, cell)
            else:
                number(row, place, cell)


def _codebook(book: Workbook, wave: ClosedWave, formats: dict[str, Format]) -> None:
    sheet = book.add_worksheet(wave.words.say("results-sheet-codebook"))
    for place, (_, width) in enumerate(_BOOK):
        sheet.set_column(place, place, width, formats["wide"])
    _head(sheet, [wave.words.say(f"results-book-{key}") for key, _ in _BOOK], formats)
    entries = codebook(wave.questionnaire, wave.rows, wave.words)
    lines = ((e.column, e.question, e.kind, e.code, e.label, e.when) for e in entries)
    _lines(sheet, lines)
    sheet.freeze_panes(1, 0)


def _texts(book: Workbook, wave: ClosedWave, formats: dict[str, Format]) -> None:
    words = wave.words
    sheet = book.add_worksheet(words.say("results-sheet-texts"))
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 110, formats["wide"])
    names = ("text-number", "book-question", "text")
    _head(sheet, [words.say(f"results-{name}") for name in names], formats)
    asked = {question.code: question.text for question in wave.questionnaire.asked}
    kept_back = words.say("results-text-withheld")
    _lines(
        sheet,
        (
            (
                one.number,
                asked.get(one.question, one.question),
                kept_back if one.withheld else clean(one.text),
            )
            for one in wave.texts
        ),
    )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(wave.texts), 1), 2)


def _trend(book: Workbook, wave: ClosedWave, formats: dict[str, Format]) -> None:
    waves = [*wave.earlier, wave.results]
    rows = list(trend_rows(trend(waves), wave.words))
    if not rows:
        return
    sheet = book.add_worksheet(wave.words.say("results-sheet-trend"))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, len(waves) + 1, 26)
    say = wave.words.say
    head = [say("results-book-question"), say("results-column-answer")]
    _head(sheet, [*head, *(wave.words.period(one.about) for one in waves)], formats)
    broken = say("results-trend-break")
    for row, one in enumerate(rows, start=1):
        values = [
            f"{value} ({broken})" if place in one.breaks else value
            for place, value in enumerate(one.values)
        ]
        for place, cell in enumerate([one.question, one.label, *values]):
            sheet.write_string(row, place, cell, formats["wide"])


def _method(book: Workbook, wave: ClosedWave, formats: dict[str, Format]) -> None:
    sheet = book.add_worksheet(wave.words.say("results-sheet-method"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 110)
    lines = list(method(wave.results, wave.words))
    if wave.withheld:
        lines.append((wave.words.say("results-sheet-texts"), wave.withheld))
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, name, formats["strong"])
        sheet.write_string(row, 1, value, formats["wide"])


def _head(sheet: Worksheet, names: Sequence[str], formats: dict[str, Format]) -> None:
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, formats["head"])


def _formats(book: Workbook) -> dict[str, Format]:
    top = {"valign": "top"}
    wide = top | {"text_wrap": True}
    given = {
        "head": wide | {"bold": True, "bg_color": "#DDE6F0", "bottom": 1},
        "wide": wide,
        "strong": wide | {"bold": True},
        "title": {"bold": True, "font_size": 16},
        "question": {"bold": True, "font_size": 12},
        "note": {"font_color": "#566270"},
        "hidden": {"font_color": "#566270", "italic": True},
        "number": top | {"num_format": "0"},
        "share": top | {"num_format": "0.0%"},
    }
    return {name: book.add_format(properties) for name, properties in given.items()}
