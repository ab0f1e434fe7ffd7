"""Reads a questionnaire from TOML, or says line by line what is wrong with how it is written."""

import re
import tomllib
from dataclasses import dataclass

from surveys.findings import Fault, Finding
from surveys.questionnaire import (
    LONGEST_TEXT,
    Audience,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
)
from surveys.toml_lines import Lines, lines_of
from surveys.toml_table import Notes, Table

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")

# What a key means only in questions of these kinds.
_KINDS_OF_KEYS = {
    "options": {Kind.SINGLE, Kind.MULTIPLE},
    "low": {Kind.SCALE, Kind.NPS},
    "high": {Kind.SCALE, Kind.NPS},
    "minimum": {Kind.MULTIPLE, Kind.NUMBER},
    "maximum": {Kind.MULTIPLE, Kind.NUMBER},
    "longest": {Kind.TEXT},
    "required": set(Kind) - {Kind.INFO},
    "dont_know": set(Kind) - {Kind.INFO},
    "demographic": set(Kind) - {Kind.INFO},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. Without faults there is a questionnaire; `checking.check` judges its sense."""

    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]
    lines: Lines


def read(text: str) -> Reading:
    """The questionnaire in this text. Every fault of writing is found at once; raises nothing."""
    try:
        data = tomllib.loads(text)
        lines = lines_of(text)
    except RecursionError:
        return _unreadable(Finding(Fault.TOO_DEEP, line=1))
    except ValueError as error:
        return _unreadable(_broken(str(error), text))
    notes = Notes(lines)
    whole = Table(data, notes)
    questionnaire = _questionnaire(whole)
    whole.nothing_else()
    found = tuple(sorted(notes.found, key=lambda finding: finding.line or 0))
    return Reading(None if found else questionnaire, found, lines)


def _unreadable(finding: Finding) -> Reading:
    return Reading(None, (finding,), Lines({}))


def _broken(why: str, text: str) -> Finding:
    """The library tells the place in English words; without one the text ends too early."""
    place = _PLACE.search(why)
    last = text.rstrip().count("\n") + 1
    line, column = map(int, place.groups()) if place else (last, 0)
    return Finding(Fault.NOT_TOML, args={"column": column}, line=line)


def _questionnaire(whole: Table) -> Questionnaire:
    return Questionnaire(
        code=whole.text("code"),
        title=whole.text("title"),
        audience=whole.choice("audience", Audience) or Audience.CLIENTS,
        intro=whole.text("intro"),
        thanks=whole.text("thanks"),
        questions=tuple(map(_question, whole.tables("question"))),
        crosstabs=whole.pairs("crosstabs"),
    )


def _question(table: Table) -> Question:
    # until its code is known a question is called by its number
    table.where = str(int(table.path[-1]) + 1)
    table.where = code = table.text("code") or table.where
    kind = table.choice("type", Kind)
    if kind is None:
        return Question(code, Kind.INFO, table.text("text"))  # its keys can't be judged
    table.not_here(tuple(key for key, kinds in _KINDS_OF_KEYS.items() if kind not in kinds), kind)
    question = Question(
        code=code,
        kind=kind,
        text=table.text("text"),
        options=tuple(map(_option, table.tables("options"))),
        hint=table.text("hint", ""),
        low=table.text("low", ""),
        high=table.text("high", ""),
        required=table.flag("required"),
        dont_know=table.flag("dont_know"),
        show_if=_condition(table.table("show_if")),
        minimum=table.number("minimum"),
        maximum=table.number("maximum"),
        longest=LONGEST_TEXT if (longest := table.number("longest")) is None else longest,
        demographic=table.flag("demographic"),
    )
    table.nothing_else()
    return question


def _option(table: Table) -> Option:
    option = Option(table.text("code"), table.text("text"), table.flag("exclusive"))
    table.nothing_else()
    return option


def _condition(table: Table | None) -> Condition | None:
    if table is None:
        return None
    condition = Condition(table.text("question"), table.words("any_of"))
    table.nothing_else()
    return condition
