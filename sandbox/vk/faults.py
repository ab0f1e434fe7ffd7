"""Faults on order: the next VK calls are refused, broken, slow, or answered into the void."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sandbox.faults import fair

VkFaultKind = Literal[
    "error",
    "failed",
    "500",
    "502",
    "html",
    "html_after",
    "drop_before",
    "drop_after",
    "slow",
    "hang",
    "hang_after",
]
AFTER = frozenset({"html_after", "drop_after", "hang_after"})
LONG_POLL = "a_check"
UPLOAD = "upload"


@dataclass(slots=True)
class VkFault:
    """An ordered fault; ``times`` calls suffer it, ``method`` "*" means any method.

    The long poll is the method ``a_check``, an upload ``upload``. ``code`` belongs to error (VK's
    code) and failed (1, 2, 3 or any other, for a_check), ``image`` to error 14, ``seconds`` to
    slow. Kinds ending in ``_after`` let the call take effect and lose or spoil its answer.
    ``match`` limits the fault to calls whose parameters have these values (compared as text).
    """

    method: str
    kind: VkFaultKind
    times: int = 1
    code: int = 10
    image: bool = True
    seconds: float = 1.0
    match: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in get_args(VkFaultKind):
            raise ValueError(f"неизвестный вид сбоя: {self.kind}")

    def suits(self, method: str, params: Mapping[str, object]) -> bool:
        """Tell whether this call is to suffer."""
        return (
            self.times > 0
            and self.method in {"*", method}
            and all(str(params.get(name)) == str(value) for name, value in self.match.items())
        )


class VkFaults:
    """The faults still to happen, in the order they were asked for.

    ``weather`` names the fault, if any, of a call for which nothing was ordered.
    """

    def __init__(self) -> None:
        self.planned: list[VkFault] = []
        self.weather: Callable[[str], VkFault | None] = fair

    def plan(self, fault: VkFault) -> None:
        """Order a fault."""
        self.planned.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self.planned.clear()

    def take(self, method: str, params: Mapping[str, object]) -> VkFault | None:
        """Return the fault this call suffers and count it, or None."""
        for fault in self.planned:
            if fault.suits(method, params):
                fault.times -= 1
                self.planned = [one for one in self.planned if one.times > 0]
                return fault
        return self.weather(method)
