"""Bad weather on both platforms: so many calls in a hundred fail in every way there is, by lot."""

import random
from dataclasses import dataclass

from sandbox.faults import Fault, FaultKind
from sandbox.vk.faults import VkFault, VkFaultKind

TELEGRAM: tuple[FaultKind, ...] = ("429", "500", "502", "html", "drop_before", "drop_after", "slow")
VK: tuple[VkFaultKind, ...] = (
    "error",
    "502",
    "html",
    "drop_before",
    "html_after",
    "drop_after",
    "slow",
)
CODES = (1, 6, 9, 10)
SLOW = 0.2
ALONE = frozenset({"a_check"})
"""The long poll knows other errors than the methods do."""


@dataclass(frozen=True, slots=True)
class Weather:
    """`share` of all calls suffer; the same dice give the same weather."""

    share: float
    dice: random.Random

    def telegram(self, method: str) -> Fault | None:
        """What happens to a call of the Bot API."""
        if self.dice.random() >= self.share:
            return None
        return Fault(method, self.dice.choice(TELEGRAM), seconds=SLOW)

    def vk(self, method: str) -> VkFault | None:
        """What happens to a call of VK's, the long poll included."""
        if self.dice.random() >= self.share:
            return None
        kinds = [kind for kind in VK if kind != "error"] if method in ALONE else list(VK)
        return VkFault(method, self.dice.choice(kinds), code=self.dice.choice(CODES), seconds=SLOW)
