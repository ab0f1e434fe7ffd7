"""Judges a questionnaire before anybody is asked: does it hold together, fit and serve people."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from surveys.ballot import longest
from surveys.card import laid_out
from surveys.conditions import conditions
from surveys.findings import Advice, Args, Fault, Finding, Path
from surveys.groups import groups
from surveys.questionnaire import FARTHEST, Kind, Question, Questionnaire
from surveys.screen import OTHERS, SCREENS, units
from surveys.toml_lines import Lines

MOST_QUESTIONS = 100
GOOD_QUESTIONS = 15
MOST_OPTIONS = 40
GOOD_OPTIONS = 12
LONGEST_ANSWER = 4000
LONGEST_TITLE = 100
LONGEST_END = 100
GOOD_READ = 700
HEAVY = 32 * 1024

_SURVEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_QUESTION = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
_OPTION = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*", re.ASCII)
_LONGEST_CODE = 32


def check(
    questionnaire: Questionnaire, k: int, expected: int | None, lines: Lines | None = None
) -> list[Finding]:
    """Everything found, faults first, each in the order of the file.

    `k` is the smallest group that may be told apart, `expected` how many answers are hoped for
    (None: unknown). With `lines` of the file each finding gets its own.
    """
    found = list(_whole(questionnaire))
    for at, question in enumerate(questionnaire.questions):
        found += (
            replace(one, path=("question", at, *one.path), where=question.code)
            for one in _question(question)
        )
    codes = [question.code for question in questionnaire.questions]
    if len(set(codes)) == len(codes):
        found += conditions(questionnaire)
        found += groups(questionnaire, k, expected)
    if not any(one.is_fault for one in found):
        found += _weight(questionnaire)
    if lines is not None:
        found = [replace(one, line=lines.of(one.path)) for one in found]
    return sorted(found, key=lambda one: (not one.is_fault, one.line or 0))


def _whole(questionnaire: Questionnaire) -> Iterator[Finding]:
    yield from _code(_SURVEY, questionnaire.code, ("code",))
    yield from _long(questionnaire.title, LONGEST_TITLE, ("title",))
    for key, text in (("intro", questionnaire.intro), ("thanks", questionnaire.thanks)):
        yield from _card(text, (key,))
    asked = len(questionnaire.asked)
    if not asked:
        yield Finding(Fault.NOTHING_ASKED)
    elif len(questionnaire.questions) > MOST_QUESTIONS:
        args = {"count": len(questionnaire.questions), "limit": MOST_QUESTIONS}
        yield Finding(Fault.TOO_MANY_QUESTIONS, args=args)
    elif asked > GOOD_QUESTIONS:
        yield Finding(Advice.MANY_QUESTIONS, args={"count": asked, "limit": GOOD_QUESTIONS})
    seen: set[str] = set()
    for at, question in enumerate(questionnaire.questions):
        if question.code in seen:
            yield Finding(Fault.DOUBLE_CODE, ("question", at, "code"), question.code)
        seen.add(question.code)


def _question(question: Question) -> Iterator[Finding]:
    """What can be said of a question by itself; paths begin at the question."""
    yield from _code(_QUESTION, question.code, ("code",))
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        yield from _options(question)
    if question.kind in {Kind.SCALE, Kind.NPS}:
        for key, text in (("low", question.low), ("high", question.high)):
            yield from _long(text, LONGEST_END, (key,))
        if not (question.low and question.high):
            yield Finding(Advice.UNNAMED_ENDS, args={"first": question.codes[0]})
    yield from _bounds(question)
    if question.kind is Kind.TEXT and question.required:
        yield Finding(Advice.REQUIRED_TEXT, ("required",))
    yield from _card(_all_text(question), ("text",))
    yield from _buttons(question)


def _options(question: Question) -> Iterator[Finding]:
    count = len(question.options)
    if count < 2:  # noqa: PLR2004 - one option is no choice
        yield Finding(Fault.FEW_OPTIONS, ("options",))
    elif count > MOST_OPTIONS:
        args = {"count": count, "limit": MOST_OPTIONS}
        yield Finding(Fault.TOO_MANY_OPTIONS, ("options",), args=args)
    elif count > GOOD_OPTIONS:
        args = {"count": count, "limit": GOOD_OPTIONS}
        yield Finding(Advice.MANY_OPTIONS, ("options",), args=args)
    codes = Counter(option.code for option in question.options)
    texts = Counter(option.text.casefold() for option in question.options)
    for at, option in enumerate(question.options):
        path = ("options", at)
        yield from _code(_OPTION, option.code, (*path, "code"))
        if codes[option.code] > 1:
            yield Finding(Fault.DOUBLE_OPTION, (*path, "code"), args={"code": option.code})
        if texts[option.text.casefold()] > 1:
            yield Finding(Fault.DOUBLE_TEXT, (*path, "text"), args={"text": option.text[:80]})
        if option.exclusive and question.kind is Kind.SINGLE:
            yield Finding(Advice.LONE_EXCLUSIVE, (*path, "exclusive"), args={"code": option.code})
    if question.kind is Kind.MULTIPLE and question.required and not question.exclusive:
        yield Finding(Advice.NO_EXCLUSIVE, ("options",))


def _bounds(question: Question) -> Iterator[Finding]:
    low, high = question.bounds
    outer = _outer(question)
    if question.kind is Kind.TEXT and not 1 <= question.longest <= LONGEST_ANSWER:
        args = {"least": 1, "most": LONGEST_ANSWER}
        yield Finding(Fault.BOUNDS_OUTSIDE, ("longest",), args={"key": "longest", **args})
    if outer is None:
        return
    for key, value in (("minimum", question.minimum), ("maximum", question.maximum)):
        if value is not None and not outer[0] <= value <= outer[1]:
            args = {"least": outer[0], "most": outer[1]}
            yield Finding(Fault.BOUNDS_OUTSIDE, (key,), args={"key": key, **args})
    if low > high:
        yield Finding(Fault.BACKWARD_BOUNDS, ("minimum",), args={"low": low, "high": high})


def _outer(question: Question) -> tuple[int, int] | None:
    """What bounds have to lie between. How many may be chosen does not count exclusive options."""
    if question.kind is Kind.NUMBER:
        return -FARTHEST, FARTHEST
    if question.kind is Kind.MULTIPLE and (question.minimum, question.maximum) != (None, None):
        return 1, max(len(question.codes) - len(question.exclusive), 1)
    return None


def _buttons(question: Question) -> Iterator[Finding]:
    """How the options come out under a message of each platform."""
    plans = {name: laid_out(question, screen) for name, screen in SCREENS.items()}
    if all(plan.numbered for plan in plans.values()):
        text = max((option.text for option in question.options), key=len, default="")
        args: Args = {"text": text[:80], "length": len(text)}
        yield Finding(Advice.NUMBERED, ("options",), args=args)
    for name, plan in plans.items():
        if len(plan.pages) > 1:
            pages: Args = {"platform": name, "pages": len(plan.pages)}
            yield Finding(Advice.PAGES, args=pages)


def _all_text(question: Question) -> str:
    listed = [f"{at}. {option.text}" for at, option in enumerate(question.options, start=1)]
    return "\n".join([question.text, question.hint, question.low, question.high, *listed])


def _card(text: str, path: Path) -> Iterator[Finding]:
    limit = min(screen.text for screen in SCREENS.values()) - OTHERS
    if units(text) > limit:
        yield Finding(Fault.LONG_CARD, path, args={"length": units(text), "limit": limit})
    elif units(text) > GOOD_READ:
        yield Finding(Advice.LONG_READ, path, args={"length": units(text), "limit": GOOD_READ})


def _long(text: str, limit: int, path: Path) -> Iterator[Finding]:
    if len(text) > limit:
        args: Args = {"key": str(path[-1]), "length": len(text), "limit": limit}
        yield Finding(Fault.LONG, path, args=args)


def _code(pattern: re.Pattern[str], code: str, path: Path) -> Iterator[Finding]:
    if not pattern.fullmatch(code) or len(code) > _LONGEST_CODE:
        args: Args = {"code": code[:80], "limit": _LONGEST_CODE}
        yield Finding(Fault.BAD_CODE, path, args=args)


def _weight(questionnaire: Questionnaire) -> Iterator[Finding]:
    """All sealed sheets are as long as the longest possible one."""
    size = longest(questionnaire)
    if size > HEAVY:
        yield Finding(Advice.HEAVY, args={"size": -(-size // 1024)})
