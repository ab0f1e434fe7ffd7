"""One call to a platform, decided on and not made yet; or why none is to be made."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from appeals.model import Address
from appeals.words import Attachment
from handlers.conversation import Channel, Fetched, Later, Outcome, Refused


class Kind(StrEnum):
    """What the call does."""

    SAY = "say"
    OPEN = "open"
    CARD = "card"
    RENAME = "rename"
    REDRAW_CARD = "redraw_card"
    EDIT = "edit"
    REACT = "react"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Step:
    """One call. `name` is a topic's title, `drawn` the digest of a card.

    `last`: once it has succeeded, the row needs nothing more. `patience` is how many seconds it may
    take beyond the usual.
    """

    kind: Kind
    at: Address
    call: Callable[[Channel], Awaitable[Outcome]]
    cost: int = 1
    name: str = ""
    drawn: str = ""
    last: bool = False
    patience: float = 0.0


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file of another platform that has to be here before the next call can be made.

    It touches no row: until `call` has ended, the row waits as it is.
    """

    file: Attachment
    call: Callable[[], Awaitable[Fetched | Later | Refused]]


class Verdict(StrEnum):
    """No call is needed (any more)."""

    DONE = "done"
    GIVEN_UP = "given up"


Next = Step | Fetch | Verdict
