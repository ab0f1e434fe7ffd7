"""The drawing of an appeal's states is what the code does."""

import pytest

from docs import draw_states


def test_the_page_shows_what_the_code_does() -> None:
    """If not: `python -m docs.draw_states`."""
    page = draw_states.PAGE.read_text(encoding="utf-8")
    assert draw_states.drawn(page) == page


@pytest.mark.parametrize(
    "edge",
    [
        "[*] --> new: registered",
        "clarifying --> taken: client_wrote",
        "closed --> clarifying: undone",
    ],
)
def test_the_states_are_those_of_the_table(edge: str) -> None:
    assert edge in draw_states.states()


@pytest.mark.parametrize(
    "edge",
    [
        "running --> paused: clarify_asked (if the policy pauses)",
        "paused --> running: client_wrote (date moves by the pause), interim (new date, new cycle)",
        "overdue --> running: interim (new date, new cycle)",
        "stopped --> overdue: reopened (new cycle), undone",
        "stopped --> paused: undone",
    ],
)
def test_the_clock_is_tried_and_not_described(edge: str) -> None:
    assert edge in draw_states.clock()


def test_a_page_without_a_place_for_a_drawing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place"):
        draw_states.drawn("# Nothing here")
