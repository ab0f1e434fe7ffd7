"""What is published of a wave: by hand for a few surveys that can be counted on fingers."""

import pytest

from surveys.ballot import Answer, Ballot
from surveys.questionnaire import Missing, Option, Question
from surveys.results import Answers, Results, TooFew, results
from surveys.tally import tally
from tests.surveys.attack import about
from tests.surveys.questionnaires import asking, info, multiple, nps, scale, single, text

K = 5
ROLES = tuple(Option(code, code.upper()) for code in "xyz")


def published(
    *questions: Question,
    given: list[Ballot],
    k: int = K,
    crosstabs: tuple[tuple[str, str], ...] = (),
) -> Results:
    """The results of these sheets."""
    survey = asking(*questions, crosstabs=crosstabs)
    return results(about(survey, k), tally(survey, given))


def each(code: str, *answers: tuple[int, Answer]) -> list[Ballot]:
    """So many people with this answer to the only question."""
    return [{code: answer} for people, answer in answers for _ in range(people)]


def only(found: Results) -> Answers:
    """The answers to the only question."""
    (answers,) = found.answers
    return answers


def counts(answers: Answers) -> list[int | None]:
    """What a table shows."""
    return [line.count for line in answers.lines]


def test_base_shares_and_gaps_of_a_question() -> None:
    given = each(
        "visited", (12, ("yes",)), (8, ("no",)), (5, Missing.SKIPPED), (5, Missing.DONT_KNOW)
    )
    found = published(single(dont_know=True), given=given)
    answers = only(found)
    assert (found.sheets, answers.asked, answers.base) == (30, 30, 20)
    assert counts(answers) == [12, 8]
    assert [line.share for line in answers.lines] == [0.6, 0.4]
    assert answers.no_answer == pytest.approx(1 / 3)
    assert answers.dont_know == 5


def test_few_who_hesitated_are_told_together_with_those_who_passed_it_over() -> None:
    given = each("visited", (20, ("yes",)), (10, ("no",)), (4, Missing.DONT_KNOW))
    answers = only(published(single(dont_know=True), given=given))
    assert answers.dont_know is None
    assert answers.no_answer == pytest.approx(4 / 34)


def test_a_small_row_is_hidden_and_another_with_it() -> None:
    options = tuple(Option(code, code.upper()) for code in "abcd")
    given = each("visited", (20, ("a",)), (6, ("b",)), (2, ("c",)))
    answers = only(published(single(options=options), given=given))
    assert counts(answers) == [20, None, None, 0]
    assert answers.hidden == 2


def test_a_small_group_that_agrees_is_hidden_and_a_large_one_is_not() -> None:
    small = only(published(single(), given=each("visited", (19, ("yes",)))))
    large = only(published(single(), given=each("visited", (20, ("yes",)))))
    assert counts(small) == [None, None]
    assert counts(large) == [20, 0]


def test_a_scale_is_grouped_where_single_marks_are_few() -> None:
    marks = ((2, "1"), (6, "2"), (9, "3"), (8, "4"), (15, "5"))
    given = each("good", *((people, (mark,)) for people, mark in marks))
    answers = only(published(scale(), given=given))
    assert answers.grouped
    assert [line.codes for line in answers.lines] == [("1", "2"), ("3",), ("4", "5")]
    assert counts(answers) == [8, 9, 23]
    assert answers.mean is not None
    assert answers.mean.value == pytest.approx(3.7)


def test_a_mean_stands_alone_where_even_groups_are_few() -> None:
    marks = ((2, "1"), (1, "2"), (9, "3"), (8, "4"), (7, "5"))
    given = each("good", *((people, (mark,)) for people, mark in marks))
    answers = only(published(scale(), given=given))
    assert counts(answers) == [None, None, None]
    assert answers.mean is not None
    assert answers.mean.value == pytest.approx(98 / 27)


def test_a_scale_that_others_depend_on_tells_no_mean_beside_groups() -> None:
    marks = ((2, "1"), (6, "2"), (9, "3"), (8, "4"), (15, "5"))
    given: list[Ballot] = [
        {"good": (mark,), "visited": ("yes",) if mark == "5" else Missing.NOT_SHOWN}
        for people, mark in marks
        for _ in range(people)
    ]
    found = published(scale(), single(show_if=("good", "5")), given=given)
    assert found.answers[0].mean is None


def test_an_nps_is_promoters_less_detractors() -> None:
    given = each("recommend", (20, ("10",)), (10, ("8",)), (6, ("0",)), (4, ("6",)))
    answers = only(published(nps(), given=given))
    assert counts(answers) == [10, 10, 20]
    assert answers.nps is not None
    assert answers.nps.value == 25


def test_several_answers_overlap() -> None:
    given = each("wanted", (10, ("a", "b")), (10, ("a",)), (10, ("c",)))
    assert counts(only(published(multiple(), given=given))) == [20, 10, 10, 0]


def test_what_nearly_everybody_chose_is_hidden_too() -> None:
    given = each("wanted", (27, ("a",)), (10, ("a", "b")), (3, ("b",)))
    assert counts(only(published(multiple(), given=given)))[0] is None


def test_a_question_that_tells_who_answered_an_earlier_one_is_hidden() -> None:
    given: list[Ballot] = [{"visited": ("yes",), "good": ("5",)}] * 36
    given += [{"visited": ("no",), "good": Missing.NOT_SHOWN}] * 4
    visited, good = published(single(), scale(show_if=("visited", "yes")), given=given).answers
    assert counts(visited) == [None, None]
    assert (good.base, good.asked, counts(good)) == (None, None, [None] * 5)


def test_a_cross_table_shows_groups_and_hides_small_ones() -> None:
    spread = {"x": (12, 8), "y": (9, 11), "z": (1, 2)}
    given: list[Ballot] = []
    for role, (yes, no) in spread.items():
        given += [{"visited": ("yes",), "role": (role,)}] * yes
        given += [{"visited": ("no",), "role": (role,)}] * no
    found = published(
        single(), single("role", ROLES), given=given, crosstabs=(("visited", "role"),)
    )
    (table,) = found.crosstabs
    assert table.groups[2].base is None
    assert [line.count for line in table.groups[2].lines] == [None, None]
    assert table.is_shown


def test_words_and_texts_have_no_rows() -> None:
    survey = asking(info(), text(), single())
    found = results(
        about(survey, K),
        tally(
            survey, each("visited", (10, ("yes",)), (10, ("no",))), {("ideas", Missing.SKIPPED): 8}
        ),
    )
    ideas, _ = found.answers
    assert (ideas.base, ideas.lines) == (12, ())


def test_the_rate_is_known_where_people_were_invited() -> None:
    survey = asking(single())
    counted = tally(survey, each("visited", (20, ("yes",)), (10, ("no",))))
    assert results(about(survey, K, invited=60), counted).rate == 0.5
    assert results(about(survey, K), counted).rate is None


@pytest.mark.parametrize("people", [0, 4])
def test_too_few_sheets_are_not_published(people: int) -> None:
    with pytest.raises(TooFew):
        published(single(), given=each("visited", (people, ("yes",))))
