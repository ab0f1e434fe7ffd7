"""Faults: what failed and where, never with whose words."""

import json

from bot.faults import described


def test_a_fault_is_named_by_its_place_in_our_code() -> None:
    try:
        json.loads("тайна")
    except ValueError as error:
        said = described(error)
    assert said == "JSONDecodeError at tests/bot/test_faults.py:10"


def test_a_fault_without_a_place_is_named_all_the_same() -> None:
    assert described(ValueError("тайна")) == "ValueError"
