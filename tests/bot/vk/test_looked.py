"""How far each way of finding mentions has looked."""

import pytest

from bot.vk.looked import Looked, read_looked


@pytest.mark.parametrize("text", [None, "", "[]", "{", '{"search": "x"}'])
def test_a_note_nobody_can_read_is_as_if_nobody_had_looked(text: str | None) -> None:
    assert read_looked(text).since("search", 7) == 7


def test_how_far_was_looked_is_stored_by_each_way() -> None:
    looked = Looked().until("search", 5).until("listed", 6).until("search", 8)
    assert read_looked(looked.text()) == looked
    assert (looked.since("search", 0), looked.since("listed", 0)) == (8, 6)
