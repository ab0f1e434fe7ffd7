"""Phrases with and without the authority's name, and how well they are told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from appeals.mentions import Names

FILE = Path(__file__).with_suffix(".tsv")
AUTHORITIES = {
    "ministry": Names(
        ("Министерство труда и социального развития Новосибирской области", "Минтруд НСО"),
        ("mintrud_nso",),
        123456,
    ),
    "centre": Names(("Центр занятости населения города Новосибирска", "ЦЗН Новосибирска")),
}


@dataclass(frozen=True)
class Phrase:
    """One line of the table."""

    part: str
    authority: str
    named: bool
    why: str
    text: str

    @property
    def found(self) -> bool:
        """What the rules say."""
        return AUTHORITIES[self.authority].names_authority(self.text)


@dataclass(frozen=True)
class Score:
    """How many of the phrases found were right, and how many of the right ones were found."""

    found: int
    right: int
    all_right: int

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}"

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.all_right


def phrases() -> list[Phrase]:
    """The whole table in its order."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [
        Phrase(part, authority, named == "yes", why, text)
        for part, authority, named, why, text in rows
    ]


def tuned_on() -> list[Phrase]:
    """The rules were improved by looking at these."""
    return [phrase for phrase in phrases() if phrase.part == "tuned"]


def held_out() -> list[Phrase]:
    """Nobody looked at what the rules make of these while improving the rules."""
    return [phrase for phrase in phrases() if phrase.part == "held"]


def score(given: Sequence[Phrase]) -> Score:
    """How well these are told apart."""
    found = [phrase for phrase in given if phrase.found]
    named = [phrase for phrase in given if phrase.named]
    return Score(len(found), sum(phrase.named for phrase in found), len(named))
