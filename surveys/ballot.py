"""A finished answer sheet: what was answered, and its one and only form in bytes."""

import json
from collections.abc import Mapping

from surveys.questionnaire import Kind, Missing, Question, Questionnaire

Answer = tuple[str, ...] | int | str | Missing
"""Chosen codes of an option question, a number, a text, or why there is none."""

Ballot = Mapping[str, Answer]
"""One answer for each question that asks, by the question's code."""

_MISSING = "missing"
_LONGEST_CHARACTER = 4
_ESCAPED = 6
_AROUND = 64


class NotABallot(ValueError):
    """The bytes hold no valid answer sheet of this questionnaire. Nothing of them is quoted."""


def packed(ballot: Ballot, questionnaire: Questionnaire) -> bytes:
    """The sheet as bytes: questions in order, one way to write each answer."""
    sheet = [_plain(ballot[question.code]) for question in questionnaire.asked]
    return json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(data: bytes, questionnaire: Questionnaire) -> dict[str, Answer]:
    """The sheet again. Raises NotABallot for anything that `packed` does not write."""
    try:
        sheet = json.loads(data)
    except (ValueError, RecursionError):  # also a text that is no UTF-8
        sheet = None
    questions = questionnaire.asked
    if not isinstance(sheet, list) or len(sheet) != len(questions):
        raise NotABallot("the sheet has another form")
    ballot = {
        question.code: _read(value, question)
        for question, value in zip(questions, sheet, strict=True)
    }
    if not _is_packed(data, ballot, questionnaire):
        raise NotABallot("the sheet is written in another way")
    return ballot


def longest(questionnaire: Questionnaire) -> int:
    """How many bytes the longest possible sheet takes; all are padded to it."""
    return sum(_most(question) for question in questionnaire.asked) + _AROUND


def _is_packed(data: bytes, ballot: Ballot, questionnaire: Questionnaire) -> bool:
    try:
        return packed(ballot, questionnaire) == data
    except UnicodeEncodeError:  # half a character, which no bytes can hold
        return False


def _plain(answer: Answer) -> object:
    if isinstance(answer, Missing):
        return {_MISSING: answer.value}
    return list(answer) if isinstance(answer, tuple) else answer


def _read(value: object, question: Question) -> Answer:
    match value:
        case {"missing": str(reason), **rest} if not rest and reason in set(Missing):
            return Missing(reason)
        case list() if question.codes and all(isinstance(code, str) for code in value):
            return _chosen(tuple(value), question)
        case int() if question.kind is Kind.NUMBER and not isinstance(value, bool):
            return value
        case str() if question.kind is Kind.TEXT and len(value) <= question.longest:
            return value
    raise NotABallot(f"the answer to {question.code} has another form")


def _chosen(codes: tuple[str, ...], question: Question) -> tuple[str, ...]:
    """In the questionnaire's order, so that the order of pressing leaves no trace."""
    ordered = tuple(code for code in question.codes if code in codes)
    several = question.kind is Kind.MULTIPLE
    if ordered != codes or not codes or (len(codes) > 1 and not several):
        raise NotABallot(f"the answer to {question.code} has another form")
    return codes


def _most(question: Question) -> int:
    if question.kind is Kind.TEXT:
        return question.longest * max(_LONGEST_CHARACTER, _ESCAPED) + _AROUND
    return sum(len(json.dumps(code)) * 2 + 1 for code in question.codes) + _AROUND
