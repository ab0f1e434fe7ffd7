"""How answers changed over waves, as rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.surveys.result_words import ResultWords, decimal, percent
from surveys.questionnaire import Kind
from surveys.trend import Point, Series


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One figure over all waves; `breaks` are the places before which the wording changed."""

    question: str
    label: str
    values: tuple[str, ...]
    breaks: frozenset[int]


def trend_rows(found: Sequence[Series], words: ResultWords) -> Iterator[TrendRow]:
    """Series of which at least two waves can be compared."""
    for series in found:
        if not series.is_comparable:
            continue
        label = words.label(series.question, series.codes) if series.codes else ""
        yield TrendRow(
            series.question.text,
            label,
            tuple(_value(series, point, words) for point in series.points),
            frozenset(at for at, point in enumerate(series.points) if point.breaks),
        )


def _value(series: Series, point: Point, words: ResultWords) -> str:
    if point.value is None:
        return words.say("results-trend-none")
    if series.codes:
        return percent(point.value)
    return decimal(point.value, 0 if series.question.kind is Kind.NPS else 2)
