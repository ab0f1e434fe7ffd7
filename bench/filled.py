"""How much of what a platform allows in a second is used, by the moments of the calls."""

from collections.abc import Sequence
from itertools import pairwise

SECOND = 1.0


def filled(moments: Sequence[float], per_second: int) -> float:
    """The part of the allowance that was used, on average over every second there is; at most 1.

    Any second between the first and the last call is looked at, not whole ones alone: so it makes
    no difference whether calls go evenly or all at once each time, which platforms allow as well.
    `moments` are in seconds, in order. All within one second are a part of that second's worth.
    """
    if not moments or moments[-1] - moments[0] <= SECOND:
        return min(len(moments) / per_second, 1.0)
    first, last = moments[0] + SECOND, moments[-1]
    steps = sorted([(at, 1) for at in moments] + [(at + SECOND, -1) for at in moments])
    within, used = 0, 0.0
    for (at, change), (then, _) in pairwise(steps):
        within += change
        used += min(within, per_second) * max(min(then, last) - max(at, first), 0.0)
    return used / (last - first) / per_second
