"""The methods this VK offers: who may call them, and the parameters they know."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.vk.params import Params
from sandbox.vk.world import VkWorld

Run = Callable[[VkWorld, Params], object]
METHODS: dict[str, "Method"] = {}
COMMON = frozenset({"v", "lang", "test_mode", "captcha_sid", "captcha_key", "success_token"})


@dataclass(frozen=True, slots=True)
class Method:
    """One method; ``kinds`` are the tokens it takes: group, service, user."""

    name: str
    run: Run
    kinds: frozenset[str]
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def unknown(self, params: Params) -> list[str]:
        """Return the names of given parameters this server does not act upon."""
        return sorted(set(params.values) - {*self.required, *self.optional} - COMMON)


def offer(name: str, *, kinds: str, required: str = "", optional: str = "") -> Callable[[Run], Run]:
    """Register the decorated function as a method; words are separated by spaces."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(
            name, run, frozenset(kinds.split()), tuple(required.split()), tuple(optional.split())
        )
        return run

    return register
