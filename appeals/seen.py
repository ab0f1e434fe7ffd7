"""Who had seen all of a client's words that are still in the appeal, although some have left it.

`Appeal.seen` only grows, so that no button drawn before a client's addition can pass for one drawn
after it. What was split off is answered elsewhere and must hold nobody up here.
"""

from collections.abc import Collection, Sequence

from appeals.model import Appeal, Event, What

_ADDS = frozenset({What.CLIENT_WROTE, What.CLIENT_EDITED, What.REOPENED, What.TOOK_IN})


def gone_with(history: Sequence[Event], moved: Collection[int], counted: Collection[int]) -> int:
    """By how much `seen` had grown with these messages, if nothing else came after the first.

    `moved` are ids of the messages that leave, `counted` those of them that `seen` counts; 0 when
    the client has said something else since, which must be seen on its own.
    """
    adding = [event for event in history if event.what in _ADDS]
    first = next((n for n, event in enumerate(adding) if event.data.get("message") in moved), None)
    tail = [] if first is None else adding[first:]
    if any(event.data.get("message") not in moved for event in tail):
        return 0
    return sum(
        event.what is What.CLIENT_EDITED or event.data["message"] in counted for event in tail
    )


def is_all(seen: int, appeal: Appeal, history: Sequence[Event]) -> bool:
    """Whoever knew of `seen` knows of everything here: no more was added, or it has left again."""
    if seen == appeal.seen:
        return True
    return any(
        event.data.get("seen") == appeal.seen
        and appeal.seen - int(event.data["gone"]) <= seen < appeal.seen
        for event in history
        if event.what is What.SPLIT
    )
