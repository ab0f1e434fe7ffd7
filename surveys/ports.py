"""What surveys share with the rooms around them: shapes, and what those who talk need of a box."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from surveys.ballot import Ballot
from surveys.drafts import Person
from surveys.questionnaire import Missing
from surveys.wave import Wave


@dataclass(frozen=True, slots=True)
class Sheets:
    """All answers of a closed wave, after nothing tells any more who gave them or when.

    `rows` are packed ballots without their typed texts, sorted; row n of the results is rows[n-1].
    `texts` are (question, text), sorted and apart from the rows. `unsaid` counts why texts are
    missing: (question, reason) → people. `withheld` are the places in `texts` of those that an
    analyst keeps out of what is released.
    """

    rows: tuple[bytes, ...] = field(default=(), repr=False)
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    unsaid: Mapping[tuple[str, Missing], int] = field(default_factory=dict, repr=False)
    withheld: frozenset[int] = field(default=frozenset(), repr=False)


class AlreadyAnswered(Exception):
    """This person has answered in this wave."""


class KeysLost(Exception):
    """The key file holds no keys of this wave: nothing can be submitted or opened.

    Put the key file back from where the administrator keeps its copy; if there is none, the wave
    can only be given up.
    """


class WaveUnknown(Exception):
    """There is no such wave."""


class WaveExists(Exception):
    """There is a wave of this id already."""


class SurveyBox(Protocol):
    """Where finished answers go. Every method raises WaveUnknown, and StorageError of its own."""

    async def running(self, now: datetime) -> list[Wave]:
        """The waves that take answers. `now` is aware UTC."""

    async def has_answered(self, wave: str, who: Person) -> bool:
        """Has this person answered in this wave? Raises KeysLost, NotNow after the wave's end."""

    async def submit(self, wave: str, who: Person, ballot: Ballot, now: datetime) -> None:
        """Take a finished ballot; once this returns it is safe and can't be taken back.

        Raises AlreadyAnswered, NotNow outside of the field period, KeysLost, and OSError or the
        storage's error when it could not be kept: then nothing was submitted.
        """

    async def participation(self, wave: str) -> int | None:
        """How many are known to have answered, as of the latest flush; None once it is closing."""
