"""The same question over several waves: comparable only while code and wording stay the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from surveys.intervals import Interval
from surveys.questionnaire import Kind, Question
from surveys.results import Answers, Results
from surveys.scheme import Category


@dataclass(frozen=True, slots=True)
class Point:
    """One wave's value; None where it was not asked or can't be shown.

    `breaks`: the question was worded otherwise before, so it can't be compared with earlier waves.
    """

    wave: str
    value: float | None
    interval: Interval | None = None
    base: int | None = None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A question's mean, its NPS, or the share of one row, over all waves in order.

    `codes` are those of the row; none for a mean and an NPS.
    """

    question: Question
    codes: Category
    points: tuple[Point, ...]

    @property
    def is_comparable(self) -> bool:
        """At least two neighbouring values belong together."""
        known = [point for point in self.points if point.value is not None]
        return any(not after.breaks for _, after in pairwise(known)) and len(known) > 1


def trend(waves: Sequence[Results]) -> tuple[Series, ...]:
    """All series that the latest wave's questions give. `waves` are of one survey, oldest first."""
    if not waves:
        return ()
    return tuple(series for answers in waves[-1].answers for series in _series(answers, waves))


def _series(latest: Answers, waves: Sequence[Results]) -> list[Series]:
    question = latest.question
    if question.kind in {Kind.SCALE, Kind.NPS, Kind.NUMBER}:
        rows: list[Category] = [()]
    else:
        rows = [line.codes for line in latest.lines]
    return [Series(question, codes, _points(question, codes, waves)) for codes in rows]


def _points(question: Question, codes: Category, waves: Sequence[Results]) -> tuple[Point, ...]:
    points = []
    before: str | None = None
    for wave in waves:
        found = next((one for one in wave.answers if one.question.code == question.code), None)
        if found is None:
            points.append(Point(wave.about.wave, None))
            continue
        wording = found.question.wording
        breaks = before is not None and wording != before
        before = wording
        points.append(_point(wave.about.wave, found, codes, breaks=breaks))
    return _with_lasting_breaks(points)


def _point(wave: str, answers: Answers, codes: Category, *, breaks: bool) -> Point:
    if codes:
        line = next((one for one in answers.lines if one.codes == codes), None)
        value, interval = (line.share, line.interval) if line else (None, None)
    else:
        numbers = answers.numbers and answers.numbers.mean
        mean = answers.mean or answers.nps or numbers
        value, interval = (mean.value, mean.interval) if mean else (None, None)
    return Point(wave, value, interval, answers.base, breaks)


def _with_lasting_breaks(points: Sequence[Point]) -> tuple[Point, ...]:
    """A break in a wave without a value is a break before the next value."""
    found = []
    pending = False
    for point in points:
        pending = pending or point.breaks
        if point.value is None:
            found.append(Point(point.wave, None, None, point.base))
        else:
            found.append(Point(point.wave, point.value, point.interval, point.base, pending))
            pending = False
    return tuple(found)
