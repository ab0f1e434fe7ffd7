import pytest

from surveys.card import Before, Card, Part, card, thanks
from surveys.flow import Draft, Progress, choose, go_on
from surveys.press import Action, pressed
from surveys.questionnaire import Kind, Missing, Option, Question
from surveys.screen import SCREENS
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text

VK = SCREENS["vk"]


def of(question: Question, answer: object = None, page: int = 0) -> Card:
    """The card of this question alone, answered like this before."""
    answers = {} if answer is None else {question.code: answer}
    return card(asking(question), Draft("d", answers, 0, page=page), VK)  # type: ignore[arg-type]  # any answer


def captions(of: Card) -> list[str]:
    return [key.caption for row in of.keys for key in row if key.caption]


def actions(of: Card) -> list[Action]:
    return [key.press.action for row in of.keys for key in row if not key.caption]


def test_the_introduction_comes_first_and_the_thanks_last() -> None:
    questionnaire = asking(scale())
    first = card(questionnaire, Draft("d"), VK)
    assert (first.part, first.text) == (Part.INTRO, "Начнём.")
    assert actions(first) == [Action.NEXT, Action.STOP]
    last = card(questionnaire, Draft("d", at=1), VK)
    assert actions(last) == [Action.SUBMIT, Action.BACK, Action.STOP]
    assert last.part is Part.READY
    assert thanks(questionnaire) == Card(Part.THANKS, "Спасибо.")


def test_a_question_shows_its_options_and_what_else_can_be_done() -> None:
    seen = of(single(hint="Честно.", dont_know=True))
    assert (seen.part, seen.kind, seen.hint) == (Part.QUESTION, Kind.SINGLE, "Честно.")
    assert seen.progress == Progress(1, 1, exact=True)
    assert captions(seen) == ["Да", "Нет"]
    assert actions(seen) == [Action.DONT_KNOW, Action.SKIP, Action.BACK, Action.STOP]
    assert Action.SKIP not in actions(of(single(required=True)))


def test_words_that_ask_nothing_have_no_progress() -> None:
    seen = of(info())
    assert (seen.part, seen.progress) == (Part.INFO, None)
    assert actions(seen) == [Action.NEXT, Action.BACK, Action.STOP]


def test_a_chosen_option_is_marked_and_pressing_it_takes_it_back() -> None:
    seen = of(multiple(), ("a", "c"))
    assert captions(seen) == ["✓ A", "B", "✓ C", "Ничего"]
    assert [row[0].press.action for row in seen.keys[:3]] == [
        Action.DROP,
        Action.CHOOSE,
        Action.DROP,
    ]
    assert actions(seen) == [Action.NEXT, Action.BACK, Action.STOP]
    assert Action.NEXT not in actions(of(multiple()))


def test_long_options_are_listed_and_their_buttons_numbered() -> None:
    options = tuple(Option(f"o{at}", "я" * 60) for at in range(3))
    seen = of(single(options=options), ("o1",))
    assert seen.listed == (("я" * 60, False), ("я" * 60, True), ("я" * 60, False))
    assert captions(seen) == ["1", "✓ 2", "3"]


def test_many_options_stand_on_pages_that_lead_round() -> None:
    first, second = of(nps()), of(nps(), page=1)
    assert captions(first) == list("012345")
    assert captions(second) == [*"6789", "10"]
    ahead = next(key for row in first.keys for key in row if key.press.action is Action.PAGE)
    assert (ahead.press.number, ahead.first, ahead.last) == (1, "6", "10")
    assert of(nps(), page=2) == first
    assert of(nps(), page=999) == second


@pytest.mark.parametrize("answer", [None, ("3",), Missing.SKIPPED])
def test_options_stay_where_they_are_whatever_was_answered(answer: object) -> None:
    codes = [caption.removeprefix("✓ ") for caption in captions(of(nps(required=True), answer))]
    assert codes == list("012345")


@pytest.mark.parametrize(
    ("question", "answer", "before"),
    [
        (text(), "тайна", Before.TYPED),
        (number(), 5, Before.TYPED),
        (text(), Missing.SKIPPED, Before.SKIPPED),
        (scale(dont_know=True), Missing.DONT_KNOW, Before.DONT_KNOW),
        (scale(), ("5",), None),
        (text(), None, None),
    ],
)
def test_that_there_was_an_answer_is_said_but_never_what_was_typed(
    question: Question, answer: object, before: Before | None
) -> None:
    seen = of(question, answer)
    assert seen.before is before
    assert "тайна" not in repr(seen)


def test_bounds_are_told_where_they_were_set() -> None:
    assert of(number()).bounds is None
    assert of(number(minimum=1, maximum=9)).bounds == (1, 9)
    assert of(multiple(maximum=2)).bounds == (1, 2)
    assert of(text(longest=300)).longest == 300
    assert (of(scale()).low, of(scale()).high, of(scale()).ends) == ("плохо", "хорошо", ("1", "5"))


def test_every_button_of_every_card_does_something() -> None:
    questionnaire = asking(info(), single(dont_know=True), multiple(), nps(), text())
    for at in range(-1, 6):
        draft = Draft("d", at=at)
        for row in card(questionnaire, draft, VK).keys:
            for key in row:
                assert pressed(questionnaire, draft, key.press).refused is None


def test_buttons_carry_the_turn_of_their_card() -> None:
    questionnaire = asking(single(), scale())
    draft = choose(questionnaire, go_on(questionnaire, Draft("d")).draft, "yes").draft
    turns = {key.press.turn for row in card(questionnaire, draft, VK).keys for key in row}
    assert turns == {draft.turn} == {2}
