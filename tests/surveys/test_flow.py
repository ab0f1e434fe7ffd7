from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.ballot import longest, packed, unpacked
from surveys.checking import check
from surveys.flow import (
    INTRO,
    Draft,
    Progress,
    Refused,
    Step,
    back,
    ballot,
    choose,
    cleaned,
    current,
    dont_know,
    drop,
    go_on,
    is_ready,
    progress,
    shown,
    skip,
    turn_to,
    type_in,
)
from surveys.questionnaire import Missing, Question, Questionnaire
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text

Act = Callable[[Questionnaire, Draft], Step]
NEW = Draft("d")
BRANCHED = asking(
    single(),
    scale(show_if=("visited", "yes")),
    text(show_if=("good", "1", "2")),
    multiple(dont_know=True),
    number(show_if=("wanted", "a")),
)


def pick(code: str) -> Act:
    return lambda questionnaire, draft: choose(questionnaire, draft, code)


def write(words: str) -> Act:
    return lambda questionnaire, draft: type_in(questionnaire, draft, words)


def after(questionnaire: Questionnaire, *acts: Act, draft: Draft = NEW) -> Draft:
    """The draft after all of this was accepted, the introduction first."""
    for act in (go_on, *acts) if draft is NEW else acts:
        step = act(questionnaire, draft)
        assert step.refused is None
        draft = step.draft
    return draft


def at(questionnaire: Questionnaire, draft: Draft) -> str:
    """The code of what is asked."""
    question = current(questionnaire, draft)
    return question.code if question else ""


def refused(question: Question, *acts: Act) -> tuple[Refused | None, dict[str, int]]:
    """Why the last act was refused; nothing has changed then."""
    questionnaire = asking(question)
    *before, last = acts
    draft = after(questionnaire, *before)
    step = last(questionnaire, draft)
    assert step.refused is None or step.draft == draft
    return step.refused, dict(step.args)


def test_a_respondent_goes_through_what_the_answers_lead_to() -> None:
    draft = after(BRANCHED, pick("yes"), pick("2"), write("Больше света"))
    assert at(BRANCHED, draft) == "wanted"
    draft = after(BRANCHED, pick("a"), pick("b"), go_on, write("12"), draft=draft)
    assert is_ready(BRANCHED, draft)
    assert ballot(BRANCHED, draft) == {
        "visited": ("yes",),
        "good": ("2",),
        "ideas": "Больше света",
        "wanted": ("a", "b"),
        "people": 12,
    }


def test_what_was_not_shown_skipped_or_not_known_is_told_apart() -> None:
    draft = after(BRANCHED, skip, dont_know)
    assert ballot(BRANCHED, draft) == {
        "visited": Missing.SKIPPED,
        "good": Missing.NOT_SHOWN,
        "ideas": Missing.NOT_SHOWN,
        "wanted": Missing.DONT_KNOW,
        "people": Missing.NOT_SHOWN,
    }


def test_an_answer_changed_later_hides_what_it_no_longer_leads_to() -> None:
    draft = after(BRANCHED, pick("yes"), pick("1"), write("Свет"), back, back, back)
    assert at(BRANCHED, draft) == "visited"
    draft = after(BRANCHED, pick("no"), skip, draft=draft)
    assert ballot(BRANCHED, draft)["good"] is Missing.NOT_SHOWN
    assert ballot(BRANCHED, draft)["ideas"] is Missing.NOT_SHOWN
    assert shown(BRANCHED, draft.answers) == (True, False, False, True, False)


def test_going_back_keeps_the_answer_and_the_way_forward() -> None:
    draft = after(BRANCHED, pick("yes"), pick("1"), back, back)
    assert at(BRANCHED, draft) == "visited"
    assert at(BRANCHED, after(BRANCHED, go_on, go_on, draft=draft)) == "ideas"
    assert after(BRANCHED, back, back, draft=draft).at == INTRO


def test_from_the_end_one_can_still_go_back() -> None:
    draft = after(BRANCHED, skip, skip)
    assert is_ready(BRANCHED, draft)
    assert at(BRANCHED, after(BRANCHED, back, draft=draft)) == "wanted"
    assert go_on(BRANCHED, draft).refused is Refused.NOT_HERE


def test_words_that_ask_nothing_are_read_and_passed() -> None:
    questionnaire = asking(info(), scale())
    draft = after(questionnaire)
    assert at(questionnaire, draft) == "word"
    assert skip(questionnaire, draft).refused is Refused.NOT_HERE
    assert at(questionnaire, after(questionnaire, go_on, draft=draft)) == "good"


def test_several_answers_are_kept_in_the_order_of_the_questionnaire() -> None:
    questionnaire = asking(multiple())
    draft = after(questionnaire, pick("c"), pick("a"), pick("a"))
    assert draft.answers == {"wanted": ("a", "c")}
    assert after(questionnaire, pick("none"), draft=draft).answers == {"wanted": ("none",)}


def test_an_exclusive_option_gives_way_to_any_other() -> None:
    questionnaire = asking(multiple())
    assert after(questionnaire, pick("none"), pick("b")).answers == {"wanted": ("b",)}


def test_a_chosen_option_can_be_taken_back_twice() -> None:
    def take_back(questionnaire: Questionnaire, draft: Draft) -> Step:
        return drop(questionnaire, draft, "a")

    questionnaire = asking(multiple())
    draft = after(questionnaire, pick("a"), take_back, take_back)
    assert draft.answers == {}
    assert is_ready(questionnaire, after(questionnaire, skip, draft=draft))


def test_of_several_neither_too_few_nor_too_many_are_accepted() -> None:
    question = multiple(minimum=2, maximum=2)
    assert refused(question, go_on) == (Refused.TOO_FEW, {"limit": 2})
    assert refused(question, pick("a"), go_on) == (Refused.TOO_FEW, {"limit": 2})
    assert refused(question, pick("a"), pick("b"), pick("c")) == (Refused.TOO_MANY, {"limit": 2})
    assert refused(question, pick("none"), go_on) == (None, {})


@pytest.mark.parametrize(
    ("question", "act", "why"),
    [
        (single(), pick("maybe"), Refused.NO_SUCH_OPTION),
        (single(), pick(""), Refused.NO_SUCH_OPTION),
        (scale(), pick("6"), Refused.NO_SUCH_OPTION),
        (nps(), pick("-1"), Refused.NO_SUCH_OPTION),
        (multiple(), pick("z"), Refused.NO_SUCH_OPTION),
        (text(), pick("yes"), Refused.NO_SUCH_OPTION),
        (single(), go_on, Refused.NOT_HERE),
        (text(), go_on, Refused.NOT_HERE),
        (single(), write("Да"), Refused.NOT_HERE),
        (single(), dont_know, Refused.NOT_HERE),
        (single(required=True), skip, Refused.REQUIRED),
        (text(), write(" \n\t "), Refused.NO_TEXT),
        (text(), write("\x00\x1b"), Refused.NO_TEXT),
        (number(), write("много"), Refused.NOT_A_NUMBER),
        (number(), write("1,5"), Refused.NOT_A_NUMBER),
        (number(), write(""), Refused.NOT_A_NUMBER),
        (number(), write("9" * 5000), Refused.NOT_A_NUMBER),
        (number(), write("٣"), Refused.NOT_A_NUMBER),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(
    question: Question, act: Act, why: Refused
) -> None:
    assert refused(question, act) == (why, {})


@pytest.mark.parametrize(
    ("typed", "answer"), [("12", 12), (" 1 000 ", 1000), ("\u2212 5", -5), ("+7", 7), ("007", 7)]
)
def test_a_number_is_read_as_people_write_it(typed: str, answer: int) -> None:
    assert after(asking(number()), write(typed)).answers == {"people": answer}


def test_a_number_out_of_bounds_is_refused_with_the_bound() -> None:
    question = number(minimum=1, maximum=10)
    assert refused(question, write("0")) == (Refused.TOO_SMALL, {"limit": 1})
    assert refused(question, write("11")) == (Refused.TOO_BIG, {"limit": 10})
    assert refused(number(), write("9" * 15))[0] is Refused.TOO_BIG


def test_a_text_of_10000_characters_is_refused_whole_with_both_lengths() -> None:
    over = {"limit": 1000, "given": 10_000}
    assert refused(text(), write("я" * 10_000)) == (Refused.TOO_LONG, over)
    assert refused(text(), write(" " * 9000 + "я" * 1000)) == (None, {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  да\r\nнет\x07 ", "да\nнет"),
        ("а\ud83dб", "аб"),
        ("\ud83d\ude00", "😀"),
        ("\ude00\ud83d", ""),
        ("\ufeffда", "\ufeffда"),
        ("\ue000\ue001", "\ue000\ue001"),
    ],
)
def test_a_text_is_kept_without_what_no_database_holds(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_progress_is_exact_once_nothing_can_change_it() -> None:
    def seen(*acts: Act) -> Progress | None:
        return progress(BRANCHED, after(BRANCHED, *acts))

    assert seen() == Progress(1, 5, exact=False)
    assert seen(pick("no")) == Progress(2, 3, exact=False)
    assert seen(pick("yes")) == Progress(2, 5, exact=False)
    assert seen(pick("yes"), pick("5")) == Progress(3, 4, exact=False)
    assert seen(pick("no"), pick("a"), go_on) == Progress(3, 3, exact=True)
    assert seen(pick("no"), skip) is None
    assert progress(BRANCHED, NEW) is None


def test_words_between_questions_are_not_counted() -> None:
    questionnaire = asking(info(), scale(), info("more"), nps())
    assert progress(questionnaire, after(questionnaire, go_on)) == Progress(1, 2, exact=True)


def test_a_draft_that_is_not_finished_gives_no_sheet() -> None:
    with pytest.raises(ValueError, match="not finished"):
        ballot(BRANCHED, after(BRANCHED, pick("yes")))


def test_a_page_of_options_turns_without_a_new_card() -> None:
    step = turn_to(after(asking(nps())), 1)
    assert (step.draft.page, step.draft.turn) == (1, 1)
    assert turn_to(NEW, -5).draft.page == 0


def test_a_draft_shows_no_answers_in_an_error() -> None:
    assert "тайна" not in repr(after(asking(text()), write("тайна")))


ACTS = st.one_of(
    st.sampled_from([go_on, back, skip, dont_know]),
    st.sampled_from(["yes", "no", "a", "b", "none", *"0123456"]).map(pick),
    st.text(max_size=5).map(write),
    st.integers(-5, 50).map(lambda count: write(str(count))),
)


@given(acts=st.lists(ACTS, max_size=40))
def test_whatever_is_pressed_the_end_is_a_valid_sheet(acts: Sequence[Act]) -> None:
    draft = NEW
    for act in acts:
        draft = act(BRANCHED, draft).draft
        assert -1 <= draft.at <= len(BRANCHED.questions)
        if is_ready(BRANCHED, draft):
            sheet = packed(ballot(BRANCHED, draft), BRANCHED)
            assert unpacked(sheet, BRANCHED) == ballot(BRANCHED, draft)
            assert len(sheet) <= longest(BRANCHED)
    while not is_ready(BRANCHED, draft):
        forward = go_on(BRANCHED, draft)
        draft = (forward if forward.refused is None else skip(BRANCHED, draft)).draft
    assert set(ballot(BRANCHED, draft)) == {question.code for question in BRANCHED.asked}


def test_the_questionnaire_of_these_tests_is_without_faults() -> None:
    assert not [finding for finding in check(BRANCHED, 5, None) if finding.is_fault]
