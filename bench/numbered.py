"""Questions that carry a number, by which each is found again wherever it has come to stand."""

import re

_NUMBER = re.compile(r"вопрос номер (\d+) про квоту")


def question(number: int) -> str:
    """What somebody asks."""
    return f"вопрос номер {number} про квоту"


def numbers_in(text: str | None) -> list[int]:
    """Of all questions that stand in a text, in order."""
    return [int(one) for one in _NUMBER.findall(text or "")]
