"""Counts the sheets of a closed wave, one after another, so that their number costs no memory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.ballot import Answer, Ballot
from surveys.crosstab import Crossing
from surveys.ports import Sheets
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.stored_rows import StoredRows


@dataclass(slots=True)
class Count:
    """All answers to one question. `numbers` are the answers to a question for a number."""

    question: Question
    codes: Counter[str] = field(default_factory=Counter)
    missing: Counter[Missing] = field(default_factory=Counter)
    numbers: Counter[int] = field(default_factory=Counter)
    base: int = 0

    def add(self, answer: Answer, times: int = 1) -> None:
        """Count this answer."""
        if isinstance(answer, Missing):
            self.missing[answer] += times
            return
        self.base += times
        if isinstance(answer, tuple):
            for code in answer:
                self.codes[code] += times
        elif isinstance(answer, int):
            self.numbers[answer] += times

    @property
    def asked(self) -> int:
        """To whom the question was shown."""
        return self.base + self.missing[Missing.SKIPPED] + self.missing[Missing.DONT_KNOW]


@dataclass(slots=True)
class Tally:
    """What a wave comes to."""

    questionnaire: Questionnaire
    sheets: int = 0
    counts: dict[str, Count] = field(default_factory=dict)
    crossings: list[Crossing] = field(default_factory=list)

    def __post_init__(self) -> None:
        asked = self.questionnaire.asked
        self.counts = {question.code: Count(question) for question in asked}
        self.crossings = [
            Crossing(self.questionnaire.question(rows), self.questionnaire.question(columns))
            for rows, columns in self.questionnaire.crosstabs
        ]

    def add(self, ballots: Iterable[Ballot]) -> None:
        """Count these sheets too; typed texts are not on them."""
        singles = [
            (code, Counter[Answer]())
            for code, count in self.counts.items()
            if count.question.kind is not Kind.TEXT
        ]
        pairs = [Counter[tuple[Answer, Answer]]() for _ in self.crossings]
        between = [(one.rows.code, one.columns.code) for one in self.crossings]
        for ballot in ballots:
            self.sheets += 1
            for code, seen in singles:
                seen[ballot[code]] += 1
            for (rows, columns), met in zip(between, pairs, strict=True):
                met[ballot[rows], ballot[columns]] += 1
        self._keep(singles, pairs)

    def leave_out(self, unsaid: Mapping[tuple[str, Missing], int]) -> None:
        """Why texts are missing: (question, reason) → people. All others typed something."""
        for (code, reason), people in unsaid.items():
            self.counts[code].missing[reason] += people
        for count in self.counts.values():
            if count.question.kind is Kind.TEXT:
                count.base = self.sheets - count.missing.total()

    def _keep(
        self,
        singles: list[tuple[str, Counter[Answer]]],
        pairs: list[Counter[tuple[Answer, Answer]]],
    ) -> None:
        for code, seen in singles:
            for answer, times in seen.items():
                self.counts[code].add(answer, times)
        for crossing, met in zip(self.crossings, pairs, strict=True):
            for (row, column), times in met.items():
                crossing.add(row, column, times)


def tally(
    questionnaire: Questionnaire,
    ballots: Iterable[Ballot],
    unsaid: Mapping[tuple[str, Missing], int] | None = None,
) -> Tally:
    """Count all sheets of a wave."""
    found = Tally(questionnaire)
    found.add(ballots)
    found.leave_out(unsaid or {})
    return found


def tally_of(questionnaire: Questionnaire, sheets: Sheets) -> Tally:
    """The same from what a closed wave left. Raises NotABallot."""
    rows = StoredRows(questionnaire, lambda _, answer: answer)
    codes = [question.code for question in rows.asked]
    ballots = (dict(zip(codes, row, strict=True)) for row in rows.of(sheets.rows))
    return tally(questionnaire, ballots, sheets.unsaid)
