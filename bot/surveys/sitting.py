"""One person answering: what is kept in memory meanwhile, and nowhere else (ANONYMITY 4)."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from appeals.model import Address
from handlers.conversation import Edited, Pressed, Wrote
from surveys.drafts import Person
from surveys.flow import Draft, current
from surveys.press import Press
from surveys.questionnaire import Kind, Questionnaire

TYPED = frozenset({Kind.TEXT, Kind.NUMBER})

Taken = Pressed | Wrote | Edited
"""What somebody who answers does."""


@dataclass(slots=True)
class Running:
    """A wave that takes answers until `closes`. Without an `id` it is an analyst's preview."""

    id: str
    questionnaire: Questionnaire = field(repr=False)
    closes: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """It takes no answers any more. `now` is aware UTC."""
        return self.closes is not None and now >= self.closes


@dataclass(slots=True)
class Sitting:
    """A draft and the messages that show it.

    `card` and `prompt` are ids of messages, empty when they are not there; `below`: something was
    written under the card since, so the next one is a new message. `last` is the latest press that
    was carried out. `cut` is when the latest piece of a text too long for one message was written.
    `sealing`: the answers are being handed in, or thrown away. `lock` keeps the messages in order.
    """

    who: Person
    at: Address
    wave: Running
    draft: Draft = field(repr=False)
    card: str = ""
    prompt: str = ""
    shown: Draft | None = field(default=None, repr=False)
    below: bool = False
    sealing: bool = False
    last: Press | None = field(default=None, repr=False)
    cut: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def awaits_text(self) -> bool:
        """The question that is asked wants words or a number."""
        question = current(self.wave.questionnaire, self.draft)
        return question is not None and question.kind in TYPED


def person_of(event: Taken) -> Person:
    """Who did it."""
    return Person(event.at.channel, event.who.id)
