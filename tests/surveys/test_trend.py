from dataclasses import replace

from surveys.ballot import Ballot
from surveys.questionnaire import Question
from surveys.results import Results, results
from surveys.tally import tally
from surveys.trend import trend
from tests.surveys.attack import about
from tests.surveys.questionnaires import asking, scale, single


def wave(name: str, question: Question, *answers: tuple[int, str]) -> Results:
    """A wave of one question: so many people with each answer."""
    survey = asking(question)
    sheets: list[Ballot] = [
        {question.code: (code,)} for people, code in answers for _ in range(people)
    ]
    return results(replace(about(survey, 5), wave=name), tally(survey, sheets))


def test_the_same_question_makes_a_series() -> None:
    waves = [
        wave("q1", scale(), (10, "3"), (10, "4"), (10, "5")),
        wave("q2", scale(), (10, "4"), (20, "5")),
    ]
    (series,) = trend(waves)
    assert [(point.wave, round(point.value or 0, 2)) for point in series.points] == [
        ("q1", 4.0),
        ("q2", 4.67),
    ]
    assert series.is_comparable
    assert not any(point.breaks for point in series.points)


def test_options_have_a_series_each() -> None:
    waves = [
        wave("q1", single(), (10, "yes"), (10, "no")),
        wave("q2", single(), (30, "yes"), (10, "no")),
    ]
    yes, no = trend(waves)
    assert [point.value for point in yes.points] == [0.5, 0.75]
    assert [point.value for point in no.points] == [0.5, 0.25]


def test_another_wording_breaks_the_series() -> None:
    reworded = scale(text="Как вам теперь?")
    waves = [
        wave("q1", scale(), (10, "3"), (10, "5")),
        wave("q2", reworded, (10, "3"), (10, "5")),
        wave("q3", reworded, (20, "5"), (10, "4")),
    ]
    (series,) = trend(waves)
    assert [point.breaks for point in series.points] == [False, True, False]
    assert series.is_comparable
    (two,) = trend(waves[:2])
    assert not two.is_comparable


def test_a_break_in_a_wave_without_a_value_comes_before_the_next_value() -> None:
    waves = [
        wave("q1", scale(), (10, "3"), (10, "5")),
        wave("q2", scale(text="Иначе?"), (6, "5")),
        wave("q3", scale(text="Иначе?"), (10, "3"), (10, "5")),
    ]
    (series,) = trend(waves)
    assert series.points[1].value is None
    assert series.points[2].breaks


def test_a_wave_that_did_not_ask_is_a_gap() -> None:
    waves = [
        wave("q1", scale(), (10, "3"), (10, "5")),
        wave("q2", single(), (10, "yes"), (10, "no")),
        wave("q3", scale(), (10, "3"), (10, "5")),
    ]
    (series,) = trend(waves)
    assert [point.value for point in series.points] == [4.0, None, 4.0]
    assert series.is_comparable


def test_no_waves_have_no_trend() -> None:
    assert trend([]) == ()
