"""Rows of results, answer by answer: a wave has many sheets and few different answers.

A row is only cut into its answers; each different answer is read, and checked, once.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import getitem
from typing import Generic, TypeVar

from surveys.ballot import Answer, NotABallot, unpacked
from surveys.emptying import without_texts
from surveys.questionnaire import Question, Questionnaire

T = TypeVar("T")

_ANSWER = re.compile(rb"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}|-?[0-9]+")


class StoredRows(Generic[T]):
    """Turns packed rows into lists of what `made` makes of each answer to each question."""

    def __init__(self, questionnaire: Questionnaire, made: Callable[[Question, Answer], T]) -> None:
        choices = without_texts(questionnaire)
        self.asked = choices.asked
        self._known = [
            _Known(replace(choices, questions=(question,)), made) for question in self.asked
        ]

    def of(self, rows: Iterable[bytes]) -> Iterator[list[T]]:
        """One list for each row. Raises NotABallot."""
        cut, known = _ANSWER.findall, self._known
        wide = len(known)
        for row in rows:
            answers = cut(row, 1, len(row) - 1)
            if len(answers) != wide:
                raise NotABallot("the row has another form")
            yield list(map(getitem, known, answers))


class _Known(dict[bytes, T]):
    """What was made of the answers to one question, which is all that `alone` asks."""

    def __init__(self, alone: Questionnaire, made: Callable[[Question, Answer], T]) -> None:
        super().__init__()
        self._alone, self._made = alone, made

    def __missing__(self, packed: bytes) -> T:
        (question,) = self._alone.questions
        answer = unpacked(b"[" + packed + b"]", self._alone)[question.code]
        self[packed] = self._made(question, answer)
        return self[packed]
