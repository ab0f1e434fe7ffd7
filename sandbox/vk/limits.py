"""VK's rate limits: 20 calls a second with a community's token, fewer with the others."""

from collections import defaultdict
from collections.abc import Callable

from sandbox.limits import Window

PER_SECOND = {"group": 20, "user": 3, "service": 5}
MINUTE = 60.0


class VkLimits:
    """Counts calls by kind of token, and sends by dialog, by a monotonic clock in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.forget()

    def forget(self) -> None:
        """Start counting anew."""
        self._calls = {kind: Window(most, 1.0) for kind, most in PER_SECOND.items()}
        self._sends: defaultdict[int, Window] = defaultdict(lambda: Window(0, MINUTE))

    def spend_call(self, kind: str) -> bool:
        """Count a call; False when the second is full, which is not counted."""
        return _spend(self._calls[kind], self._monotonic())

    def spend_send(self, peer: int, most: int) -> bool:
        """Count a send into a dialog that takes ``most`` in a minute; 0 means any number."""
        if most <= 0:
            return True
        window = self._sends[peer]
        window.most = most
        return _spend(window, self._monotonic())


def _spend(window: Window, now: float) -> bool:
    if window.wait(now) > 0:
        return False
    window.spend(now, 1)
    return True
