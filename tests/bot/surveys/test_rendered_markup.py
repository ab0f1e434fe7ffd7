"""Nothing that anybody has worded becomes markup in what is published: the page, its charts."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from bot.surveys.charts import charts
from bot.surveys.closed_wave import ClosedWave
from bot.surveys.page import page
from surveys.questionnaire import Option, Question, Questionnaire
from tests.bot.surveys.closed import SURVEY, closed

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title></style></h2><iframe src=//example.org>",
    "<a href=javascript:alert(1)>x</a>",
    "]]><!--<![CDATA[",
    "&lt;script&gt; &#60;script&#62; &amp",
    "{ $title } { survey-none }",
)
TAGS = frozenset(
    "a body caption desc div figcaption figure footer h1 h2 h3 head header html li line link main"
    " meta nav ol p rect section style svg table tbody td text th thead title tr tspan ul g"
    " span".split()
)


def worded(survey: Questionnaire, evil: str) -> Questionnaire:
    """The same survey with this in every place where somebody words something."""
    questions = tuple(_question(one, evil) for one in survey.questions)
    return replace(survey, title=evil, intro=evil, thanks=evil, questions=questions)


def _question(one: Question, evil: str) -> Question:
    options = tuple(Option(each.code, evil + each.code, each.exclusive) for each in one.options)
    return replace(one, text=evil, hint=evil, low=evil, high=evil, options=options)


def wave_of(evil: str) -> ClosedWave:
    """With a former wave, so that changes are told too."""

    def made(people: int, name: str, survey: Questionnaire) -> ClosedWave:
        wave = closed(people, wave=name)
        about = replace(wave.about, questionnaire=survey)
        return ClosedWave(about, wave.sheets, wave.words)

    former = made(60, "w-2026-q3", worded(SURVEY, f"{evil}."))
    return replace(made(90, "w-2026-q4", worded(SURVEY, evil)), earlier=(former.results,))


class Looker(HTMLParser):
    """Which tags there are, and with which attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def dangerous(html: str) -> Iterator[tuple[str, str]]:
    """What could run or ask somebody."""
    looker = Looker()
    looker.feed(html)
    assert len(looker.found) > 20
    for tag, attributes in looker.found:
        if tag not in TAGS:
            yield tag, ""
        for name, value in attributes.items():
            leads = name in {"src", "href", "action", "srcset", "xlink:href"}
            if name.startswith("on") or (leads and not (value or "").startswith(("#", "data:,"))):
                yield tag, f"{name}={value}"


@pytest.fixture(scope="module")
def wave() -> ClosedWave:
    """Everything that was thought of, in every place at once."""
    return wave_of(" ".join(EVIL))


def test_the_page_shows_words_as_words(wave: ClosedWave) -> None:
    html = page(wave.results, wave.words, wave.earlier)
    assert list(dangerous(html)) == []
    assert html.count("<script") == html.count("<iframe") == html.count("<img") == 0


def test_a_chart_is_sound_and_shows_words_as_words(wave: ClosedWave) -> None:
    """Alone in a file it has no policy that would forbid a script."""
    drawn = list(charts(wave.results, wave.words))
    assert drawn
    for chart in drawn:
        tree = ET.fromstring(chart.svg)  # noqa: S314 - our own
        tags = {one.tag.rpartition("}")[2] for one in tree.iter()}
        assert tags <= {"svg", "title", "desc", "rect", "text", "tspan", "line", "g"}
        attributes = [name for one in tree.iter() for name in one.attrib]
        assert not [name for name in attributes if name.startswith("on") or "href" in name]
