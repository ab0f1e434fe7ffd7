from dataclasses import replace

import pytest

from surveys.checking import check
from surveys.findings import Advice, Fault, Finding
from surveys.questionnaire import Option, Question, Questionnaire
from surveys.toml_lines import Lines, lines_of
from tests.surveys.questionnaires import (
    YES_NO,
    asking,
    info,
    multiple,
    nps,
    number,
    scale,
    single,
    text,
)


def found(questionnaire: Questionnaire) -> list[Finding]:
    return check(questionnaire, 5, None)


def kinds(*questions: Question) -> list[Fault | Advice]:
    """What is found in these questions."""
    return [finding.what for finding in found(asking(*questions))]


def options(count: int, length: int = 3) -> tuple[Option, ...]:
    """So many different options, each of so many characters."""
    return tuple(Option(f"o{at}", f"{at:0{length}}") for at in range(count))


def test_a_good_questionnaire_needs_no_advice() -> None:
    assert kinds(info(), single(), scale(), text(), number()) == []


@pytest.mark.parametrize("code", ["", "Имя", "two words", "a.b", "-1", "A", "a" * 33, "a\n", "1a"])
def test_codes_are_short_words_of_latin_letters(code: str) -> None:
    assert kinds(scale(code)) == [Fault.BAD_CODE]
    assert kinds(scale("a" * 32), single("b_2")) == []


@pytest.mark.parametrize("code", ["", "да", "-1", "A b", "a.b", "1\n", "x" * 33])
def test_codes_of_options_may_be_numbers_but_not_those_of_missing_answers(code: str) -> None:
    assert kinds(single(options=(Option("1", "Раз"), Option(code, "Два")))) == [Fault.BAD_CODE]


def test_the_survey_itself_has_such_a_code_and_a_short_title() -> None:
    questionnaire = replace(asking(scale()), code="Опрос", title="я" * 101)
    assert [finding.what for finding in found(questionnaire)] == [Fault.BAD_CODE, Fault.LONG]
    assert found(replace(questionnaire, code="clients-2026", title="я" * 100)) == []


def test_two_questions_of_one_code_are_found_and_nothing_is_judged_by_it() -> None:
    (finding,) = found(asking(scale(), scale(), text(show_if=("good", "9"))))
    assert (finding.what, finding.path) == (Fault.DOUBLE_CODE, ("question", 1, "code"))


def test_options_that_cannot_be_told_apart_are_found() -> None:
    twins = (Option("yes", "Да"), Option("yes", "Нет"))
    assert kinds(single(options=twins)) == [Fault.DOUBLE_OPTION] * 2
    alike = (Option("yes", "Да"), Option("da", "ДА"))
    assert kinds(single(options=alike)) == [Fault.DOUBLE_TEXT] * 2


@pytest.mark.parametrize(
    ("count", "what"),
    [
        (0, [Fault.FEW_OPTIONS]),
        (1, [Fault.FEW_OPTIONS]),
        (2, []),
        (12, [Advice.NUMBERED, Advice.PAGES]),
        (13, [Advice.MANY_OPTIONS, Advice.NUMBERED, Advice.PAGES]),
        (41, [Fault.TOO_MANY_OPTIONS, Advice.NUMBERED, Advice.PAGES]),
    ],
)
def test_there_are_enough_options_and_not_too_many(count: int, what: list[Fault | Advice]) -> None:
    assert kinds(single(options=options(count))) == what


def test_long_options_are_numbered_and_the_analyst_is_told() -> None:
    assert kinds(single(options=options(3, 38))) == []
    (finding,) = found(asking(single(options=options(3, 39))))
    assert (finding.what, finding.args["length"]) == (Advice.NUMBERED, 39)


def test_what_does_not_fit_into_one_message_is_found() -> None:
    assert kinds(single(text="я" * 3690)) == [Fault.LONG_CARD]
    assert kinds(info(), single(text="😀" * 1800, options=options(40, 5)))[0] is Fault.LONG_CARD
    assert kinds(single(options=options(30, 150)))[0] is Fault.LONG_CARD
    assert kinds(single(text="я" * 800)) == [Advice.LONG_READ]
    long = replace(asking(scale()), intro="я" * 4000, thanks="я" * 4000)
    assert [finding.path for finding in found(long)] == [("intro",), ("thanks",)]
    assert kinds(scale(low="я" * 101)) == [Fault.LONG]


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (number(minimum=5, maximum=4), Fault.BACKWARD_BOUNDS),
        (number(minimum=-(10**12) - 1), Fault.BOUNDS_OUTSIDE),
        (number(maximum=10**30), Fault.BOUNDS_OUTSIDE),
        (multiple(minimum=0), Fault.BOUNDS_OUTSIDE),
        (multiple(minimum=4), Fault.BOUNDS_OUTSIDE),
        (multiple(maximum=9), Fault.BOUNDS_OUTSIDE),
        (multiple(minimum=3, maximum=2), Fault.BACKWARD_BOUNDS),
        (text(longest=0), Fault.BOUNDS_OUTSIDE),
        (text(longest=4001), Fault.BOUNDS_OUTSIDE),
    ],
)
def test_bounds_can_be_kept(question: Question, what: Fault) -> None:
    assert what in kinds(question)


def test_bounds_at_their_limits_are_kept() -> None:
    assert kinds(number(minimum=0, maximum=0), multiple(minimum=1, maximum=3)) == []


def test_a_questionnaire_asks_something_but_not_everything() -> None:
    assert kinds(info()) == [Fault.NOTHING_ASKED]
    assert kinds() == [Fault.NOTHING_ASKED]
    assert kinds(*(scale(f"q{at}") for at in range(15))) == []
    assert kinds(*(scale(f"q{at}") for at in range(16))) == [Advice.MANY_QUESTIONS]
    assert kinds(*(scale(f"q{at}") for at in range(101))) == [Fault.TOO_MANY_QUESTIONS]


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (text(required=True), Advice.REQUIRED_TEXT),
        (single(options=(*YES_NO, Option("x", "Х", True))), Advice.LONE_EXCLUSIVE),
        (multiple(required=True, options=YES_NO), Advice.NO_EXCLUSIVE),
        (scale(low=""), Advice.UNNAMED_ENDS),
        (nps(), Advice.PAGES),
    ],
)
def test_advice_is_given_where_people_would_stumble(question: Question, what: Advice) -> None:
    assert kinds(question) == [what]


def test_many_long_answers_make_every_sheet_heavy() -> None:
    assert kinds(text("a", longest=4000)) == []
    assert kinds(text("a", longest=4000), text("b", longest=4000)) == [Advice.HEAVY]


def test_conditions_and_groups_are_judged_together_with_the_rest() -> None:
    found = check(
        asking(single(demographic=True), scale(show_if=("visited", "maybe"))), 5, expected=3
    )
    assert [finding.what for finding in found] == [Fault.CONDITION_CODE, Advice.GROUPS_SMALL]


def test_faults_come_first_each_with_its_line() -> None:
    lines = lines_of("\n\n[[question]]\ncode = 1\n[[question]]\noptions = []\ncode = 2\n")
    questionnaire = asking(text(required=True), single("Ы"), single("b", options=YES_NO[:1]))
    found = check(questionnaire, 5, None, lines)
    assert [(finding.is_fault, finding.line) for finding in found] == [
        (True, 1),
        (True, 7),
        (False, 3),
    ]
    assert check(asking(scale()), 5, None, Lines({})) == []
