"""From a formatted template to styled content, with arguments kept out of the styling."""

import re
from collections.abc import Mapping, Sequence

from fluent.runtime.types import FluentInt, FluentType

from appeals.words import Content, Mark, Style

_STYLES = {"b": Style.BOLD, "i": Style.ITALIC, "a": Style.LINK}
_PIECE = re.compile("<(?P<close>/?)(?P<tag>[abi])>|\ue000(?P<number>\\d+)\ue001")


class BadTemplate(Exception):
    """Style tags of a template that don't match each other."""


class Literal(FluentType):
    """A text argument: compares by its value in a selector, is shown as a placeholder.

    The placeholder keeps its tags out of the styling and lifts the library's length limit.
    """

    def __init__(self, value: str, number: int) -> None:
        self._value = value
        self._number = number

    def __eq__(self, other: object) -> bool:
        return self._value == (other._value if isinstance(other, Literal) else other)

    def __hash__(self) -> int:
        return hash(self._value)

    def format(self, _locale: object) -> str:
        """What stands in the formatted text until `marked` puts the value in."""
        return f"\ue000{self._number}\ue001"


def protected(args: Mapping[str, str | int]) -> tuple[dict[str, FluentType], Sequence[str]]:
    """Arguments as the formatter takes them, and the texts their placeholders stand for.

    Numbers stay ungrouped: a year or a number of an appeal must not fall apart into thousands.
    """
    literals: list[str] = []
    ready: dict[str, FluentType] = {}
    for name, value in args.items():
        if isinstance(value, str):
            ready[name] = Literal(value, len(literals))
            literals.append(value)
        else:
            ready[name] = FluentInt(value, useGrouping=False)
    return ready, literals


def marked(raw: str, literals: Sequence[str], link: str = "") -> Content:
    """The content of a formatted template, `<a>` leading to `link` (plain text without one).

    Raises BadTemplate for tags that don't match.
    """
    text = ""
    position = 0
    opened: list[tuple[str, int]] = []
    marks: list[Mark] = []
    for piece in _PIECE.finditer(raw):
        text += raw[position : piece.start()]
        position = piece.end()
        if piece["number"]:
            text += literals[int(piece["number"])]
        elif not piece["close"]:
            opened.append((piece["tag"], len(text)))
        elif opened and opened[-1][0] == piece["tag"]:
            tag, start = opened.pop()
            url = link if tag == "a" else ""
            if tag != "a" or url:
                marks.append(Mark(_STYLES[tag], start, len(text) - start, url))
        else:
            raise BadTemplate("a closing tag without its opening one")
    if opened:
        raise BadTemplate("a tag that is never closed")
    shown = tuple(sorted((mark for mark in marks if mark.length), key=lambda mark: mark.offset))
    return Content(text + raw[position:], shown)
