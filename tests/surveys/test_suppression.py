"""ANONYMITY, test 7: over the published set of tables no hidden count can be bounded below k."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.ballot import Answer, Ballot
from surveys.flow import shown
from surveys.questionnaire import Kind, Missing, Option
from surveys.results import results
from surveys.tally import tally
from tests.surveys.attack import about, everything, largest, number_of_worlds, played
from tests.surveys.questionnaires import asking, multiple, nps, scale, single

ABC = tuple(Option(code, code.upper()) for code in "abc")
FEW = (Option("a", "А"), Option("b", "Б"), Option("none", "Ничего", exclusive=True))
MOST_WORLDS = 8_000

SURVEYS = {
    "one table": asking(single(options=ABC)),
    "a cross-table": asking(
        single(required=True),
        single("role", ABC, required=True),
        crosstabs=(("visited", "role"),),
    ),
    "a cross-table with gaps": asking(
        single(), single("role", required=True, options=ABC), crosstabs=(("visited", "role"),)
    ),
    "two cross-tables of one group": asking(
        single("one", required=True),
        single("two", required=True),
        single("role", required=True),
        crosstabs=(("one", "role"), ("two", "role")),
    ),
    "three questions in a ring": asking(
        single("one", required=True),
        single("two", required=True),
        single("three", required=True),
        crosstabs=(("one", "two"), ("two", "three"), ("one", "three")),
    ),
    "a condition": asking(single(options=ABC), single("why", show_if=("visited", "a"))),
    "a condition on two codes": asking(
        single(options=ABC, required=True),
        single("why", show_if=("visited", "a", "b"), dont_know=True),
    ),
    "a condition and a cross-table": asking(
        single(required=True),
        single("why", show_if=("visited", "yes")),
        crosstabs=(("why", "visited"),),
    ),
    "several answers": asking(multiple(options=FEW)),
    "several answers, a condition": asking(
        multiple(options=FEW, required=True), single(show_if=("wanted", "a", "b"))
    ),
    "several answers by group": asking(
        multiple(options=FEW, required=True),
        single(required=True),
        crosstabs=(("wanted", "visited"),),
    ),
    "group of several answers": asking(
        single(required=True),
        multiple(options=FEW, required=True),
        crosstabs=(("visited", "wanted"),),
    ),
    "at most one of several": asking(multiple(options=FEW, maximum=1)),
    "a scale": asking(scale(required=True)),
    "a scale with gaps": asking(scale(dont_know=True)),
    "a condition within a scale's group": asking(
        scale(required=True), single("why", show_if=("good", "1"), required=True)
    ),
    "a scale by group": asking(
        scale(required=True), single(required=True), crosstabs=(("good", "visited"),)
    ),
    "a scale told with a condition of its middle": asking(
        scale(required=True), single("why", show_if=("good", "3", "4"), required=True)
    ),
}


@st.composite
def lived(draw: st.DrawFn) -> tuple[str, tuple[int, ...], int]:
    """A survey, how many people gave each sheet, and k."""
    name = draw(st.sampled_from(sorted(SURVEYS)))
    kinds = everything(SURVEYS[name])
    k = draw(st.integers(2, 4))
    people = max(n for n in range(2, 15) if number_of_worlds(kinds, n) <= MOST_WORLDS)
    total = draw(st.integers(min(k, people), people))
    weights = draw(st.lists(st.integers(0, 9), min_size=kinds, max_size=kinds))
    by_chance = draw(st.randoms(use_true_random=False))
    chosen = by_chance.choices(range(kinds), [weight + 0.01 for weight in weights], k=total)
    return name, tuple(chosen.count(kind) for kind in range(kinds)), min(k, total)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(lived())
def test_no_hidden_count_can_be_bounded_below_k(survey: tuple[str, tuple[int, ...], int]) -> None:
    name, world, k = survey
    questionnaire = SURVEYS[name]
    found = played(questionnaire, world, k)
    reach = largest(questionnaire, found)
    assert {hidden: most for hidden, most in reach.items() if most < k} == {}


READY = asking(
    multiple("contact"),
    scale("satisfied", show_if=("contact", "a", "b", "c"), dont_know=True),
    scale("effective", dont_know=True),
    scale("clear", dont_know=True),
    nps("recommend"),
    single("role", ABC, demographic=True),
    crosstabs=(("effective", "role"), ("clear", "role"), ("contact", "role")),
)


def somebody(chance: Random) -> Ballot:
    """Answers as people give them."""
    sheet: dict[str, Answer] = {}
    for at, question in enumerate(READY.questions):
        if not shown(READY, sheet)[at]:
            sheet[question.code] = Missing.NOT_SHOWN
        elif chance.random() < 0.08:
            sheet[question.code] = Missing.SKIPPED
        elif question.kind is Kind.MULTIPLE:
            chosen = {*chance.choices("abc", [6, 3, 1], k=2)} if chance.random() < 0.9 else {"none"}
            sheet[question.code] = tuple(code for code in question.codes if code in chosen)
        else:
            weights = [(place + 1) ** 2 for place in range(len(question.codes))]
            sheet[question.code] = (chance.choices(question.codes, weights)[0],)
    return sheet


@pytest.mark.parametrize("people", [5, 11, 23, 60, 200, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_a_survey_of_usual_size_shows_nothing_small_and_nothing_by_subtraction(
    people: int, seed: int
) -> None:
    chance = Random(seed * 10_000 + people)  # noqa: S311 - a repeatable example, no secret
    sheets = [somebody(chance) for _ in range(people)]
    found = results(about(READY, 5), tally(READY, sheets))
    wholes = [
        (answers.base, [line.count for line in answers.lines])
        for answers in found.answers
        if answers.question.kind is not Kind.MULTIPLE
    ]
    wholes += [
        (group.base, [line.count for line in group.lines])
        for table in found.crosstabs
        if table.rows.kind is not Kind.MULTIPLE
        for group in table.groups
    ]
    for base, counts in wholes:
        seen = [count for count in (base, *counts) if count is not None]
        assert all(count == 0 or count >= 5 for count in seen)
        if base is not None and None in counts and base:
            assert counts.count(None) > 1
            assert base - sum(count or 0 for count in counts) >= 5
    if people >= 200:
        assert sum(answers.hidden for answers in found.answers) <= 4


def test_the_order_of_sheets_changes_nothing() -> None:
    chance = Random(7)  # noqa: S311 - the same
    sheets = [somebody(chance) for _ in range(60)]
    one = results(about(READY, 5), tally(READY, sheets))
    chance.shuffle(sheets)
    assert results(about(READY, 5), tally(READY, sheets)) == one
