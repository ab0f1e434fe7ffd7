"""What has ended and is not recorded yet: calls with their outcomes, files that were fetched."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from appeals.words import Attachment
from bot.delivery.step import Step
from handlers.conversation import Fetched, Later, Outcome, Refused
from storage.outbox import Row


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that has ended."""

    row: Row
    step: Step
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of fetching one file for an outbox row."""

    row_id: int
    file: Attachment
    result: Fetched | Later | Refused


@dataclass(frozen=True, slots=True)
class Ended:
    """In the order in which they ended; `wake` is set so that they are recorded soon."""

    wake: asyncio.Event
    calls: list[Finished] = field(default_factory=list)
    files: list[Brought] = field(default_factory=list)

    def call(self, done: Finished) -> None:
        """A call has an outcome."""
        self.calls.append(done)
        self.wake.set()

    def file(self, brought: Brought) -> None:
        """A file was fetched, or never will be."""
        self.files.append(brought)
        self.wake.set()

    def recorded(self, calls: Sequence[Finished], files: Sequence[Brought]) -> None:
        """Forget these, the first of all: they are stored."""
        del self.calls[: len(calls)]
        del self.files[: len(files)]

    def __bool__(self) -> bool:
        return bool(self.calls or self.files)
