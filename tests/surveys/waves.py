"""A wave to answer in: a questionnaire whose answers tell people apart, so that a trace would."""

from datetime import UTC, date, datetime, timedelta

from surveys.ballot import Ballot
from surveys.drafts import Person
from surveys.questionnaire import Missing
from surveys.reading import read
from surveys.wave import Wave

DEFINITION = """
code = "some"
title = "Опрос"
audience = "clients"
intro = "Начнём."
thanks = "Спасибо."

[[question]]
code = "people"
type = "number"
text = "Сколько у вас работников?"

[[question]]
code = "good"
type = "scale"
text = "Хорошо?"
low = "нет"
high = "да"

[[question]]
code = "ideas"
type = "text"
text = "Что улучшить?"
longest = 300
"""
OPENS = datetime(2026, 11, 22, 7, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=14)
NOW = OPENS + timedelta(hours=3)
CLOSING_DAY = date(2026, 12, 6)
WAVE = "some-2026-q4"
LEVEL = 5

_FOUND = read(DEFINITION).questionnaire
assert _FOUND is not None
QUESTIONNAIRE = _FOUND


def a_wave(wave: str = WAVE, level: int = LEVEL) -> Wave:
    """A wave about to open."""
    return Wave(wave, "some", DEFINITION, QUESTIONNAIRE.hash, level, 0, b"", OPENS, CLOSES)


def somebody(number: int) -> Person:
    """One of the people who are asked; on either platform, with an id that is easy to find."""
    return Person("vk" if number % 3 == 0 else "telegram", str(7_310_000_000 + number))


def a_ballot(number: int, text: str = "") -> Ballot:
    """An answer sheet that no other number gives."""
    return {
        "people": number,
        "good": (str(1 + number % 5),),
        "ideas": text or Missing.SKIPPED,
    }
