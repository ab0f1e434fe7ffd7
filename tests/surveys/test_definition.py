"""A wave asks what it opened with, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from surveys.definition import Altered, questionnaire_of
from surveys.reading import read
from surveys.wave import Wave

TEXT = """
code = "some"
title = "Опрос"
audience = "clients"
intro = "Начнём."
thanks = "Спасибо."

[[question]]
code = "good"
type = "scale"
text = "Хорошо?"
low = "нет"
high = "да"
"""
FOUND = read(TEXT).questionnaire
assert FOUND is not None
DAY = datetime(2026, 11, 22, tzinfo=UTC)
WAVE = Wave("w", "some", TEXT, FOUND.hash, 5, 100, b"", DAY, DAY)


def test_the_frozen_questionnaire_is_read_back() -> None:
    assert questionnaire_of(WAVE) == FOUND


def test_a_changed_word_or_an_unreadable_text_is_noticed() -> None:
    assert questionnaire_of(replace(WAVE, definition=TEXT + "# a note\n")) == FOUND
    for text in (TEXT.replace("Хорошо", "Плохо"), "no toml"):
        with pytest.raises(Altered):
            questionnaire_of(replace(WAVE, definition=text))
