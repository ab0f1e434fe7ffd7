"""Questionnaires as small as a test needs them."""

from surveys.questionnaire import Audience, Condition, Kind, Option, Question, Questionnaire

YES_NO = (Option("yes", "Да"), Option("no", "Нет"))


def asking(*questions: Question, crosstabs: tuple[tuple[str, str], ...] = ()) -> Questionnaire:
    """A questionnaire of these questions."""
    return Questionnaire(
        "some", "Опрос", Audience.CLIENTS, "Начнём.", "Спасибо.", questions, crosstabs
    )


def single(code: str = "visited", options: tuple[Option, ...] = YES_NO, **more: object) -> Question:
    """One answer of several."""
    return made(code, Kind.SINGLE, options=options, **more)


def multiple(code: str = "wanted", **more: object) -> Question:
    """Several answers; "none" excludes the others."""
    options = (*(Option(one, one.upper()) for one in "abc"), Option("none", "Ничего", True))
    return made(code, Kind.MULTIPLE, **{"options": options, **more})


def scale(code: str = "good", **more: object) -> Question:
    """From 1 to 5."""
    return made(code, Kind.SCALE, **{"low": "плохо", "high": "хорошо", **more})


def nps(code: str = "recommend", **more: object) -> Question:
    """From 0 to 10."""
    return made(code, Kind.NPS, **{"low": "нет", "high": "да", **more})


def text(code: str = "ideas", **more: object) -> Question:
    """A typed answer."""
    return made(code, Kind.TEXT, **more)


def number(code: str = "people", **more: object) -> Question:
    """A typed number."""
    return made(code, Kind.NUMBER, **more)


def info(code: str = "word", **more: object) -> Question:
    """Words that ask nothing."""
    return made(code, Kind.INFO, **more)


def made(code: str, kind: Kind, **more: object) -> Question:
    """Any question; `show_if` may be given as (question, code, …)."""
    condition = more.get("show_if")
    if isinstance(condition, tuple):
        more["show_if"] = Condition(condition[0], condition[1:])
    return Question(**{"code": code, "kind": kind, "text": f"Вопрос {code}?", **more})  # type: ignore[arg-type]  # any field by its name
