from dataclasses import replace

import pytest

from bot.surveys.result_words import ResultWords, decimal, percent
from bot.texts import Texts
from tests.bot.surveys.closed import SURVEY, closed
from tests.surveys.questionnaires import asking, number, scale, single

WORDS = ResultWords(Texts())


@pytest.mark.parametrize(
    ("share", "text"), [(0.3671, "36,7 %"), (0, "0,0 %"), (1, "100,0 %"), (0.0004, "0,0 %")]
)
def test_shares_have_one_decimal_and_a_comma(share: float, text: str) -> None:
    assert percent(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(3.849, 2, "3,85"), (-12.6, 0, "−13"), (-0.2, 0, "0"), (0, 1, "0,0")],
)
def test_numbers_have_a_comma_and_a_minus(value: float, digits: int, text: str) -> None:
    assert decimal(value, digits) == text


@pytest.mark.parametrize(
    ("code", "codes", "label"),
    [
        ("visited", ("yes",), "Да"),
        ("good", ("1",), "1 (плохо)"),
        ("good", ("3",), "3"),
        ("good", ("1", "2"), "1–2 (плохо)"),
        ("good", ("4", "5"), "4–5 (хорошо)"),
        ("recommend", ("10",), "10 (да)"),
        ("recommend", ("7", "8"), "7–8 (не определились)"),
        ("recommend", ("9", "10"), "9–10 (посоветуют)"),
    ],
)
def test_rows_are_called_as_people_read_them(code: str, codes: tuple[str, ...], label: str) -> None:
    assert WORDS.label(SURVEY.question(code), codes) == label


def test_it_is_told_who_was_asked() -> None:
    asked = WORDS.asked(SURVEY.question("wanted"), SURVEY.questions)
    assert asked == "Вопрос задан тем, кто на вопрос «Вопрос visited?» ответил: «Да»"
    assert WORDS.asked(SURVEY.question("visited"), SURVEY.questions) == ""


def test_a_number_may_be_asked_about() -> None:
    survey = asking(number(), single(show_if=("people", "0", "1")))
    asked = WORDS.asked(survey.question("visited"), survey.questions)
    assert asked.endswith("ответил: «0», «1»")


def test_a_base_comes_with_its_gaps() -> None:
    found = {answers.question.code: answers for answers in closed().results.answers}
    said = WORDS.base(found["good"]).replace("\u00a0", " ")
    assert said == "Ответили: 81, без ответа: 10,0 %, в том числе затруднились: 9"
    assert WORDS.base(found["visited"]) == "Ответили: 90"


def test_figures_stand_with_their_intervals() -> None:
    found = {answers.question.code: answers for answers in closed().results.answers}
    assert WORDS.summary(found["good"])[0].startswith("Средняя оценка: 3,22 (от 2,9")
    assert WORDS.summary(found["recommend"])[0].startswith(
        "Индекс готовности рекомендовать (NPS): −"
    )
    mean, quartiles = WORDS.summary(found["people"])
    assert mean.startswith("Среднее: 4")
    assert quartiles.startswith("Половина ответов не больше")
    assert WORDS.summary(found["visited"]) == []


def test_only_methods_that_were_used_are_explained() -> None:
    wave = closed()
    assert any("NPS" in line for line in wave.words.method(wave.about))
    kinds = [question.kind for question in asking(scale()).asked]
    assert kinds == [scale().kind]


def test_a_wave_of_one_day_is_dated_by_that_day() -> None:
    about = closed().results.about
    assert WORDS.period(about).startswith("с ")
    day = WORDS.day(about.opens)
    assert WORDS.period(replace(about, closes=about.opens)) == day
