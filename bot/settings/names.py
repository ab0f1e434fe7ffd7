"""The names of all settings: their full keys, the nearest to a mistyped one, and their types."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings.model import Section, Settings

Path = tuple[int | str, ...]


def dotted(path: Path) -> str:
    """The full key as people read it; entries of a list are counted from one: `staff[2].name`."""
    key = ""
    for step in path:
        key += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return key.removeprefix(".")


def nearest(path: Path) -> str:
    """The known key most like this unknown one, or "" when nothing resembles it.

    The very same name in another section is preferred, then a neighbour in the same section.
    """
    *parents, leaf = [str(step) for step in path if isinstance(step, str)]
    section = ".".join(parents)
    neighbours = [key for key in known() if key.rpartition(".")[0] == section]
    namesakes = [key for key in known() if key.rpartition(".")[2] == leaf]
    full = ".".join([*parents, leaf])
    return next(iter(namesakes), "") or _closest(full, neighbours, 0.6) or _closest(full, known())


@cache
def known() -> tuple[str, ...]:
    """Every key that may be set, sections included, with the steps into lists left out."""
    return tuple(_below(Settings, ""))


def field(path: Path) -> FieldInfo | None:
    """The setting's declaration, None when there is none of that name."""
    section: type[Section] | None = Settings
    found: FieldInfo | None = None
    for step in path:
        if isinstance(step, int):
            continue
        found = section.model_fields.get(step) if section else None
        if found is None:
            return None
        section = _section(found.annotation)
    return found


def is_secret(path: Path) -> bool:
    """Must the value at this key stay unseen?

    What is not declared, and what stands in place of a whole section, is taken for a secret too.
    """
    declared = field(path)
    if declared is None or _section(declared.annotation):
        return True
    return SecretStr in _leaves(declared.annotation)


def _below(section: type[Section], prefix: str) -> Iterator[str]:
    for name, declared in section.model_fields.items():
        yield prefix + name
        if inner := _section(declared.annotation):
            yield from _below(inner, f"{prefix}{name}.")


def _section(annotation: object) -> type[Section] | None:
    leaves = _leaves(annotation)
    return next((t for t in leaves if isinstance(t, type) and issubclass(t, Section)), None)


def _leaves(annotation: object) -> list[object]:
    inside = get_args(annotation)
    return [leaf for part in inside for leaf in _leaves(part)] if inside else [annotation]


def _closest(key: str, among: Sequence[str], cutoff: float = 0.7) -> str:
    return next(iter(get_close_matches(key, among, n=1, cutoff=cutoff)), "")
