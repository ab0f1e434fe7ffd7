"""What may be said where others read along: whatever is meant for one person alone is left out.

Everything that is to be said passes here: what a handler answers, and, on its way into the outbox,
what the timetable and the delivery say too. A public place hears staff's own words, and of the
product's texts those that were written for it; no buttons.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from appeals.model import Address
from handlers.channels import is_public
from handlers.conversation import Redraw, Reply, Say, Words

SAID_TO_ALL = frozenset(
    {
        "public-registered",
        "public-clarify",
        "public-interim",
        "public-extend",
        "public-write-privately",
        "file-left-out",
    }
)
"""All that the product itself says before strangers."""

REWORDED: Mapping[str, str] = {
    "client-clarify": "public-clarify",
    "client-interim": "public-interim",
    "client-extend": "public-extend",
}
"""What a person is told in private, and how the same is said before all."""


def fit(replies: Sequence[Reply], home: Address) -> list[Reply]:
    """The same replies without what is unfit for the place it is addressed to.

    `home` is the moderator chat, where staff are alone.
    """
    return list(_fitting(replies, home))


def _fitting(replies: Sequence[Reply], home: Address) -> Iterator[Reply]:
    for reply in replies:
        match reply:
            case Say(to=Address() as at) if is_public(at, home):
                yield from _in_public(reply)
            case Redraw(ref) if is_public(ref.at, home):
                continue
            case _:
                yield reply


def _in_public(say: Say) -> Iterator[Say]:
    """Staff's words go without a line that is not for all; the product's own go as they are."""
    lead = reworded(say.lead)
    if lead is not None or (say.content is not None and say.message_id is not None):
        content = say.content if say.message_id is not None else None
        yield replace(say, lead=lead, content=content, buttons=(), menu=False)


def reworded(words: Words | None) -> Words | None:
    """As it may be said before all; None for what is one person's own business."""
    if words is None:
        return None
    key = REWORDED.get(words.key, words.key)
    if key not in SAID_TO_ALL:
        return None
    below = tuple(line for line in map(reworded, words.below) if line is not None)
    return replace(words, key=key, below=below)
