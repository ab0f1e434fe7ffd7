from surveys.findings import Advice, Fault, Finding
from surveys.groups import groups
from surveys.questionnaire import Question
from tests.surveys.questionnaires import asking, nps, number, scale, single, text


def found(
    *questions: Question,
    expected: int | None = None,
    crosstabs: tuple[tuple[str, str], ...] = (),
) -> list[Finding]:
    return list(groups(asking(*questions, crosstabs=crosstabs), 5, expected))


def kinds(findings: list[Finding]) -> list[Fault | Advice]:
    return [finding.what for finding in findings]


def test_nothing_is_said_where_nobody_is_told_apart() -> None:
    assert found(single(), scale(), text(), expected=1) == []


def test_how_many_answers_a_demographic_question_needs() -> None:
    (finding,) = found(nps(demographic=True))
    assert (finding.what, finding.args["need"]) == (Advice.GROUPS_NEED, 55)
    assert (finding.path, finding.where) == (("question", 0, "demographic"), "recommend")


def test_groups_that_will_be_hidden_are_foretold() -> None:
    (finding,) = found(nps(demographic=True), expected=54)
    assert finding.what is Advice.GROUPS_SMALL
    assert finding.args == {"groups": 11, "size": 4, "k": 5, "need": 55, "expected": 54}
    assert found(nps(demographic=True), expected=55) == []


def test_demographics_together_point_at_people_sooner_than_each_alone() -> None:
    questions = [scale(demographic=True), single(demographic=True)]
    (finding,) = found(*questions, expected=49)
    assert finding.what is Advice.COMBINATIONS
    assert finding.args == {"codes": "good, visited", "groups": 10, "k": 5, "need": 50}
    assert found(*questions, expected=50) == []


def test_a_free_text_can_tell_nobody_apart_and_an_exact_number_too_well() -> None:
    assert kinds(found(text(demographic=True))) == [Fault.DEMOGRAPHIC_TEXT]
    assert kinds(found(number(demographic=True))) == [Advice.DEMOGRAPHIC_NUMBER]


def test_tables_are_made_of_two_different_questions_with_options() -> None:
    questions = [single(), scale(), text()]

    def of(*pairs: tuple[str, str]) -> list[Fault | Advice]:
        return kinds(found(*questions, crosstabs=pairs))

    assert of(("visited", "good")) == []
    assert of(("visited", "god")) == [Fault.CROSSTAB_UNKNOWN]
    assert of(("visited", "visited")) == [Fault.CROSSTAB_UNFIT]
    assert of(("visited", "ideas")) == [Fault.CROSSTAB_UNFIT]
    assert of(("visited", "good"), ("good", "visited")) == [Fault.CROSSTAB_TWICE]


def test_a_table_with_more_cells_than_answers_is_foretold() -> None:
    (finding,) = found(single(), scale(), expected=49, crosstabs=(("visited", "good"),))
    assert finding.what is Advice.CROSSTAB_THIN
    assert finding.args["need"] == 50
    assert finding.path == ("crosstabs", 0)
