"""Somebody with all the time in the world: tries every set of answers that people could have given.

For surveys so small that all of them can be written down. Knows nothing of the engine: only the
questionnaire and what was published.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from math import comb

from surveys.ballot import Answer, Ballot
from surveys.flow import shown
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.results import About, Results, results
from surveys.tally import tally

_CROSS = " × "

World = tuple[int, ...]
"""How many people gave each of the possible sheets."""

Test = Callable[[Ballot], bool]


def about(questionnaire: Questionnaire, k: int, invited: int | None = None) -> About:
    """A wave of this questionnaire."""
    return About("w", questionnaire, date(2026, 10, 1), date(2026, 10, 14), k, invited)


def sheets(questionnaire: Questionnaire) -> list[Ballot]:
    """Every sheet that somebody could fill in (numbers and texts not included)."""
    found: list[dict[str, Answer]] = [{}]
    for at, question in enumerate(questionnaire.questions):
        found = [
            {**before, question.code: answer}
            for before in found
            for answer in _answers(questionnaire, question, before, at)
        ]
    return list(found)


def _answers(
    questionnaire: Questionnaire, question: Question, before: Ballot, at: int
) -> list[Answer]:
    if not shown(questionnaire, before)[at]:
        return [Missing.NOT_SHOWN]
    given: list[Answer] = [(code,) for code in question.codes]
    if question.kind is Kind.MULTIPLE:
        several = [code for code in question.codes if code not in question.exclusive]
        given += [
            chosen
            for size in range(2, question.bounds[1] + 1)
            for chosen in combinations(several, size)
        ]
    if question.dont_know:
        given.append(Missing.DONT_KNOW)
    if not question.required:
        given.append(Missing.SKIPPED)
    return given


@cache
def worlds(kinds: int, people: int) -> list[World]:
    """All ways to divide so many people among so many sheets."""
    return list(_divided(kinds, people))


def _divided(kinds: int, people: int) -> Iterator[World]:
    if kinds == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in _divided(kinds - 1, people - first):
            yield (first, *rest)


def number_of_worlds(kinds: int, people: int) -> int:
    """How many of them there are."""
    return comb(people + kinds - 1, kinds - 1)


@dataclass(frozen=True, slots=True)
class Published:
    """What was read: counts that are shown, what was hidden, and sums that means tell."""

    shown: list[tuple[Test, int]]
    hidden: list[tuple[str, Test]]
    sums: list[tuple[str, Test, int]]


def read(found: Results) -> Published:
    """Everything a reader sees."""
    seen = Published([], [], [])
    for answers in found.answers:
        code = answers.question.code
        _note(seen, f"{code} asked", answers.asked, _is_asked(code))
        _note(seen, f"{code} base", answers.base, _has_answered(code))
        for line in answers.lines:
            test = _chose(code, line.codes)
            _note(seen, f"{code} {line.codes}", line.count, test)
        if answers.mean and answers.base:
            total = round(answers.mean.value * answers.base)
            seen.sums.append((code, _has_answered(code), total))
    for table in found.crosstabs:
        rows, columns = table.rows.code, table.columns.code
        for group in table.groups:
            inside = _both(_has_answered(rows), _chose(columns, group.codes))
            _note(seen, f"{rows} × {columns} {group.codes}", group.base, inside)
            for line in group.lines:
                test = _both(_chose(rows, line.codes), inside)
                _note(seen, f"{rows} × {columns} {line.codes} {group.codes}", line.count, test)
    return seen


def _note(seen: Published, name: str, count: int | None, test: Test) -> None:
    if count is None:
        seen.hidden.append((name, test))
    else:
        seen.shown.append((test, count))


def _is_asked(code: str) -> Test:
    return lambda sheet: sheet[code] is not Missing.NOT_SHOWN


def _has_answered(code: str) -> Test:
    return lambda sheet: not isinstance(sheet[code], Missing)


def _chose(code: str, codes: tuple[str, ...]) -> Test:
    def test(sheet: Ballot) -> bool:
        answer = sheet[code]
        return isinstance(answer, tuple) and not set(codes).isdisjoint(answer)

    return test


def _both(one: Test, other: Test) -> Test:
    return lambda sheet: one(sheet) and other(sheet)


def largest(questionnaire: Questionnaire, found: Results) -> dict[str, int]:
    """How large each hidden count can be in a world where all that is published is the same.

    Without those that are zero in every world because the questionnaire leads nobody there, and
    cells of a cross-table whose row or column is openly shown to be nobody.
    """
    possible = sheets(questionnaire)
    seen = read(found)
    rows = [([test(sheet) for sheet in possible], count) for test, count in seen.shown]
    for code, test, total in seen.sums:
        points = [_points(sheet[code]) if test(sheet) else 0 for sheet in possible]
        rows.append((points, total))  # type: ignore[arg-type]  # True and False count as 1 and 0
    fitting = [
        world
        for world in worlds(len(possible), found.sheets)
        if all(
            sum(people * times for people, times in zip(world, row, strict=True) if people) == count
            for row, count in rows
        )
    ]
    return {
        name: max(
            sum(people for people, sheet in zip(world, possible, strict=True) if test(sheet))
            for world in fitting
        )
        for name, test in seen.hidden
        if any(map(test, possible)) and not (_CROSS in name and _is_openly_nobody(found, name))
    }


def _is_openly_nobody(found: Results, name: str) -> bool:
    """«rows × columns (row) (column)»: its own row or column is shown to be zero."""
    rows, _, rest = name.partition(_CROSS)
    columns = rest.partition(" ")[0]
    return any(
        line.count == 0
        and (
            (answers.question.code == columns and name.endswith(f" {line.codes}"))
            or (answers.question.code == rows and f" {columns} {line.codes} (" in name)
        )
        for answers in found.answers
        for line in answers.lines
    )


def _points(answer: Answer) -> int:
    return int(answer[0]) if isinstance(answer, tuple) else 0


def played(questionnaire: Questionnaire, world: World, k: int) -> Results:
    """What is published of this world."""
    possible = sheets(questionnaire)
    ballots = [sheet for sheet, people in zip(possible, world, strict=True) for _ in range(people)]
    return results(about(questionnaire, k), tally(questionnaire, ballots))


def everything(questionnaire: Questionnaire) -> int:
    """How many different sheets there are."""
    return len(sheets(questionnaire))
