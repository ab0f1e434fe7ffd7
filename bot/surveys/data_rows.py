"""Row data for the analyst: one row per answer sheet, in codes and in words, whatever the format.

Combinations of demographic answers that fewer than k people share are blanked (ANONYMITY 8).
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from bot.surveys.result_words import ResultWords
from surveys.ballot import Answer
from surveys.ports import Sheets
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.stored_rows import StoredRows

Cell = str | int
HIDDEN = "hidden"
MISSING_CODES = {
    Missing.DONT_KNOW.value: -1,
    Missing.SKIPPED.value: -2,
    Missing.NOT_SHOWN.value: -3,
    HIDDEN: -4,
}


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is its name; with `option` it is the 0/1 column of one of several answers."""

    key: str
    question: Question
    option: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """One answer as cells of its columns, and the coded ones as a piece of a CSV line.

    There is one for each different answer to a question, so each is equal to itself only.
    """

    codes: tuple[Cell, ...]
    labels: tuple[Cell, ...]
    csv: str


class DataRows:
    """All rows of a closed wave. Raises NotABallot for rows of another questionnaire."""

    def __init__(
        self, questionnaire: Questionnaire, sheets: Sheets, k: int, words: ResultWords
    ) -> None:
        self._words = words
        rows = StoredRows(questionnaire, lambda question, answer: _given(question, answer, words))
        self._asked = rows.asked
        self.columns = tuple(chain.from_iterable(map(_columns, self._asked)))
        self._rows = list(rows.of(sheets.rows))
        self._blank(k)

    def __len__(self) -> int:
        """How many sheets."""
        return len(self._rows)

    def coded(self) -> Iterator[list[Cell]]:
        """Number of the row and codes."""
        for number, row in enumerate(self._rows, start=1):
            line: list[Cell] = [number]
            for given in row:
                line += given.codes
            yield line

    def labelled(self) -> Iterator[list[Cell]]:
        """Number of the row and words."""
        for number, row in enumerate(self._rows, start=1):
            line: list[Cell] = [number]
            for given in row:
                line += given.labels
            yield line

    def csv_lines(self) -> Iterator[str]:
        """The coded rows as lines of a CSV file; every different answer is written once."""
        for number, row in enumerate(self._rows, start=1):
            yield f"{number};{';'.join([given.csv for given in row])}\r\n"

    def _blank(self, k: int) -> None:
        """Never fewer than k rows: a lone blanked row would be what is missing from the totals.

        What is added is a whole combination: rows picked out of one would betray themselves by
        how they were picked.
        """
        places = [at for at, question in enumerate(self._asked) if question.demographic]
        if not places:
            return
        # two of one place are a tuple too, as those of several places are
        group_of = itemgetter(*places, places[0])
        groups: Counter[tuple[Given, ...]] = Counter(map(group_of, self._rows))
        small: set[tuple[Given, ...]] = set()
        blanked = 0
        # the same combinations on every machine: by size, then by what they say
        for group, people in sorted(groups.items(), key=lambda one: (one[1], _told(one[0]))):
            if people >= k and (not blanked or blanked >= k):
                break
            small.add(group)
            blanked += people
        if not small:
            return
        hidden = {at: _hidden(self._asked[at], self._words) for at in places}
        for row in self._rows:
            if group_of(row) in small:
                for at in places:
                    row[at] = hidden[at]


def _told(group: Iterable[Given]) -> str:
    return repr([given.codes for given in group])


def _columns(question: Question) -> Iterator[Column]:
    if question.kind is Kind.MULTIPLE:
        for code in question.codes:
            yield Column(f"{question.code}__{code}", question, code)
    else:
        yield Column(question.code, question)


def _given(question: Question, answer: Answer, words: ResultWords) -> Given:
    wide = len(question.codes) if question.kind is Kind.MULTIPLE else 1
    if isinstance(answer, Missing):
        return _absent(answer.value, wide, words)
    if question.kind is Kind.MULTIPLE:
        chosen = answer if isinstance(answer, tuple) else ()
        marks = tuple(int(code in chosen) for code in question.codes)
        return _cells(marks, marks)
    if not isinstance(answer, tuple):
        return _cells((answer,), (answer,))
    (code,) = answer
    if question.kind in {Kind.SCALE, Kind.NPS}:
        return _cells((int(code),), (int(code),))
    return _cells((code,), (words.label(question, (code,)),))


def _absent(reason: str, wide: int, words: ResultWords) -> Given:
    label = words.choice("results-missing", "missing", reason)
    return _cells((MISSING_CODES[reason],) * wide, (label,) * wide)


def _cells(codes: tuple[Cell, ...], labels: tuple[Cell, ...]) -> Given:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(codes)
    return Given(codes, labels, line.getvalue())


def _hidden(question: Question, words: ResultWords) -> Given:
    return _absent(HIDDEN, len(question.codes) if question.kind is Kind.MULTIPLE else 1, words)
