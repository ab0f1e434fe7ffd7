"""One person answering: what is asked next, what an answer changes, what can't be accepted.

Pure: a draft and what was done give the next draft. Nothing here knows who the person is.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from surveys.ballot import Answer, Ballot
from surveys.questionnaire import Kind, Missing, Question, Questionnaire

INTRO = -1
"""Where a draft begins: before the first question."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")


class Refused(StrEnum):
    """Why an answer was not accepted; said to the person, never with the answer itself."""

    STALE = "stale"
    NO_SUCH_OPTION = "no-such-option"
    NOT_HERE = "not-here"
    REQUIRED = "required"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    NOT_A_NUMBER = "not-a-number"
    TOO_SMALL = "too-small"
    TOO_BIG = "too-big"
    TOO_LONG = "too-long"
    NO_TEXT = "no-text"


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers being given. Kept in memory only.

    `name` is a random word that tells this draft from the person's other ones; `turn` counts the
    moves between questions, so that a button of an earlier card is known to be stale. `at` is the
    position of the question; after the last one everything is ready to be submitted. `page` is
    the page of options that is shown.
    """

    name: str
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    at: int = INTRO
    turn: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The draft after what was done; `refused` with its numbers when nothing was accepted."""

    draft: Draft
    refused: Refused | None = None
    args: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """Question `number` of `total`; not `exact` while answers may still change the total."""

    number: int
    total: int
    exact: bool


def current(questionnaire: Questionnaire, draft: Draft) -> Question | None:
    """What is being asked; None before the first and after the last question."""
    inside = 0 <= draft.at < len(questionnaire.questions)
    return questionnaire.questions[draft.at] if inside else None


def is_ready(questionnaire: Questionnaire, draft: Draft) -> bool:
    """Everything has been asked; the answers can be submitted."""
    return draft.at >= len(questionnaire.questions)


def shown(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[bool, ...]:
    """Which questions these answers lead to. An answer to a hidden question counts for nothing."""
    seen: dict[str, bool] = {}
    for question in questionnaire.questions:
        condition = question.show_if
        seen[question.code] = condition is None or (
            seen.get(condition.question, False)
            and bool(set(_codes(answers.get(condition.question))) & set(condition.any_of))
        )
    return tuple(seen[question.code] for question in questionnaire.questions)


def progress(questionnaire: Questionnaire, draft: Draft) -> Progress | None:
    """How far it is: «Вопрос 3 из ~9». None where nothing is asked."""
    question = current(questionnaire, draft)
    if question is None or not question.asks:
        return None
    seen = shown(questionnaire, draft.answers)
    asked = [one.asks for one in questionnaire.questions]
    number = sum(seen[at] and asked[at] for at in range(draft.at + 1))
    sure, perhaps = _to_come(questionnaire, draft)
    return Progress(number, number + sure + perhaps, exact=not perhaps)


def back(questionnaire: Questionnaire, draft: Draft) -> Step:
    """To what was shown before; what was answered stays."""
    visible = shown(questionnaire, draft.answers)
    last = min(draft.at, len(visible)) - 1
    at = next((at for at in range(last, -1, -1) if visible[at]), INTRO)
    return Step(_moved(draft, at))


def choose(questionnaire: Questionnaire, draft: Draft, code: str) -> Step:
    """Choose this option: the answer to a question of one answer, one more of several."""
    question = current(questionnaire, draft)
    if question is None or code not in question.codes:
        return Step(draft, Refused.NO_SUCH_OPTION)
    if question.kind is not Kind.MULTIPLE:
        return _answered(questionnaire, draft, (code,))
    chosen = _added(question, _codes(draft.answers.get(question.code)), code)
    _, most = question.bounds
    if len(chosen) > most:
        return Step(draft, Refused.TOO_MANY, {"limit": most})
    return Step(_with(draft, question, chosen))


def drop(questionnaire: Questionnaire, draft: Draft, code: str) -> Step:
    """Take back a chosen option; harmless when it was not chosen."""
    question = current(questionnaire, draft)
    if question is None or code not in question.codes:
        return Step(draft, Refused.NO_SUCH_OPTION)
    left = tuple(one for one in _codes(draft.answers.get(question.code)) if one != code)
    return Step(_with(draft, question, left))


def go_on(questionnaire: Questionnaire, draft: Draft) -> Step:
    """Past words that ask nothing, done with several options, or keep an earlier answer."""
    question = current(questionnaire, draft)
    asks = question is not None and question.asks
    if is_ready(questionnaire, draft) or (asks and not _has_answer(questionnaire, draft)):
        return Step(draft, Refused.NOT_HERE)
    if question is not None and question.kind is Kind.MULTIPLE:
        answer = draft.answers.get(question.code)
        fewest, _ = question.bounds
        enough = 1 if set(_codes(answer)) & question.exclusive else fewest
        if not isinstance(answer, Missing) and len(_codes(answer)) < enough:
            return Step(draft, Refused.TOO_FEW, {"limit": fewest})
    return Step(_forward(questionnaire, draft))


def skip(questionnaire: Questionnaire, draft: Draft) -> Step:
    """Leave the question without an answer."""
    question = current(questionnaire, draft)
    if question is None or not question.asks:
        return Step(draft, Refused.NOT_HERE)
    if question.required:
        return Step(draft, Refused.REQUIRED)
    return _answered(questionnaire, draft, Missing.SKIPPED)


def dont_know(questionnaire: Questionnaire, draft: Draft) -> Step:
    """«Затрудняюсь ответить», where the question offers it."""
    question = current(questionnaire, draft)
    if question is None or not question.dont_know:
        return Step(draft, Refused.NOT_HERE)
    return _answered(questionnaire, draft, Missing.DONT_KNOW)


def type_in(questionnaire: Questionnaire, draft: Draft, text: str) -> Step:
    """A typed answer: a text or a number. Too long a text is refused whole, never cut."""
    question = current(questionnaire, draft)
    if question is None or question.kind not in {Kind.TEXT, Kind.NUMBER}:
        return Step(draft, Refused.NOT_HERE)
    if question.kind is Kind.NUMBER:
        return _number(questionnaire, draft, question, text)
    words = cleaned(text)
    if not words:
        return Step(draft, Refused.NO_TEXT)
    if len(words) > question.longest:
        over = {"limit": question.longest, "given": len(words)}
        return Step(draft, Refused.TOO_LONG, over)
    return _answered(questionnaire, draft, words)


def turn_to(draft: Draft, page: int) -> Step:
    """Another page of options; a page that does not exist shows the first one."""
    return Step(replace(draft, page=max(page, 0)))


def ballot(questionnaire: Questionnaire, draft: Draft) -> Ballot:
    """The finished sheet. Raises ValueError before everything has been asked."""
    if not is_ready(questionnaire, draft):
        raise ValueError("the draft is not finished")
    visible = shown(questionnaire, draft.answers)
    return {
        question.code: draft.answers[question.code] if visible[at] else Missing.NOT_SHOWN
        for at, question in enumerate(questionnaire.questions)
        if question.asks
    }


def cleaned(text: str) -> str:
    """Without spaces around, control characters and halves of characters."""
    whole = text.replace("\r\n", "\n").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return "".join(
        mark for mark in whole if mark == "\n" or unicodedata.category(mark) != "Cc"
    ).strip()


def _number(questionnaire: Questionnaire, draft: Draft, question: Question, text: str) -> Step:
    digits = "".join(text.split()).replace("\N{MINUS SIGN}", "-")
    low, high = question.bounds
    if not _NUMBER.fullmatch(digits):
        return Step(draft, Refused.NOT_A_NUMBER)
    if int(digits) < low:
        return Step(draft, Refused.TOO_SMALL, {"limit": low})
    if int(digits) > high:
        return Step(draft, Refused.TOO_BIG, {"limit": high})
    return _answered(questionnaire, draft, int(digits))


def _codes(answer: Answer | None) -> tuple[str, ...]:
    """What a condition compares: the chosen codes, or a number's digits."""
    if isinstance(answer, tuple):
        return answer
    return (str(answer),) if isinstance(answer, int) else ()


def _added(question: Question, chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    """In the questionnaire's order; an exclusive option and the others push each other out."""
    if code in question.exclusive:
        return (code,)
    kept = {*chosen, code} - question.exclusive
    return tuple(one for one in question.codes if one in kept)


def _with(draft: Draft, question: Question, chosen: tuple[str, ...]) -> Draft:
    answers = {code: answer for code, answer in draft.answers.items() if code != question.code}
    return replace(draft, answers=answers | ({question.code: chosen} if chosen else {}))


def _answered(questionnaire: Questionnaire, draft: Draft, answer: Answer) -> Step:
    code = questionnaire.questions[draft.at].code
    answers = {**draft.answers, code: answer}
    return Step(_forward(questionnaire, replace(draft, answers=answers)))


def _forward(questionnaire: Questionnaire, draft: Draft) -> Draft:
    visible = shown(questionnaire, draft.answers)
    ahead = range(draft.at + 1, len(visible))
    return _moved(draft, next((at for at in ahead if visible[at]), len(visible)))


def _moved(draft: Draft, at: int) -> Draft:
    return replace(draft, at=at, turn=draft.turn + 1, page=0)


def _has_answer(questionnaire: Questionnaire, draft: Draft) -> bool:
    """Of several options none yet is an answer in the making."""
    question = questionnaire.questions[draft.at]
    return question.code in draft.answers or question.kind is Kind.MULTIPLE


def _to_come(questionnaire: Questionnaire, draft: Draft) -> tuple[int, int]:
    """How many questions follow, and how many more may: it depends on answers yet to be given."""
    seen = shown(questionnaire, draft.answers)
    settled = {one.code for one in questionnaire.questions[: max(draft.at, 0)]}
    sure: set[str] = set()
    perhaps: set[str] = set()
    ahead: list[str] = []
    for at, question in enumerate(questionnaire.questions):
        condition = question.show_if
        if condition is None or (condition.question in settled and seen[at]):
            sure.add(question.code)
        elif condition.question not in settled and condition.question in sure | perhaps:
            perhaps.add(question.code)
        if at > draft.at and question.asks:
            ahead.append(question.code)
    return sum(code in sure for code in ahead), sum(code in perhaps for code in ahead)
