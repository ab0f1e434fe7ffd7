"""The codebook: what every column and every code of the row data means."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.surveys.data_rows import HIDDEN, MISSING_CODES, Cell, Column, DataRows
from bot.surveys.result_words import ResultWords
from surveys.questionnaire import Kind, Missing, Questionnaire


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of one column; `when` says who was asked, empty for everybody."""

    column: str
    question: str
    kind: str
    code: Cell
    label: str
    when: str


def codebook(questionnaire: Questionnaire, rows: DataRows, words: ResultWords) -> Iterator[Entry]:
    """All entries in the order of the columns."""
    for column in rows.columns:
        question = column.question
        text = question.text
        if column.option:
            text = f"{text} – {words.label(question, (column.option,))}"
        kind = words.choice("results-kind", "kind", question.kind.value)
        when = words.asked(question, questionnaire.questions)
        for code, label in _meanings(column, words):
            yield Entry(column.key, text, kind, code, label, when)


def _meanings(column: Column, words: ResultWords) -> Iterator[tuple[Cell, str]]:
    question = column.question
    if column.option:
        yield 1, words.say("results-book-chosen")
        yield 0, words.say("results-book-not-chosen")
    elif question.kind is Kind.NUMBER:
        low, high = question.minimum, question.maximum
        yield (
            f"{'' if low is None else low}…{'' if high is None else high}",
            words.say("results-book-any"),
        )
    else:
        digits = question.kind in {Kind.SCALE, Kind.NPS}
        for code in question.codes:
            yield int(code) if digits else code, words.label(question, (code,))
    possible = {
        Missing.DONT_KNOW: question.dont_know,
        Missing.SKIPPED: not question.required,
        Missing.NOT_SHOWN: question.show_if is not None,
    }
    reasons = [reason.value for reason, may_be in possible.items() if may_be]
    for reason in [*reasons, *([HIDDEN] if question.demographic else [])]:
        yield MISSING_CODES[reason], words.choice("results-missing", "missing", reason)
