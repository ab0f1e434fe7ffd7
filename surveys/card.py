"""What a respondent sees at one moment: a question with its buttons, as plain data."""

from dataclasses import dataclass
from enum import StrEnum

from surveys.flow import INTRO, Draft, Progress, current, is_ready, progress
from surveys.press import Action, Press
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.screen import MARK, Layout, Screen, layout


class Part(StrEnum):
    """Which card it is."""

    INTRO = "intro"
    INFO = "info"
    QUESTION = "question"
    READY = "ready"
    THANKS = "thanks"


class Before(StrEnum):
    """That an answer was given before; a typed one is never repeated."""

    TYPED = "typed"
    SKIPPED = "skipped"
    DONT_KNOW = "dont-know"


@dataclass(frozen=True, slots=True)
class Key:
    """A button. Without a `caption` it says what its action does; PAGE shows `first`–`last`."""

    press: Press
    caption: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`listed` are numbered options with the chosen ones marked; `kind` tells what is expected.

    `low` and `high` name the ends of the codes `ends`. `bounds` are those of the question, None
    where they go without saying. `longest` is the most characters of a text.
    """

    part: Part
    text: str
    kind: Kind = Kind.INFO
    progress: Progress | None = None
    hint: str = ""
    low: str = ""
    high: str = ""
    ends: tuple[str, str] = ("", "")
    listed: tuple[tuple[str, bool], ...] = ()
    bounds: tuple[int, int] | None = None
    longest: int = 0
    before: Before | None = None
    keys: tuple[tuple[Key, ...], ...] = ()


def card(questionnaire: Questionnaire, draft: Draft, screen: Screen) -> Card:
    """The card of the draft as it stands."""
    question = current(questionnaire, draft)
    if question is None:
        part = Part.READY if is_ready(questionnaire, draft) else Part.INTRO
        text = "" if part is Part.READY else questionnaire.intro
        first = Action.SUBMIT if part is Part.READY else Action.NEXT
        others = [first, *([Action.BACK] if draft.at > INTRO else []), Action.STOP]
        return Card(part, text, keys=_others(draft, others))
    if not question.asks:
        keys = _others(draft, [Action.NEXT, Action.BACK, Action.STOP])
        return Card(Part.INFO, question.text, hint=question.hint, keys=keys)
    return _asking(questionnaire, question, draft, screen)


def thanks(questionnaire: Questionnaire) -> Card:
    """What remains after the answers were submitted."""
    return Card(Part.THANKS, questionnaire.thanks)


def actions(question: Question, answer: object = None) -> list[Action]:
    """Buttons of a question besides its options. A chosen option is given up by pressing it."""
    chosen, typed = isinstance(answer, tuple), isinstance(answer, str | int)
    kept = (chosen or typed) and not isinstance(answer, Missing)
    return [
        *([Action.NEXT] if kept else []),
        *([Action.DONT_KNOW] if question.dont_know else []),
        *([] if question.required or chosen else [Action.SKIP]),
        Action.BACK,
        Action.STOP,
    ]


def laid_out(question: Question, screen: Screen) -> Layout:
    """Where the options' buttons of this question stand, the same whatever has been chosen."""
    digits = question.kind in {Kind.SCALE, Kind.NPS}
    captions = question.codes if digits else tuple(option.text for option in question.options)
    most = len({*actions(question), *actions(question, ("any",))} - {Action.SKIP})
    return layout(captions, screen, most, digits=digits)


def _asking(questionnaire: Questionnaire, question: Question, draft: Draft, screen: Screen) -> Card:
    answer = draft.answers.get(question.code)
    chosen = answer if isinstance(answer, tuple) else ()
    plan = laid_out(question, screen)
    page = draft.page % len(plan.pages) if plan.pages else 0
    others = actions(question, answer)
    return Card(
        Part.QUESTION,
        question.text,
        question.kind,
        progress(questionnaire, draft),
        question.hint,
        question.low,
        question.high,
        (question.codes[0], question.codes[-1]) if question.codes else ("", ""),
        _listed(question, chosen) if plan.numbered else (),
        _bounds(question),
        question.longest if question.kind is Kind.TEXT else 0,
        _before(answer),
        (
            *_options(question, chosen, plan, page, draft),
            *_others(draft, others, _page(question, plan, page, draft)),
        ),
    )


def _listed(question: Question, chosen: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((option.text, option.code in chosen) for option in question.options)


def _bounds(question: Question) -> tuple[int, int] | None:
    told = (question.minimum, question.maximum) != (None, None)
    return question.bounds if told else None


def _before(answer: object) -> Before | None:
    match answer:
        case Missing.SKIPPED:
            return Before.SKIPPED
        case Missing.DONT_KNOW:
            return Before.DONT_KNOW
        case str() | int():
            return Before.TYPED
    return None


def _options(
    question: Question, chosen: tuple[str, ...], plan: Layout, page: int, draft: Draft
) -> list[tuple[Key, ...]]:
    if not plan.pages:
        return []

    def key(at: int) -> Key:
        mine = question.codes[at] in chosen
        action = Action.DROP if mine else Action.CHOOSE
        caption = _caption(question, plan, at)
        return Key(
            Press(draft.name, draft.turn, action, at), f"{MARK}{caption}" if mine else caption
        )

    return [tuple(map(key, row)) for row in plan.pages[page]]


def _caption(question: Question, plan: Layout, at: int) -> str:
    if not question.options:
        return question.codes[at]
    return str(at + 1) if plan.numbered else question.options[at].text


def _page(question: Question, plan: Layout, page: int, draft: Draft) -> list[Key]:
    """The button that leads to the next page of options, from the last one to the first."""
    if len(plan.pages) <= 1:
        return []
    ahead = (page + 1) % len(plan.pages)
    rows = plan.pages[ahead]
    first, last = (_caption(question, plan, at) for at in (rows[0][0], rows[-1][-1]))
    return [Key(Press(draft.name, draft.turn, Action.PAGE, ahead), first=first, last=last)]


def _others(
    draft: Draft, actions_: list[Action], more: list[Key] | None = None
) -> tuple[tuple[Key, ...], ...]:
    keys = [*(more or []), *(Key(Press(draft.name, draft.turn, action)) for action in actions_)]
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
