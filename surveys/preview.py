"""All cards of a questionnaire in order, as people will see them."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.ballot import Answer
from surveys.card import Card, card, laid_out, thanks
from surveys.flow import Draft
from surveys.questionnaire import Condition, Kind, Question, Questionnaire
from surveys.screen import Screen


@dataclass(frozen=True, slots=True)
class Sheet:
    """One card and, for the analyst, when it appears: `after` this question, with these answers.

    `page` counts from 1 where the options stand on several `pages`.
    """

    card: Card
    code: str = ""
    after: str = ""
    answers: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1


def preview(questionnaire: Questionnaire, screen: Screen) -> Iterator[Sheet]:
    """The introduction, every question with all pages of its options, the end, the thanks."""
    draft = Draft("preview")
    yield Sheet(card(questionnaire, draft, screen))
    for at, question in enumerate(questionnaire.questions):
        after, chosen = _when(questionnaire, question.show_if)
        answers = _leading(questionnaire, question)
        pages = max(len(laid_out(question, screen).pages), 1)
        for page in range(pages):
            seen = card(questionnaire, Draft("preview", answers, at, page=page), screen)
            yield Sheet(seen, question.code, after, chosen, page + 1, pages)
    end = Draft("preview", at=len(questionnaire.questions))
    yield Sheet(card(questionnaire, end, screen))
    yield Sheet(thanks(questionnaire))


def _leading(questionnaire: Questionnaire, question: Question) -> dict[str, Answer]:
    """Answers with which this question is come to."""
    answers: dict[str, Answer] = {}
    while question.show_if is not None:
        parent = questionnaire.question(question.show_if.question)
        code = question.show_if.any_of[0]
        answers[parent.code] = int(code) if parent.kind is Kind.NUMBER else (code,)
        question = parent
    return answers


def _when(questionnaire: Questionnaire, condition: Condition | None) -> tuple[str, tuple[str, ...]]:
    if condition is None:
        return "", ()
    parent = questionnaire.question(condition.question)
    return parent.text, tuple(_answer(parent, code) for code in condition.any_of)


def _answer(question: Question, code: str) -> str:
    texts = {option.code: option.text for option in question.options}
    return texts.get(code, code)
