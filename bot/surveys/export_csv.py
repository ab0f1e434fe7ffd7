"""Row data as CSV for statistics programs: UTF-8 with a mark, «;» between cells, in codes.

Three files: the rows, the codebook, the typed texts. Blocking.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from bot.formulas import disarmed
from bot.surveys.closed_wave import ClosedWave
from bot.surveys.codebook import codebook
from bot.surveys.data_rows import Cell


def write_csv(wave: ClosedWave, file: Path) -> list[Path]:
    """Write `file` and its two companions; returns all three."""
    words, rows = wave.words, wave.rows
    book, texts = (file.with_name(f"{file.stem}-{name}{file.suffix}") for name in ("codes", "text"))
    number = words.say("results-column-number")
    with _marked(file) as out:
        # codes are checked words and numbers are ours: nothing here could become a formula
        csv.writer(out, delimiter=";").writerow([number, *(one.key for one in rows.columns)])
        out.writelines(rows.csv_lines())
    head = [words.say(f"results-book-{key}") for key in ("column", "question", "kind")]
    head += [words.say(f"results-book-{key}") for key in ("code", "label", "when")]
    entries = codebook(wave.questionnaire, rows, words)
    meanings = (
        (one.column, one.question, one.kind, one.code, one.label, one.when) for one in entries
    )
    _write(book, head, (map(guarded, line) for line in meanings))
    kept_back = words.say("results-text-withheld")
    said = (
        (one.number, guarded(one.question), kept_back if one.withheld else guarded(one.text))
        for one in wave.texts
    )
    head = [words.say(f"results-{key}") for key in ("text-number", "book-column", "text")]
    _write(texts, head, said)
    return [file, book, texts]


def guarded(cell: Cell) -> Cell:
    """Words as a spreadsheet will show them, never run them."""
    return disarmed(cell) if isinstance(cell, str) else cell


def _write(file: Path, head: Sequence[str], lines: Iterable[Iterable[Cell]]) -> None:
    with _marked(file) as out:
        rows = csv.writer(out, delimiter=";")
        rows.writerow(head)
        rows.writerows(lines)


def _marked(file: Path) -> TextIO:
    """Begun with the mark by which spreadsheets know UTF-8; quicker than the codec of that name."""
    out = file.open("w", encoding="utf-8", newline="")
    out.write("\ufeff")
    return out
