"""Typed answers as an analyst reads them: numbered, mixed, some of them kept back (ANONYMITY 7)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from surveys.ports import Sheets


@dataclass(frozen=True, slots=True)
class Said:
    """One typed answer under the number by which it is called, from 1.

    `place` is where it stands in `Sheets.texts`. `withheld`: it is kept out of what is released.
    """

    number: int
    question: str
    text: str = field(repr=False)
    place: int
    withheld: bool


class NoSuchNumber(ValueError):
    """`given` is no number of a text, or no number at all."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given = given


def said(sheets: Sheets) -> list[Said]:
    """All of them, question by question, in an order that neither time nor alphabet makes.

    It is the same for the same texts, so that a number means the same text in every file.
    """
    places = sorted(range(len(sheets.texts)), key=lambda place: (*_mixed(sheets, place), place))
    return [
        Said(number, *sheets.texts[place], place, place in sheets.withheld)
        for number, place in enumerate(places, start=1)
    ]


def _mixed(sheets: Sheets, place: int) -> tuple[str, bytes]:
    question, text = sheets.texts[place]
    return question, sha256(text.encode()).digest()


def called(words: Iterable[str], most: int) -> set[int]:
    """The numbers 1 to `most` that are meant by "3", "5,7", "12-15". Raises NoSuchNumber."""
    found: set[int] = set()
    for word in " ".join(words).replace(",", " ").replace("–", "-").split():
        first, dash, last = word.partition("-")
        if not (_is_number(first) and (_is_number(last) or not dash)):
            raise NoSuchNumber(word)
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= most:
            raise NoSuchNumber(word)
        found.update(range(low, high + 1))
    return found


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10  # noqa: PLR2004 - no wave has more


def moderated(texts: Sequence[Said], numbers: Collection[int], *, withhold: bool) -> frozenset[int]:
    """The places that are withheld once these numbers are withheld, or released."""
    kept = {one.place for one in texts if one.withheld}
    meant = {one.place for one in texts if one.number in numbers}
    return frozenset(kept | meant if withhold else kept - meant)
