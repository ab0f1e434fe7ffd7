"""What fits under and into one message, and how options are laid out there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Screen:
    """Limits of one message of a platform.

    `text` is in UTF-16 units, the strictest way to count; `label` in characters of a button alone
    in its row. At most `buttons` in all, `across` in a row, `down` rows.
    """

    text: int
    label: int
    buttons: int
    across: int
    down: int


SCREENS = {
    # Telegram would take longer labels, but a phone does not show them
    "telegram": Screen(text=4096, label=40, buttons=100, across=6, down=12),
    "vk": Screen(text=4096, label=40, buttons=10, across=5, down=6),
}
"""By platform."""

MARK = "✓ "
"""Stands before a chosen option."""

OTHERS = 400
"""Units of a message that are kept for the product's own words around a question."""

_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """`pages` of rows of option positions. Numbered: captions are numbers, the text lists them."""

    pages: tuple[tuple[tuple[int, ...], ...], ...]
    numbered: bool


def units(text: str) -> int:
    """How long platforms count a text."""
    return len(text.encode("utf-16-le")) // 2


def in_rows(buttons: Sequence[int], across: int) -> tuple[tuple[int, ...], ...]:
    """At most so many in each row, rows of about equal length."""
    rows = -(-len(buttons) // across)
    return _shared(buttons, rows)


def layout(captions: Sequence[str], screen: Screen, others: int, *, digits: bool) -> Layout:
    """Where the options' buttons stand beside `others` buttons of the card.

    `digits` are captions as short as a scale's: several in a row, no list needed.
    """
    positions = range(len(captions))
    room = screen.down - rows_of(others)
    plain = not digits and all(len(MARK + caption) <= screen.label for caption in captions)
    if plain and len(captions) <= min(room, screen.buttons - others):
        return Layout((tuple((at,) for at in positions),), numbered=False)
    most = min(room * screen.across, screen.buttons - others)
    if len(captions) > most:
        # one more button turns the pages
        room = screen.down - rows_of(others + 1)
        most = min(room * screen.across, screen.buttons - others - 1)
    shares = _shared(positions, -(-len(captions) // most)) if captions else ()
    pages = tuple(in_rows(share, screen.across) for share in shares)
    return Layout(pages, numbered=not digits)


def rows_of(others: int) -> int:
    """Rows that the card's other buttons take, two in each."""
    return -(-others // _IN_A_ROW)


def _shared(all_of: Sequence[int], parts: int) -> tuple[tuple[int, ...], ...]:
    """Into so many parts one after another, the first ones longer by one where needed."""
    size, more = divmod(len(all_of), max(parts, 1))
    ends = [size * part + min(part, more) for part in range(parts + 1)]
    return tuple(tuple(all_of[start:end]) for start, end in pairwise(ends))
