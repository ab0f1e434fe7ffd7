"""Whether groups of respondents will be large enough to be shown at all (ANONYMITY 8)."""

from collections.abc import Iterator
from math import prod

from surveys.findings import Advice, Args, Fault, Finding
from surveys.questionnaire import Kind, Question, Questionnaire


def groups(questionnaire: Questionnaire, k: int, expected: int | None) -> Iterator[Finding]:
    """What the declared demographics and cross-tables come to.

    `k` is the smallest group that may be shown, `expected` how many answers are hoped for (None:
    unknown). Even with answers spread evenly a group is only `expected / groups` people.
    """
    declared: list[tuple[int, Question]] = []
    for at, question in enumerate(questionnaire.questions):
        if not question.demographic:
            continue
        path, where = ("question", at, "demographic"), question.code
        if question.kind is Kind.TEXT:
            yield Finding(Fault.DEMOGRAPHIC_TEXT, path, where)
        elif question.kind is Kind.NUMBER:
            yield Finding(Advice.DEMOGRAPHIC_NUMBER, path, where)
        else:
            declared.append((at, question))
    for at, question in declared:
        if found := _one(question, k, expected):
            yield Finding(found.what, ("question", at, "demographic"), question.code, found.args)
    if len(declared) > 1:
        yield from _together([question for _, question in declared], k, expected)
    yield from _crosstabs(questionnaire, k, expected)


def _one(question: Question, k: int, expected: int | None) -> Finding | None:
    number = len(question.codes)
    need = number * k
    if expected is None:
        return Finding(Advice.GROUPS_NEED, args={"groups": number, "k": k, "need": need})
    if expected >= need:
        return None
    size = expected // number
    args = {"groups": number, "size": size, "k": k, "need": need, "expected": expected}
    return Finding(Advice.GROUPS_SMALL, args=args)


def _together(declared: list[Question], k: int, expected: int | None) -> Iterator[Finding]:
    number = prod(len(question.codes) for question in declared)
    if expected is None or expected < number * k:
        codes = ", ".join(question.code for question in declared)
        args: Args = {"codes": codes, "groups": number, "k": k, "need": number * k}
        yield Finding(Advice.COMBINATIONS, args=args)


def _crosstabs(questionnaire: Questionnaire, k: int, expected: int | None) -> Iterator[Finding]:
    questions = {question.code: question for question in questionnaire.questions}
    seen: set[frozenset[str]] = set()
    for number, pair in enumerate(questionnaire.crosstabs):
        path = ("crosstabs", number)
        args: dict[str, str | int] = {"pair": " × ".join(pair)}
        unknown = [code for code in pair if code not in questions]
        if unknown:
            yield Finding(Fault.CROSSTAB_UNKNOWN, path, args=args | {"code": unknown[0]})
            continue
        rows, columns = (questions[code] for code in pair)
        if not rows.codes or not columns.codes or rows is columns:
            yield Finding(Fault.CROSSTAB_UNFIT, path, args=args)
        elif frozenset(pair) in seen:
            yield Finding(Fault.CROSSTAB_TWICE, path, args=args)
        else:
            cells = len(rows.codes) * len(columns.codes)
            if expected is not None and expected < cells * k:
                args |= {"cells": cells, "need": cells * k, "expected": expected}
                yield Finding(Advice.CROSSTAB_THIN, path, args=args)
        seen.add(frozenset(pair))
