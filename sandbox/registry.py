"""The methods this Bot API server offers, each with the parameters it knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.params import Params
from sandbox.world import World

Run = Callable[[World, Params], object | Awaitable[object]]
METHODS: dict[str, "Method"] = {}  # by name in lower case, as Telegram does not mind it


@dataclass(frozen=True, slots=True)
class Method:
    """One method; parameters neither required nor optional here are ignored, as Telegram does."""

    name: str
    run: Run
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def unknown(self, params: Params) -> list[str]:
        """Return the names of given parameters this server does not act upon."""
        return sorted(set(params.values) - {*self.required, *self.optional})


def offer(name: str, *, required: str = "", optional: str = "") -> Callable[[Run], Run]:
    """Register the decorated function as a method; parameter names are separated by spaces."""

    def register(run: Run) -> Run:
        METHODS[name.lower()] = Method(name, run, tuple(required.split()), tuple(optional.split()))
        return run

    return register
