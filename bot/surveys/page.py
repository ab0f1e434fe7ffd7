"""The results as one HTML page for the authority's site: no script, nothing loaded from outside.

Every chart has its table beside it; the page prints well and is read well aloud.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from bot.surveys.charts import of_question
from bot.surveys.result_words import ResultWords, percent
from bot.surveys.trend_words import TrendRow, trend_rows
from surveys.results import Answers, Crosstab, Line, Results
from surveys.trend import trend


def page(found: Results, words: ResultWords, earlier: Sequence[Results] = ()) -> str:
    """The whole page. `earlier` are former waves of the same survey, oldest first."""
    waves = [*earlier, found]
    body = "".join(
        [
            f'<a class="skip" href="#results">{_say(words, "results-skip")}</a>',
            _header(found, words),
            '<main id="results">',
            *(_question(answers, found, words) for answers in found.answers),
            *(_cross(at, table, words) for at, table in enumerate(found.crosstabs)),
            _trend(waves, list(trend_rows(trend(waves), words)), words),
            _how(found, words),
            "</main>",
            f"<footer><p>{escape(words.source(found.about))}</p></footer>",
        ]
    )
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    title = escape(words.title(found))
    return (
        '<!doctype html>\n<html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        '<link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )


def _say(words: ResultWords, key: str) -> str:
    return escape(words.say(key))


def _header(found: Results, words: ResultWords) -> str:
    links = "".join(
        f'<li><a href="#{escape(answers.question.code)}">{escape(answers.question.text)}</a></li>'
        for answers in found.answers
    )
    contents = _say(words, "results-contents")
    return (
        f"<header><h1>{escape(words.title(found))}</h1><p>{escape(words.lead(found))}</p>"
        f'<nav aria-label="{contents}"><ol>{links}</ol></nav></header>'
    )


def _question(answers: Answers, found: Results, words: ResultWords) -> str:
    code = escape(answers.question.code)
    asked = words.asked(answers.question, found.about.questionnaire.questions)
    inside = [f'<h2 id="{code}">{escape(answers.question.text)}</h2>']
    inside += _paragraphs([asked] if asked else [], "note")
    inside += _paragraphs(words.summary(answers), "figure")
    if answers.is_shown and answers.base:
        inside.append(f"<figure>{of_question(answers, found, words, alone=False)}</figure>")
        inside.append(_table(answers, words))
    else:
        inside += _paragraphs([words.base(answers)], "")
    inside += _paragraphs(words.notes(answers), "note")
    return f'<section aria-labelledby="{code}">{"".join(inside)}</section>'


def _paragraphs(lines: Iterable[str], look: str) -> list[str]:
    style = f' class="{look}"' if look else ""
    return [f"<p{style}>{escape(line)}</p>" for line in lines]


def _table(answers: Answers, words: ResultWords) -> str:
    keys = ("answer", "count", "share", "interval")
    head = "".join(f'<th scope="col">{_say(words, f"results-column-{key}")}</th>' for key in keys)
    rows = "".join(
        f'<tr><th scope="row">{escape(words.label(answers.question, line.codes))}</th>'
        f"{_cells(line, words)}</tr>"
        for line in answers.lines
    )
    caption = escape(words.base(answers))
    return (
        f'<div class="wide"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(line: Line, words: ResultWords) -> str:
    if line.share is None or line.interval is None:
        return f'<td colspan="3" class="hidden">{_say(words, "results-hidden")}</td>'
    low, high = percent(line.interval.low), percent(line.interval.high)
    between = escape(words.say("results-between", low=low, high=high))
    return f"<td>{line.count}</td><td>{percent(line.share)}</td><td>{between}</td>"


def _cross(number: int, table: Crosstab, words: ResultWords) -> str:
    id_ = f"cross-{number + 1}"
    inside = [f'<h2 id="{id_}">{escape(words.cross_title(table))}</h2>']
    if table.is_shown:
        inside.append(_cross_table(table, words))
    if table.hidden:
        key = "results-some-hidden" if table.is_shown else "results-all-hidden"
        inside += _paragraphs([words.say(key)], "note")
    return f'<section aria-labelledby="{id_}">{"".join(inside)}</section>'


def _cross_table(table: Crosstab, words: ResultWords) -> str:
    head = f'<th scope="col">{_say(words, "results-column-answer")}</th>' + "".join(
        f'<th scope="col">{escape(words.cross_column(table, group))}</th>' for group in table.groups
    )
    rows = []
    for at, first in enumerate(table.groups[0].lines):
        label = escape(words.label(table.rows, first.codes))
        cells = "".join(_cross_cell(group.lines[at], words) for group in table.groups)
        rows.append(f'<tr><th scope="row">{label}</th>{cells}</tr>')
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cross_cell(line: Line, words: ResultWords) -> str:
    if line.count is None:
        return f'<td class="hidden">{_say(words, "results-hidden")}</td>'
    return f"<td>{_share(line)}</td>"


def _share(line: Line) -> str:
    return str(line.count) if line.share is None else f"{percent(line.share)} ({line.count})"


def _trend(waves: Sequence[Results], rows: Sequence[TrendRow], words: ResultWords) -> str:
    if not rows:
        return ""
    head = f'<th scope="col">{_say(words, "results-trend-wave")}</th>' + "".join(
        f'<th scope="col">{escape(words.period(wave.about))}</th>' for wave in waves
    )
    broken = any(row.breaks for row in rows)
    notes = _paragraphs([words.say("results-trend-broken")] if broken else [], "note")
    return (
        f'<section aria-labelledby="trend"><h2 id="trend">{_say(words, "results-trend")}</h2>'
        f'<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(_trend_row(row, words) for row in rows)}</tbody></table></div>"
        f"{''.join(notes)}</section>"
    )


def _trend_row(row: TrendRow, words: ResultWords) -> str:
    name = escape(f"{row.question} – {row.label}" if row.label else row.question)
    return f'<tr><th scope="row">{name}</th>{"".join(_trend_cells(row, words))}</tr>'


def _trend_cells(row: TrendRow, words: ResultWords) -> Iterator[str]:
    for at, value in enumerate(row.values):
        if at in row.breaks:
            title = _say(words, "results-trend-break")
            yield f'<td class="break" title="{title}">{escape(value)}</td>'
        else:
            yield f"<td>{escape(value)}</td>"


def _how(found: Results, words: ResultWords) -> str:
    lines = "".join(_paragraphs(words.method(found.about), ""))
    head = _say(words, "results-how")
    return f'<section aria-labelledby="how"><h2 id="how">{head}</h2>{lines}</section>'
