import pytest

from appeals.words import Mark, Style
from bot.surveys.card_words import Drawn, drawn, refused_words
from bot.texts import Texts
from surveys.card import card, thanks
from surveys.flow import Draft, Refused, Step
from surveys.press import Action
from surveys.questionnaire import FARTHEST, Missing, Option, Question
from surveys.screen import OTHERS, SCREENS, units
from tests.surveys.questionnaires import asking, info, multiple, nps, number, scale, single, text

TEXTS = Texts()
VK = SCREENS["vk"]


def of(question: Question, answer: object = None) -> Drawn:
    """This question alone as it is sent, answered like this before."""
    answers = {} if answer is None else {question.code: answer}
    return drawn(card(asking(question), Draft("d", answers, 0), VK), TEXTS)  # type: ignore[arg-type]  # any answer


def captions(of: Drawn) -> list[list[str]]:
    return [[caption.text for caption in row] for row in of.rows]


def test_a_question_stands_in_bold_between_its_progress_and_its_hint() -> None:
    seen = of(single(hint="Честно."))
    assert seen.content.text == "Вопрос 1 из 1\n\nВопрос visited?\n\nЧестно."
    assert seen.content.marks == (Mark(Style.BOLD, 15, 15),)
    assert captions(seen) == [
        ["Да"],
        ["Нет"],
        ["Пропустить", "Назад"],
        ["Прекратить и удалить"],
    ]
    assert seen.rows[0][0].data == "d.0.c.0"


def test_progress_is_approximate_while_answers_decide() -> None:
    questionnaire = asking(single(), scale(show_if=("visited", "yes")))
    seen = drawn(card(questionnaire, Draft("d", at=0), VK), TEXTS)
    assert seen.content.text.startswith("Вопрос 1 из ~2\n")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (scale(), "1 – плохо, 5 – хорошо"),
        (nps(low=""), "10 – да"),
        (nps(high=""), "0 – нет"),
        (multiple(), "Отметьте подходящее и нажмите «Дальше»."),
        (multiple(maximum=2), "Отметьте не больше 2 и нажмите «Дальше»."),
        (multiple(minimum=2, maximum=3), "Отметьте от 2 до 3 и нажмите «Дальше»."),
        (number(), "Напишите ответ целым числом."),
        (number(minimum=1), "Напишите ответ целым числом, не меньше 1."),
        (number(maximum=9), "Напишите ответ целым числом, не больше 9."),
        (number(minimum=1, maximum=9), "Напишите ответ целым числом от 1 до 9."),
    ],
)
def test_a_card_says_what_is_expected(question: Question, line: str) -> None:
    assert of(question).content.text.splitlines()[-1] == line


def test_before_a_typed_comment_people_are_warned() -> None:
    shown = of(text(longest=300)).content.text
    assert "до 300 знаков" in shown
    assert "Не указывайте имена, телефоны" in shown
    assert "останется в этой переписке" in shown


def test_long_options_are_listed_with_the_chosen_one_marked() -> None:
    options = (Option("a", "я" * 50), Option("b", "ю" * 50))
    seen = of(single(options=options), ("b",))
    assert seen.content.text.endswith(f"1. {'я' * 50}\n✓ 2. {'ю' * 50}")
    assert captions(seen)[0] == ["1", "✓ 2"]


def test_pages_of_options_are_named_by_their_ends() -> None:
    assert ["Ещё: 6–10", "Пропустить"] in captions(of(nps()))


def test_words_of_a_questionnaire_cannot_style_or_break_a_card() -> None:
    seen = of(info(text="<b>5 < 6</b> { $x }"))
    assert seen.content.text == "<b>5 < 6</b> { $x }"
    assert seen.content.marks == ()


def test_the_first_and_the_last_cards_have_words_of_their_own() -> None:
    questionnaire = asking(scale())
    first = drawn(card(questionnaire, Draft("d"), VK), TEXTS)
    assert first.content.text.startswith("Начнём.\n\nОтветы хранятся без имени")
    assert captions(first) == [["Начать", "Не сейчас"]]
    last = drawn(card(questionnaire, Draft("d", at=1), VK), TEXTS)
    assert captions(last) == [["Отправить ответы", "Назад"], ["Прекратить и удалить"]]
    assert "Отправить ответы?" in last.content.text
    assert drawn(thanks(questionnaire), TEXTS) == Drawn(last.content.with_text("Спасибо."), ())


@pytest.mark.parametrize(
    ("question", "answer", "line"),
    [
        (text(), "тайна", "На этот вопрос вы уже ответили. Новый ответ заменит прежний."),
        (text(), Missing.SKIPPED, "Этот вопрос вы пропустили."),
        (scale(dont_know=True), Missing.DONT_KNOW, "Вы ответили: «Затрудняюсь ответить»."),
    ],
)
def test_an_earlier_answer_is_mentioned_without_its_words(
    question: Question, answer: object, line: str
) -> None:
    assert of(question, answer).content.text == f"{of(question).content.text}\n\n{line}"


@pytest.mark.parametrize(
    "question",
    [
        text(longest=4000),
        number(minimum=-FARTHEST, maximum=FARTHEST - 1),
        multiple(minimum=2, maximum=3),
        scale(dont_know=True),
    ],
)
def test_our_own_words_fit_into_the_room_kept_for_them(question: Question) -> None:
    for answer in ("ответ", Missing.SKIPPED, Missing.DONT_KNOW):
        shown = of(question, answer).content.text
        assert units(shown) - len(question.text) <= OTHERS


def test_every_caption_fits_a_button() -> None:
    for action in Action:
        for seen in (of(nps(dont_know=True), ("1",)), of(text(), "ответ")):
            assert all(len(caption) <= VK.label for row in captions(seen) for caption in row), (
                action
            )


@pytest.mark.parametrize("why", Refused)
def test_every_refusal_has_its_words(why: Refused) -> None:
    words = refused_words(Step(Draft("d"), why, {"limit": 1, "given": 10_000}))
    assert TEXTS.plain(words)


def test_what_was_accepted_is_not_refused() -> None:
    with pytest.raises(ValueError, match="accepted"):
        refused_words(Step(Draft("d")))
