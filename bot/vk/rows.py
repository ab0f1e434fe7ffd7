"""Rows of buttons as VK shows them under a message: at most six, short ones share a row. Pure."""

from collections.abc import Sequence

Row = list[tuple[str, str, str]]


def fitted(rows: Sequence[Row], most: int, in_a_row: int) -> list[Row]:
    """The same buttons in the same order in at most `most` rows, where that is possible.

    Neighbours with the shortest captions are joined first, for VK cuts what does not fit.
    """
    fit = [list(row) for row in rows]
    while len(fit) > most:
        pairs = [n for n in range(len(fit) - 1) if len(fit[n]) + len(fit[n + 1]) <= in_a_row]
        if not pairs:
            break
        best = min(pairs, key=lambda n: _width(fit[n] + fit[n + 1]))
        fit[best : best + 2] = [fit[best] + fit[best + 1]]
    return fit


def _width(row: Row) -> int:
    """How much room a row needs: all its buttons are as wide as the widest."""
    return len(row) * max(len(caption) for caption, _, _ in row)
