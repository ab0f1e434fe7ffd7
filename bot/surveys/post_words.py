"""What the posts about a wave say: that it is open, and what it found."""

from collections.abc import Iterator
from datetime import tzinfo

from bot.surveys.result_words import ResultWords, percent
from bot.texts import Texts
from handlers.conversation import Words
from surveys.definition import questionnaire_of
from surveys.mailing import minutes
from surveys.questionnaire import Kind
from surveys.results import Answers, Line, Results
from surveys.wave import Wave

FIGURES = 3
LONGEST = 1000
"""Characters: under a file Telegram takes 1024."""


def opening(wave: Wave, link: str, zone: tzinfo, texts: Texts) -> str:
    """That the survey takes answers, and where."""
    asked = questionnaire_of(wave)
    args: dict[str, str | int] = {
        "title": asked.title,
        "questions": len(asked.asked),
        "minutes": minutes(asked),
        "closes": f"{wave.closes.astimezone(zone):%d.%m.%Y %H:%M}",
        "link": link,
    }
    return texts.plain(Words("post-opening", args))


def results(found: Results, words: ResultWords, link: str = "", *, attached: bool = False) -> str:
    """A few figures out of what is published anyway; none that the page does not show.

    `link` leads to the whole of it; `attached`: it is a file beside this text.
    """
    head = words.say("post-results", title=words.title(found), lead=words.lead(found))
    tail = [words.say("post-more", link=link)] if link else []
    tail += [words.say("post-attached")] if attached else []
    lines: list[str] = []
    for figure in _figures(found, words):
        if len(lines) == FIGURES:
            break
        if len("\n".join([head, "", *lines, figure, "", *tail])) <= LONGEST:
            lines.append(figure)
    parts = [head, "\n".join(lines), "\n".join(tail)]
    return "\n\n".join(filter(None, parts))


def _figures(found: Results, words: ResultWords) -> Iterator[str]:
    for answers in found.answers:
        figure = _figure(answers, words)
        if figure:
            yield words.say("post-figure", question=answers.question.text, figure=figure)


def _figure(answers: Answers, words: ResultWords) -> str:
    if not answers.base:
        return ""
    if answers.mean or answers.nps:
        (summary,) = words.summary(answers)[:1]
        return words.say("post-figure-mean", figure=summary, base=answers.base)
    if answers.question.kind not in {Kind.SINGLE, Kind.MULTIPLE} or answers.hidden:
        return ""
    return _most(answers, words)


def _most(answers: Answers, words: ResultWords) -> str:
    """Only where every row is shown: what is hidden could be more."""
    top: Line | None = max(answers.lines, key=lambda line: line.count or 0, default=None)
    if top is None or not top.count or top.share is None:
        return ""
    label = words.label(answers.question, top.codes)
    base = answers.base or 0
    return words.say("post-figure-most", label=label, share=percent(top.share), base=base)
