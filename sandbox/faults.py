"""Faults on order: the next calls of a method answer 429, 5xx, HTML, slowly or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

FaultKind = Literal["429", "500", "502", "drop_before", "drop_after", "slow", "html", "hang"]


@dataclass(slots=True)
class Fault:
    """An ordered fault; ``times`` calls suffer it, ``method`` "*" means any method.

    ``seconds`` belongs to slow, ``retry_after`` (seconds) to 429; ``match`` limits the fault to
    calls whose parameters have these values (compared as text).
    """

    method: str
    kind: FaultKind
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    match: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"неизвестный вид сбоя: {self.kind}")

    def suits(self, method: str, params: Mapping[str, object]) -> bool:
        """Tell whether this call is to suffer."""
        return (
            self.times > 0
            and self.method in {"*", method}
            and all(str(params.get(name)) == str(value) for name, value in self.match.items())
        )


def fair(method: str) -> None:
    """Nothing happens to a call that nothing was ordered for."""
    del method


class Faults:
    """The faults still to happen, in the order they were asked for.

    ``weather`` names the fault, if any, of a call for which nothing was ordered.
    """

    def __init__(self) -> None:
        self.planned: list[Fault] = []
        self.weather: Callable[[str], Fault | None] = fair

    def plan(self, fault: Fault) -> None:
        """Order a fault."""
        self.planned.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self.planned.clear()

    def take(self, method: str, params: Mapping[str, object]) -> Fault | None:
        """Return the fault this call suffers and count it, or None."""
        for fault in self.planned:
            if fault.suits(method, params):
                fault.times -= 1
                self.planned = [one for one in self.planned if one.times > 0]
                return fault
        return self.weather(method)
