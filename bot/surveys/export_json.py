"""Results, codebook, rows and texts as one JSON document, for other programs. Blocking."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from bot.surveys.closed_wave import ClosedWave
from bot.surveys.codebook import codebook
from bot.surveys.method import method
from bot.surveys.result_words import ResultWords
from surveys.free_texts import Said
from surveys.means import Mean
from surveys.results import Answers, Crosstab, Line, Results

FORMAT = 1
"""Grows when a name here changes its meaning."""


def write_json(wave: ClosedWave, file: Path) -> list[Path]:
    """Write the document, row by row."""
    with file.open("w", encoding="utf-8") as out:
        out.write(f'{{"format":{FORMAT},')
        for key, value in published(wave.results, wave.words).items():
            out.write(f"{_text(key)}:{_text(value)},\n")
        entries = codebook(wave.questionnaire, wave.rows, wave.words)
        _list(out, "codebook", map(asdict, entries))
        columns = ["number", *(column.key for column in wave.rows.columns)]
        out.write(f',\n"columns":{_text(columns)},\n')
        _list(out, "rows", wave.rows.coded())
        out.write(",\n")
        _list(out, "texts", map(_said, wave.texts))
        out.write("}\n")
    return [file]


def _said(one: Said) -> Mapping[str, object]:
    """The words of a text that is withheld are null."""
    told = None if one.withheld else one.text
    return {
        "number": one.number,
        "question": one.question,
        "text": told,
        "withheld": one.withheld,
    }


def published(found: Results, words: ResultWords) -> Mapping[str, object]:
    """Everything that may be shown to everybody; what is hidden is null."""
    about = found.about
    return {
        "wave": about.wave,
        "survey": about.questionnaire.code,
        "title": about.questionnaire.title,
        "hash": about.questionnaire.hash,
        "opens": about.opens.isoformat(),
        "closes": about.closes.isoformat(),
        "smallest_group": about.k,
        "sheets": found.sheets,
        "invited": about.invited,
        "response_rate": found.rate,
        "method": [line for line in method(found, words) if line[1]],
        "questions": [_answers(one, words) for one in found.answers],
        "crosstabs": [_crosstab(one, words) for one in found.crosstabs],
    }


def _answers(answers: Answers, words: ResultWords) -> Mapping[str, object]:
    question = answers.question
    numbers = answers.numbers
    return {
        "code": question.code,
        "text": question.text,
        "type": question.kind.value,
        "wording": question.wording,
        "asked": answers.asked,
        "base": answers.base,
        "no_answer": answers.no_answer,
        "dont_know": answers.dont_know,
        "grouped": answers.grouped,
        "rows": [
            {"label": words.label(question, line.codes), **_line(line)} for line in answers.lines
        ],
        "mean": _mean(answers.mean or (numbers.mean if numbers else None)),
        "nps": _mean(answers.nps),
        "quartiles": numbers and numbers.quartiles,
    }


def _line(line: Line) -> Mapping[str, object]:
    return {
        "codes": line.codes,
        "count": line.count,
        "share": line.share,
        "interval": line.interval and [line.interval.low, line.interval.high],
    }


def _mean(mean: Mean | None) -> Mapping[str, object] | None:
    if mean is None:
        return None
    between = mean.interval and [mean.interval.low, mean.interval.high]
    return {"value": mean.value, "interval": between}


def _crosstab(table: Crosstab, words: ResultWords) -> Mapping[str, object]:
    return {
        "rows": table.rows.code,
        "columns": table.columns.code,
        "groups": [
            {
                "codes": group.codes,
                "label": words.label(table.columns, group.codes),
                "base": group.base,
                "rows": [_line(line) for line in group.lines],
            }
            for group in table.groups
        ],
    }


def _list(out: TextIO, key: str, values: Iterable[object]) -> None:
    out.write(f"{_text(key)}:[")
    out.writelines(_joined(values))
    out.write("]")


def _joined(values: Iterable[object]) -> Iterator[str]:
    between = "\n"
    for value in values:
        yield f"{between}{_text(value)}"
        between = ",\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
