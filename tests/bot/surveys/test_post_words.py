"""A post shows a few figures of the published page, and none that the page hides."""

from zoneinfo import ZoneInfo

import pytest

from bot.surveys.post_words import FIGURES, LONGEST, opening, results
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from tests.bot.surveys.closed import closed
from tests.surveys.waves import a_wave

WORDS = ResultWords(Texts())


def test_an_opening_says_what_how_long_until_when_and_where() -> None:
    text = opening(a_wave(), "https://t.me/bot?start=survey_some", ZoneInfo("UTC"), Texts())
    for words in ("Опрос", "до 3", "06.12.2026 07:00", "start=survey_some", "/privacy"):
        assert words in text
    assert "полностью" not in text.lower()


@pytest.mark.parametrize("people", [12, 60, 300])
def test_results_are_short_and_say_who_was_asked_when(people: int) -> None:
    found = closed(people).results
    text = results(found, WORDS, "https://example.org", attached=True)
    assert WORDS.lead(found) in text
    assert text.count("•") <= FIGURES
    assert len(text) <= LONGEST
    assert text.endswith("в приложенном файле.")
    assert "https://example.org" in text


@pytest.mark.parametrize("people", range(5, 40, 3))
def test_no_figure_is_shown_that_the_page_hides(people: int) -> None:
    found = closed(people).results
    shown = {
        line
        for answers in found.answers
        for line in [*WORDS.summary(answers), answers.question.text]
        if not answers.hidden or answers.mean or answers.nps
    }
    for line in results(found, WORDS).splitlines():
        if line.startswith("•"):
            assert any(words in line for words in shown)
