from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from bot.surveys.data_rows import DataRows
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from surveys.ballot import Ballot, packed
from surveys.ports import Sheets
from surveys.questionnaire import Questionnaire
from tests.bot.surveys.closed import closed
from tests.surveys.questionnaires import asking, multiple, single


def test_several_answers_are_columns_of_their_own() -> None:
    data = closed().rows
    assert [column.key for column in data.columns] == [
        "visited",
        "wanted__a",
        "wanted__b",
        "wanted__c",
        "wanted__none",
        "good",
        "recommend",
        "people",
        "region",
    ]
    marks = {tuple(line[2:6]) for line in data.coded()}
    assert marks == {(-3, -3, -3, -3), (0, 0, 1, 0), (1, 0, 0, 0)}


def test_gaps_have_codes_and_words_of_their_own() -> None:
    data = closed().rows
    coded, labelled = list(data.coded()), list(data.labelled())
    assert [line[0] for line in coded] == list(range(1, 91))
    for code, label, place in ((-1, "затрудняюсь ответить", 6), (-2, "пропущен", 8)):
        places = [at for at, line in enumerate(coded) if line[place] == code]
        assert places
        assert {labelled[at][place] for at in places} == {label}


def test_codes_become_words() -> None:
    data = closed().rows
    assert {line[1] for line in data.labelled()} == {"Да", "Нет"}
    assert {line[9] for line in data.coded()} == {"x", "y", -4}


def blanked(survey: Questionnaire, answers: Sequence[Ballot], k: int) -> Counter[object]:
    """How often each combination of the demographic columns is left."""
    rows = tuple(sorted(packed(sheet, survey) for sheet in answers))
    data = DataRows(survey, Sheets(rows), k, ResultWords(Texts()))
    return Counter(tuple(line[1:]) for line in data.coded())


@pytest.mark.parametrize("seed", range(20))
def test_combinations_of_fewer_than_k_are_blanked_and_never_fewer_than_k_rows(seed: int) -> None:
    survey = asking(single("one", demographic=True), multiple("two", demographic=True))
    chance = Random(seed)  # noqa: S311 - a repeatable example, no secret
    answers: list[Ballot] = [
        {
            "one": (chance.choice(["yes", "yes", "no"]),),
            "two": chance.choice([("a",), ("a", "b"), ("a", "b", "c"), ("none",)]),
        }
        for _ in range(chance.randint(10, 60))
    ]
    left = blanked(survey, answers, 5)
    assert min(left.values()) >= 5


def test_a_lone_person_is_blanked_together_with_others() -> None:
    survey = asking(single("one", demographic=True))
    answers: list[Ballot] = [*[{"one": ("yes",)}] * 9, {"one": ("no",)}]
    assert blanked(survey, answers, 5) == {(-4,): 10}


def test_answers_about_the_matter_are_never_blanked() -> None:
    survey = asking(single("one"))
    answers: list[Ballot] = [*[{"one": ("yes",)}] * 9, {"one": ("no",)}]
    assert blanked(survey, answers, 5) == {("yes",): 9, ("no",): 1}
