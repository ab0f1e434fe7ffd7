"""The survey that the crowd is asked, and the answers that somebody means to give."""

from dataclasses import dataclass
from random import Random

from surveys.reading import read

SURVEY = "crowd"
INTRO = "Несколько вопросов о визитах."
NUMBER, SEVERAL, WORDS = "Сколько у вас работников?", "Что понравилось?", "Что улучшить?"
THANKS = "Спасибо за ответы."
OPTIONS = {"a": "Ясность", "b": "Скорость", "c": "Тепло"}
LONGEST = 300
DEFINITION = f"""
code = "{SURVEY}"
title = "Визиты"
audience = "clients"
intro = "{INTRO}"
thanks = "{THANKS}"

[[question]]
code = "people"
type = "number"
text = "{NUMBER}"

[[question]]
code = "what"
type = "multiple"
text = "{SEVERAL}"
options = [{", ".join(f'{{ code = "{c}", text = "{t}" }}' for c, t in OPTIONS.items())}]

[[question]]
code = "ideas"
type = "text"
text = "{WORDS}"
longest = {LONGEST}
"""
FIRST_NUMBER = 31_000
"""Answers are numbers that occur nowhere else: not as an id, a time or a size."""

MOST_ATTEMPTS = 40

_FOUND = read(DEFINITION).questionnaire
assert _FOUND is not None
QUESTIONNAIRE = _FOUND


@dataclass(frozen=True, slots=True)
class Answers:
    """A number, options by their captions, words; no two people, no two attempts have the same."""

    number: int
    options: frozenset[str]
    words: str

    @property
    def row(self) -> tuple[int, tuple[str, ...], str]:
        """As results have it: the number, the codes, the words."""
        codes = tuple(code for code, text in OPTIONS.items() if text in self.options)
        return self.number, codes, self.words


def answers(place: int, attempt: int, dice: Random) -> Answers:
    """What the person with this place among all (from 0) means to say in this attempt."""
    number = FIRST_NUMBER + place * MOST_ATTEMPTS + attempt
    options = [text for text in OPTIONS.values() if dice.random() < 0.5]
    words = f"{dice.randbytes(4).hex()} {'о' * place} {number}"
    return Answers(number, frozenset(options or ["Тепло"]), words)
