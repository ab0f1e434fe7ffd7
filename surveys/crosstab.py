"""A cross-table: what was answered to one question by those who gave an answer to another."""

from collections import Counter
from dataclasses import dataclass, field

from surveys.ballot import Answer
from surveys.questionnaire import Question


@dataclass(slots=True)
class Crossing:
    """Counts of one pair of questions, among the sheets that answer both.

    `columns` are the groups people are compared by, `rows` what they answered. `cells`, `of_row`
    and `of_column` count sheets by codes; with several answers allowed they overlap.
    """

    rows: Question
    columns: Question
    both: int = 0
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    of_row: Counter[str] = field(default_factory=Counter)
    of_column: Counter[str] = field(default_factory=Counter)

    def add(self, row: Answer, column: Answer, times: int = 1) -> None:
        """Count sheets with these two answers."""
        if not isinstance(row, tuple) or not isinstance(column, tuple):
            return
        self.both += times
        for code in row:
            self.of_row[code] += times
            for group in column:
                self.cells[code, group] += times
        for group in column:
            self.of_column[group] += times
