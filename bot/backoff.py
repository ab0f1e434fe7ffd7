"""How long to wait after a failure, longer each time."""

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Doubling waits in seconds, up to `longest`, each shortened at random by up to a half.

    The jitter keeps several programs from knocking at a recovering server in step.
    """

    first: float = 1.0
    longest: float = 60.0
    chance: Callable[[], float] = random.random
    failures: int = 0

    def next(self) -> float:
        """Seconds to wait after one more failure."""
        whole = min(self.longest, self.first * 2.0 ** min(self.failures, 32))
        self.failures += 1
        return whole * (0.5 + self.chance() / 2)

    def reset(self) -> None:
        """It worked: the next failure starts with a short wait again."""
        self.failures = 0
