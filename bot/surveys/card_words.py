"""A survey's card in words: what stands in the message and on its buttons."""

from collections.abc import Iterator
from dataclasses import dataclass

from appeals.words import Content, gathered
from bot.texts import Texts
from handlers.conversation import Words
from surveys.card import Card, Key, Part
from surveys.flow import Step
from surveys.press import Action
from surveys.questionnaire import FARTHEST, Kind

_BUTTONS = {
    Action.NEXT: "survey-button-next",
    Action.BACK: "survey-button-back",
    Action.SKIP: "survey-button-skip",
    Action.DONT_KNOW: "survey-button-dont-know",
    Action.PAGE: "survey-button-page",
    Action.SUBMIT: "survey-button-submit",
    Action.STOP: "survey-button-stop",
}


@dataclass(frozen=True, slots=True)
class Caption:
    """A button: what it says and what it carries."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card ready to be sent."""

    content: Content
    rows: tuple[tuple[Caption, ...], ...]


def drawn(card: Card, texts: Texts) -> Drawn:
    """The card as this platform's message; the question's own words are shown as they are."""
    blocks = [gathered([texts.render(line) for line in block]) for block in _blocks(card)]
    # an empty line between the blocks
    content = gathered([blocks[0], *(block.after(Content()) for block in blocks[1:])])
    rows = tuple(
        tuple(Caption(_caption(key, card, texts), key.press.data()) for key in row)
        for row in card.keys
    )
    return Drawn(content, rows)


def refused_words(step: Step) -> Words:
    """Why nothing was accepted. Raises ValueError when it was."""
    if step.refused is None:
        raise ValueError("the step was accepted")
    return Words(f"survey-refused-{step.refused}", step.args)


def _blocks(card: Card) -> list[list[Words]]:
    """What stands in the message, from above; those that say nothing are left out."""
    blocks = [
        list(_progress(card)),
        list(_text(card)),
        [Words("survey-text", {"text": card.hint})] if card.hint else [],
        [*_ends(card), *_options(card)],
        list(_expects(card)),
        [Words(f"survey-before-{card.before}")] if card.before else [],
        [Words("survey-anonymity")] if card.part is Part.INTRO else [],
    ]
    return [block for block in blocks if block]


def _progress(card: Card) -> Iterator[Words]:
    if card.progress is not None:
        key = "survey-progress" if card.progress.exact else "survey-progress-about"
        yield Words(key, {"number": card.progress.number, "total": card.progress.total})


def _text(card: Card) -> Iterator[Words]:
    if card.part is Part.READY:
        yield Words("survey-ready")
    else:
        key = "survey-question" if card.part is Part.QUESTION else "survey-text"
        yield Words(key, {"text": card.text})


def _ends(card: Card) -> Iterator[Words]:
    first, last = card.ends
    if card.low and card.high:
        args = {"first": first, "low": card.low, "last": last, "high": card.high}
        yield Words("survey-ends", args)
    elif card.low or card.high:
        code, text = (first, card.low) if card.low else (last, card.high)
        yield Words("survey-end", {"code": code, "text": text})


def _options(card: Card) -> Iterator[Words]:
    for number, (text, chosen) in enumerate(card.listed, start=1):
        key = "survey-option-chosen" if chosen else "survey-option"
        yield Words(key, {"number": number, "text": text})


def _expects(card: Card) -> Iterator[Words]:
    low, high = card.bounds or (0, 0)
    bounds = {"low": low, "high": high}
    if card.kind is Kind.TEXT:
        yield Words("survey-expects-text", {"longest": card.longest})
    elif card.kind is Kind.MULTIPLE:
        between = "between" if low > 1 else "up-to" if card.bounds else "several"
        yield Words(f"survey-expects-{between}", bounds)
    elif card.kind is Kind.NUMBER and not card.bounds:
        yield Words("survey-expects-number")
    elif card.kind is Kind.NUMBER:
        open_below, open_above = low == -FARTHEST, high == FARTHEST
        end = "most" if open_below else "least" if open_above else "between"
        yield Words(f"survey-expects-number-{end}", bounds)


def _caption(key: Key, card: Card, texts: Texts) -> str:
    if key.caption:
        return key.caption
    action = key.press.action
    if card.part is Part.INTRO and action is Action.NEXT:
        return texts.plain(Words("survey-button-begin"))
    if card.part is Part.INTRO and action is Action.STOP:
        return texts.plain(Words("survey-button-not-now"))
    return texts.plain(Words(_BUTTONS[action], {"first": key.first, "last": key.last}))
