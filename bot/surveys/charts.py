"""Charts of the published results as SVG: sharp at any size, Cyrillic, nothing loaded from outside.

Each stands by itself: the question, n, the period and the source are in the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.surveys.result_words import NBSP, ResultWords, percent
from bot.surveys.svg import FAINT, GRID, line, lines_of, picture, text
from bot.surveys.svg import box as bar
from surveys.results import Answers, Line, Results

WIDTH = 760
_MARGIN, _LABELS, _VALUES = 24, 270, 96
_PLOT = WIDTH - 2 * _MARGIN - _LABELS - _VALUES
_TITLE, _ROW, _SMALL = 18, 15, 13
_BAR = 22
_WHISKER = 'stroke="#0f1a26" stroke-width="1.5"'


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and how its file is called."""

    name: str
    svg: str


def charts(found: Results, words: ResultWords) -> Iterator[Chart]:
    """One for each question some of whose rows are shown, in the questionnaire's order."""
    for answers in found.answers:
        if answers.is_shown and answers.base:
            yield Chart(answers.question.code, of_question(answers, found, words))


def of_question(answers: Answers, found: Results, words: ResultWords, *, alone: bool = True) -> str:
    """Bars of the shares with their 95 % intervals; hidden rows are told, not drawn.

    Not `alone` it stands on the page, where question, n and source are said beside it.
    """
    shapes: list[str] = []
    y = 20.0
    if alone:
        shapes, y = _heading(answers.question.text, words.base(answers))
    top = y
    told = []
    for row in answers.lines:
        label = words.label(answers.question, row.codes)
        drawn, y = _row(row, label, y, words)
        shapes += drawn
        value = words.say("results-hidden") if row.share is None else percent(row.share)
        told.append(words.say("results-chart-rows", label=label, value=value))
    zero = _MARGIN + _LABELS
    grid = [_scale_mark(share, top, y) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    axis = line(zero, top - 4, zero, y, f'stroke="{FAINT}"')
    below = [*words.summary(answers), words.source(found.about)] if alone else []
    lower, y = _footer(below, y + 34)
    name = words.say("results-chart", title=answers.question.text)
    shapes = [*grid, axis, *shapes, *lower]
    return picture(name, y, WIDTH, shapes, "; ".join(told))


def _heading(title: str, note: str) -> tuple[list[str], float]:
    lines = lines_of(title, WIDTH - 2 * _MARGIN, _TITLE, bold=True)
    y = 34.0
    shapes = [text(_MARGIN, y, lines, _TITLE, look='font-weight="bold"')]
    y += (len(lines) - 1) * _TITLE * 1.25 + 24
    shapes.append(text(_MARGIN, y, [note], _SMALL, look=f'fill="{FAINT}"'))
    return shapes, y + 22


def _row(row: Line, label: str, y: float, words: ResultWords) -> tuple[list[str], float]:
    lines = lines_of(label, _LABELS - 14, _ROW)
    height = max(len(lines) * _ROW * 1.25, _BAR) + 12
    middle = y + height / 2
    first = middle - (len(lines) - 1) * _ROW * 0.625 + 5
    zero = _MARGIN + _LABELS
    shapes = [text(zero - 12, first, lines, _ROW, anchor="end")]
    if row.share is None or row.interval is None:
        look = f'fill="{FAINT}" font-style="italic"'
        shapes.append(text(zero + 8, middle + 5, [words.say("results-hidden")], _ROW, look=look))
        return shapes, y + height
    shapes.append(bar(zero, middle - _BAR / 2, row.share * _PLOT, _BAR))
    low, high = (zero + end * _PLOT for end in (row.interval.low, row.interval.high))
    shapes.append(line(low, middle, high, middle, _WHISKER))
    shapes += [line(end, middle - 5, end, middle + 5, _WHISKER) for end in (low, high)]
    value = f"{percent(row.share)} ({row.count})"
    shapes.append(text(WIDTH - _MARGIN, middle + 5, [value], _ROW, anchor="end"))
    return shapes, y + height


def _scale_mark(share: float, top: float, bottom: float) -> str:
    x = _MARGIN + _LABELS + share * _PLOT
    mark = text(
        x, bottom + 18, [f"{100 * share:.0f}{NBSP}%"], 12, look=f'fill="{FAINT}"', anchor="middle"
    )
    return line(x, top - 4, x, bottom, f'stroke="{GRID}"') + mark


def _footer(lines: Sequence[str], y: float) -> tuple[list[str], float]:
    shapes = []
    for at, each in enumerate(lines):
        broken = lines_of(each, WIDTH - 2 * _MARGIN, _SMALL)
        look = f'fill="{FAINT}"' if at == len(lines) - 1 else ""
        y += 8
        shapes.append(text(_MARGIN, y, broken, _SMALL, look=look))
        y += len(broken) * _SMALL * 1.25
    return shapes, y + 4
