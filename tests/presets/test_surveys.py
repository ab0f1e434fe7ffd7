"""The ready questionnaires: usable as they are, and about what the regulations ask for."""

import pytest

from bot.surveys.questionnaire_file import READY
from surveys.checking import check
from surveys.findings import Advice
from surveys.questionnaire import Audience, Kind, Questionnaire
from surveys.reading import read

SMALLEST = {Audience.CLIENTS: 5, Audience.STAFF: 10}


def ready(name: str) -> Questionnaire:
    """The ready questionnaire of this name."""
    questionnaire = read((READY / f"{name}.toml").read_text(encoding="utf-8")).questionnaire
    assert questionnaire is not None
    return questionnaire


CLIENTS, STAFF = ready("clients-supervision"), ready("staff-aspects")


@pytest.mark.parametrize("questionnaire", [CLIENTS, STAFF], ids=lambda one: one.code)
def test_a_ready_questionnaire_needs_nothing_but_pages_in_vk(questionnaire: Questionnaire) -> None:
    found = check(questionnaire, SMALLEST[questionnaire.audience], expected=100)
    assert {finding.what for finding in found} == {Advice.PAGES}
    assert (READY / f"{questionnaire.code}.toml").exists()


@pytest.mark.parametrize("questionnaire", [CLIENTS, STAFF], ids=lambda one: one.code)
def test_nobody_has_to_answer_anything(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.asked) == 10
    assert not any(question.required for question in questionnaire.questions)


def test_clients_are_asked_for_suggestions_and_for_effectiveness() -> None:
    """SOC 19: both aims of the survey."""
    assert CLIENTS.audience is Audience.CLIENTS
    assert CLIENTS.question("suggestions").kind is Kind.TEXT
    assert "эффективно" in CLIENTS.question("effective").text


def test_staff_are_asked_about_all_eight_aspects_and_nothing_about_themselves() -> None:
    """SVERD 10.6.1; a small team is told apart by any demographic question."""
    aspects = [
        "материально-техническое оснащение",
        "регламентация",
        "автоматизация",
        "другими государственными органами и организациями",
        "профессионального развития",
        "должностного роста",
        "отношения между коллегами",
        "сама работа",
    ]
    scales = [question for question in STAFF.questions if question.kind is Kind.SCALE]
    assert len(scales) == len(aspects)
    for aspect, question in zip(aspects, scales, strict=True):
        assert aspect in question.text
    assert [option.code for option in STAFF.question("first").options] == [
        question.code for question in scales
    ]
    assert not any(question.demographic for question in STAFF.questions)
