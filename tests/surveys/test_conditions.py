import pytest

from surveys.conditions import conditions
from surveys.findings import Fault, Path
from surveys.questionnaire import Question
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text


def found(*questions: Question) -> list[tuple[str, Fault]]:
    """Question and fault, in order."""
    return [
        (finding.where, finding.what)
        for finding in conditions(asking(*questions))
        if isinstance(finding.what, Fault)
    ]


def test_questions_that_can_be_come_to_are_in_order() -> None:
    questions = [
        single(),
        scale(show_if=("visited", "yes")),
        text(show_if=("good", "1", "2")),
        number(),
        nps(show_if=("people", "5")),
        multiple(show_if=("recommend", "10")),
        info(show_if=("wanted", "none", "a")),
    ]
    assert found(*questions) == []


def test_a_condition_on_nothing_suggests_what_may_have_been_meant() -> None:
    (finding,) = conditions(asking(single(), scale(show_if=("visitd", "yes"))))
    assert finding.what is Fault.CONDITION_NEAR
    assert finding.args == {"question": "visitd", "near": "visited"}
    assert finding.path == ("question", 1, "show_if")
    assert found(single(), scale(show_if=("zzz", "yes"))) == [("good", Fault.CONDITION_UNKNOWN)]


def test_a_question_cannot_depend_on_a_later_one() -> None:
    assert found(scale(show_if=("visited", "yes")), single()) == [("good", Fault.CONDITION_LATER)]


def test_questions_that_wait_for_each_other_are_named_in_a_circle() -> None:
    circle = [
        single("a", show_if=("c", "yes")),
        single("b", show_if=("a", "yes")),
        single("c", show_if=("b", "yes")),
        scale(show_if=("b", "yes")),
    ]
    assert found(*circle) == [
        ("a", Fault.CONDITION_LOOP),
        ("b", Fault.CONDITION_LOOP),
        ("c", Fault.CONDITION_LOOP),
        ("good", Fault.UNREACHABLE),
    ]
    first, *_ = conditions(asking(*circle))
    assert first.args == {"circle": "a → c → b → a"}


def test_a_question_cannot_wait_for_itself() -> None:
    assert found(single(show_if=("visited", "yes"))) == [("visited", Fault.CONDITION_LOOP)]


@pytest.mark.parametrize("parent", [text("p"), info("p")])
def test_only_answers_that_can_be_compared_decide_what_is_shown(parent: Question) -> None:
    assert found(parent, scale(show_if=("p", "1"))) == [("good", Fault.CONDITION_UNFIT)]


@pytest.mark.parametrize(
    ("parent", "code", "what"),
    [
        (single("p"), "yess", Fault.CONDITION_CODE_NEAR),
        (single("p"), "maybe", Fault.CONDITION_CODE),
        (scale("p"), "6", Fault.CONDITION_CODE),
        (nps("p"), "-1", Fault.CONDITION_CODE_NEAR),
        (number("p", minimum=1, maximum=9), "10", Fault.CONDITION_CODE),
        (number("p"), "05", Fault.CONDITION_CODE),
        (number("p"), "five", Fault.CONDITION_CODE),
        (number("p"), "9" * 5000, Fault.CONDITION_CODE),
    ],
)
def test_an_answer_that_cannot_be_given_hides_the_question(
    parent: Question, code: str, what: Fault
) -> None:
    assert found(parent, scale(show_if=("p", code)), text(show_if=("good", "1"))) == [
        ("good", what),
        ("ideas", Fault.UNREACHABLE),
    ]


def test_the_place_of_each_fault_is_the_condition() -> None:
    paths: list[Path] = [
        finding.path for finding in conditions(asking(single(), scale(show_if=("visited", "x"))))
    ]
    assert paths == [("question", 1, "show_if")]
