from dataclasses import replace

import pytest

from surveys.questionnaire import FARTHEST, Condition, Question
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text


def test_answers_of_a_scale_and_of_an_nps_are_their_digits() -> None:
    assert scale().codes == ("1", "2", "3", "4", "5")
    assert nps().codes == tuple(map(str, range(11)))
    assert single().codes == ("yes", "no")
    assert [question.codes for question in (number(), text(), info())] == [(), (), ()]


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        (number(), (-FARTHEST, FARTHEST)),
        (number(minimum=0), (0, FARTHEST)),
        (number(minimum=1, maximum=9), (1, 9)),
        (multiple(), (1, 4)),
        (multiple(minimum=2, maximum=3), (2, 3)),
    ],
)
def test_bounds_are_those_given_or_all_there_is(
    question: Question, bounds: tuple[int, int]
) -> None:
    assert question.bounds == bounds


def test_words_that_ask_nothing_are_not_counted_as_asked() -> None:
    assert [question.code for question in asking(info(), scale()).asked] == ["good"]


def test_a_question_is_found_by_its_code_and_an_unknown_one_is_not() -> None:
    questionnaire = asking(scale(), text())
    assert questionnaire.question("ideas") == text()
    with pytest.raises(KeyError):
        questionnaire.question("other")


def test_any_change_of_the_definition_changes_its_hash() -> None:
    before = asking(scale(), text())
    assert before.hash == asking(scale(), text()).hash
    assert before.hash != asking(text(), scale()).hash
    assert before.hash != replace(before, thanks="Спасибо!").hash
    assert before.hash != asking(scale(dont_know=True), text()).hash


def test_wording_is_the_same_wherever_the_question_stands_and_whoever_sees_it() -> None:
    shown_to_some = replace(scale(), show_if=Condition("visited", ("yes",)))
    assert scale().wording == shown_to_some.wording
    assert scale().wording != scale(high="отлично").wording
    assert scale().wording != scale(text="Другой вопрос?").wording
