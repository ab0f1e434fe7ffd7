"""Emptying the box at close: sheets become results that nobody's order, time or text belongs to.

What remains depends on nothing but the set of answers: the same answers from other people, at other
times, in another order give the same bytes (ANONYMITY 5, 7).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from surveys.ballot import Ballot, NotABallot, packed, unpacked
from surveys.ports import Sheets
from surveys.questionnaire import Kind, Missing, Questionnaire
from surveys.sealing import Unsealable, opened


class Emptying:
    """Takes sealed sheets batch by batch; a sheet that is no answer is counted as spoiled."""

    def __init__(self, questionnaire: Questionnaire, private: bytes) -> None:
        self._questionnaire, self._private = questionnaire, private
        self._choices = without_texts(questionnaire)
        self._texts_asked = [one.code for one in questionnaire.asked if one.kind is Kind.TEXT]
        self._rows: list[bytes] = []
        self._texts: list[tuple[str, str]] = []
        self._unsaid: Counter[tuple[str, Missing]] = Counter()
        self.spoiled = 0

    def add(self, sealed: Iterable[bytes]) -> None:
        """Open these."""
        for sheet in sealed:
            try:
                ballot = unpacked(opened(sheet, self._private), self._questionnaire)
            except (Unsealable, NotABallot):
                self.spoiled += 1
            else:
                self._part(ballot)

    def done(self) -> Sheets:
        """Everything that was opened, in the one order there is."""
        unsaid = dict(sorted(self._unsaid.items()))
        return Sheets(tuple(sorted(self._rows)), tuple(sorted(self._texts)), unsaid)

    def _part(self, ballot: Ballot) -> None:
        self._rows.append(packed(ballot, self._choices))
        for code in self._texts_asked:
            match ballot[code]:
                case Missing() as reason:
                    self._unsaid[code, reason] += 1
                case str() as text:
                    self._texts.append((code, text))


def without_texts(questionnaire: Questionnaire) -> Questionnaire:
    """The questions whose answers stand together in a row of the results."""
    kept = tuple(one for one in questionnaire.questions if one.kind is not Kind.TEXT)
    return replace(questionnaire, questions=kept)


def ballots(sheets: Sheets, questionnaire: Questionnaire) -> list[tuple[int, Ballot]]:
    """The results row by row: (number from 1, ballot without texts). Raises NotABallot."""
    choices = without_texts(questionnaire)
    return [(at, unpacked(row, choices)) for at, row in enumerate(sheets.rows, start=1)]
